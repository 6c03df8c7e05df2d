import { ArrowDown, ArrowUp } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StripModel } from './strip-model.ts';
import { outOfSight, type OutOfSight, showStrip, stripOf } from './strip-place.ts';

export interface HiddenAlarmsProps {
  /** What scrolls the strips. */
  readonly scroller: RefObject<HTMLElement | null>;
  /** The strips on which something is wrong, in the order of the list. */
  readonly strips: readonly StripModel[];
}

/** Under the list: which strips out of sight need eyes, and the way to the nearest of them. Nothing while all of them are in sight. */
export function HiddenAlarms({ scroller, strips }: HiddenAlarmsProps) {
  const places = usePlaces(scroller, strips.map(({ track }) => track).join(' '));
  const above = strips.filter(({ track }) => places.get(track) === 'above');
  const below = strips.filter(({ track }) => places.get(track) === 'below');
  if (above.length + below.length === 0) return undefined;
  return (
    <div className="flex h-6 shrink-0 gap-px text-sm">
      <AlarmsAt place="above" strips={above} onShow={() => show(scroller, above.at(-1))} />
      <AlarmsAt place="below" strips={below} onShow={() => show(scroller, below[0])} />
    </div>
  );
}

function AlarmsAt({ place, strips, onShow }: { readonly place: OutOfSight; readonly strips: readonly StripModel[]; readonly onShow: () => void }) {
  const { t } = useTranslation('live');
  if (strips.length === 0) return undefined;
  const Icon = place === 'above' ? ArrowUp : ArrowDown;
  const tags = strips.map(({ tag, autonym }) => (autonym === undefined ? t('strip.floor') : tag)).join(', ');
  const words = t(`alarms.${place}`, { count: strips.length, tags });
  return (
    <button type="button" title={words} onClick={onShow} className="flex min-w-0 flex-1 items-center justify-center gap-1 bg-bad-fill px-2 font-semibold text-on-fill -outline-offset-4">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{words}</span>
    </button>
  );
}

/** Brings the strip into sight and the focus with it, because the button that was pressed may be gone. */
function show(scroller: RefObject<HTMLElement | null>, strip: StripModel | undefined): void {
  if (!scroller.current || !strip) return;
  showStrip(scroller.current, strip.track);
  stripOf(scroller.current, strip.track)?.querySelector('button')?.focus({ preventScroll: true });
}

/** Where those of `tracks` (separated by spaces) are that are out of sight; looked at anew when the list scrolls or changes its size. */
function usePlaces(scroller: RefObject<HTMLElement | null>, tracks: string): ReadonlyMap<string, OutOfSight | undefined> {
  const [places, setPlaces] = useState<ReadonlyMap<string, OutOfSight | undefined>>(new Map());
  useEffect(() => {
    const view = scroller.current;
    if (!view || tracks === '') return undefined;
    const look = (): void => {
      const span = view.getBoundingClientRect();
      const next = new Map(
        tracks.split(' ').map((track) => {
          const strip = stripOf(view, track);
          return [track, strip && outOfSight(strip.getBoundingClientRect(), span)];
        }),
      );
      setPlaces((before) => ([...next].every(([track, place]) => before.get(track) === place) ? before : next));
    };
    // Looks for the first time when it begins to observe.
    const observer = new ResizeObserver(look);
    observer.observe(view);
    view.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener('scroll', look);
    };
  }, [scroller, tracks]);
  return places;
}
