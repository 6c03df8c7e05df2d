import { useEffect, useRef, useSyncExternalStore } from 'react';

/** One key and what it does. The registry feeds the keyboard, the map behind `?` and the palette. */
export interface Shortcut {
  /** `live.listen`: unique among what is mounted. */
  readonly id: string;
  /** `l`, `/`, `Escape`, `End`, `Mod+k` (Ctrl, or ⌘ on a Mac); several with the same effect separated by a space: `+ =`. */
  readonly keys: string;
  /** What it does, translated: *Listen to the chosen channel*. */
  readonly label: string;
  /** Translated heading it stands under in the map. */
  readonly group: string;
  readonly run: () => void;
  /** Works while the user types in a field, too. Default: only `Escape` and `Mod+…` do. */
  readonly inFields?: boolean;
  /** Left out of the palette: pressing the key is the only sensible way (for example the palette's own). */
  readonly hidden?: boolean;
}

type Entry = { readonly current: Shortcut };

const entries: Entry[] = [];
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];

function changed(): void {
  snapshot = entries.map((entry) => entry.current);
  for (const listener of listeners) listener();
}

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent);

/** The keys as they stand on the keyboard: `Ctrl K`, `⌘ K`, `Esc`. */
export function showKeys(keys: string): string {
  const [first = ''] = keys.split(' ');
  if (first.startsWith('Mod+')) return `${isMac ? '⌘' : 'Ctrl'} ${first.slice(4).toUpperCase()}`;
  if (first === 'Escape') return 'Esc';
  return first.length === 1 ? first.toUpperCase() : first;
}

/** Whether `event` is one of `keys`. Letters ignore Shift and Caps Lock; no other modifier may be held. */
export function matchesKeys(keys: string, event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  return keys.split(' ').some((one) => {
    const withMod = one.startsWith('Mod+');
    const key = withMod ? one.slice(4) : one;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    if (event.altKey || mod !== withMod || (isMac ? event.ctrlKey : event.metaKey)) return false;
    return event.key.toLowerCase() === key.toLowerCase();
  });
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  // A dialog is the whole world while it is open; it registers nothing here and closes itself with Esc.
  if (document.querySelector('dialog[open]')) return;
  // The newest registration wins, so that what is opened last is what Esc closes first.
  for (const { current } of entries.toReversed()) {
    if (!matchesKeys(current.keys, event)) continue;
    const everywhere = current.inFields ?? (current.keys === 'Escape' || current.keys.startsWith('Mod+'));
    if (!everywhere && isField(event.target)) continue;
    event.preventDefault();
    current.run();
    return;
  }
}

/** Registers `shortcut` while the component is mounted; `undefined`: none now. The newest `run` is always the one called. */
export function useShortcut(shortcut: Shortcut | undefined): void {
  const latest = useRef(shortcut);
  useEffect(() => {
    latest.current = shortcut;
  });
  const { id, keys, label, group, inFields, hidden } = shortcut ?? {};
  useEffect(() => {
    if (id === undefined || keys === undefined || label === undefined || group === undefined) return undefined;
    // Only `run` may change between renders without a new registration: it is looked up when the key is pressed.
    const current: Shortcut = { id, keys, label, group, run: () => latest.current?.run(), ...(inFields && { inFields }), ...(hidden && { hidden }) };
    const entry: Entry = { current };
    if (entries.push(entry) === 1) window.addEventListener('keydown', onKeyDown);
    changed();
    return () => {
      entries.splice(entries.indexOf(entry), 1);
      if (entries.length === 0) window.removeEventListener('keydown', onKeyDown);
      changed();
    };
  }, [id, keys, label, group, inFields, hidden]);
}

/** Everything that can be pressed now, in the order of registration. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Does what the shortcut `id` does, at once or as soon as a mounted part registers it; nothing when none has within `withinMs`. */
export function pressWhenThere(id: string, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const attempt = (): void => {
      const shortcut = snapshot.find((entry) => entry.id === id);
      if (!shortcut) return;
      end();
      shortcut.run();
    };
    const end = (): void => {
      clearTimeout(timer);
      listeners.delete(attempt);
      resolve();
    };
    const timer = setTimeout(end, withinMs);
    listeners.add(attempt);
    attempt();
  });
}
