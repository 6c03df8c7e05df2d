/** Where a strip is that cannot be seen. */
export type OutOfSight = 'above' | 'below';

interface Span {
  readonly top: number;
  readonly bottom: number;
}

/** Where `strip` is when less than half of it is in `view`; undefined when it can be seen. */
export function outOfSight(strip: Span, view: Span): OutOfSight | undefined {
  const middle = (strip.top + strip.bottom) / 2;
  if (middle < view.top) return 'above';
  return middle > view.bottom ? 'below' : undefined;
}

/** The strip of `track` inside `list`; undefined while there is none. */
export function stripOf(list: Element, track: string): HTMLElement | undefined {
  return list.querySelector(`[data-meter="${CSS.escape(track)}"]`)?.closest('li') ?? undefined;
}

/** Scrolls as little as brings the strip of `track` into sight, and not at all when it can be seen. */
export function showStrip(list: Element | null, track: string): void {
  if (list) stripOf(list, track)?.scrollIntoView({ block: 'nearest' });
}
