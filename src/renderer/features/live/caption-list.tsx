import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { type CSSProperties, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaptionRow } from '../../state/caption-store.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useShortcut } from '../../app/shortcuts.ts';
import { CaptionCells } from './caption-row.tsx';
import type { CaptionColumn } from './caption-columns.ts';
import type { Match } from './caption-search.ts';
import { slackPx, useFollow } from './use-follow.ts';

export interface CaptionListProps {
  readonly rows: readonly CaptionRow[];
  readonly columns: readonly CaptionColumn[];
  readonly sizePx: number;
  readonly query: string;
  readonly match: Match | undefined;
}

const LEADING = 1.4;
const TIME_COLUMN_PX = 64;
/** A column that does not fit shows its edge, so that the reader knows of it. */
const MIN_COLUMN_PX = 136;

/** The captions as a table of which only the rows in sight exist: 10,000 segments scroll as 10 do. */
export function CaptionList({ rows, columns, sizePx, query, match }: CaptionListProps) {
  const { t } = useTranslation('live');
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const linePx = Math.round(sizePx * LEADING);
  const paddingEnd = slackPx(linePx);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx * 3 + 16,
    getItemKey: (index) => rows[index]?.segmentId ?? index,
    overscan: 6,
    paddingEnd,
  });
  const { following, backToNow, stop, onScroll } = useFollow(scroller, virtualizer, rows, virtualizer.getTotalSize(), paddingEnd);

  // Another size or another set of columns: every height measured so far is wrong.
  useEffect(() => virtualizer.measure(), [virtualizer, sizePx, columns.length]);
  useEffect(() => {
    if (!match) return;
    stop();
    virtualizer.scrollToIndex(match.rowIndex, { align: 'center' });
  }, [virtualizer, match, stop]);
  useShortcut({ id: 'live.now', keys: 'End', label: t('keys.now'), group: t('keys.group'), run: backToNow });

  const template = `${TIME_COLUMN_PX}px repeat(${columns.length}, minmax(${MIN_COLUMN_PX}px, 1fr))`;
  const style = { '--caption-size': `${sizePx}px`, '--caption-leading': `${linePx}px` } as CSSProperties;
  const items = virtualizer.getVirtualItems();
  const activeIndex = Math.max(0, active === undefined ? rows.length - 1 : rows.findIndex(({ segmentId }) => segmentId === active));

  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? undefined : rows[activeIndex + step];
    if (!next || step === undefined) return;
    event.preventDefault();
    stop();
    setActive(next.segmentId);
    virtualizer.scrollToIndex(activeIndex + step, { align: 'auto' });
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-segment="${CSS.escape(next.segmentId)}"]`)?.focus({ preventScroll: true }));
  });
  useEffect(() => {
    const element = scroller.current;
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} onScroll={onScroll} className="h-full overflow-auto [overflow-anchor:none]" style={style}>
        <table className="block min-w-max" aria-rowcount={rows.length + 1}>
          <caption className="sr-only">{t('captions.title')}</caption>
          <thead className="sticky top-0 z-10 block bg-surface">
            <tr className="grid border-b" style={{ gridTemplateColumns: template }}>
              <th scope="col" className="sticky left-0 z-10 h-8 bg-surface pl-2 text-left text-sm leading-8 font-medium text-muted">
                {t('captions.time')}
              </th>
              {columns.map(({ key, tag, autonym }, index) => (
                <th key={key} scope="col" className={cx('h-8 min-w-0 truncate border-l px-2.5 text-left leading-8', index === 0 && 'sticky left-16 z-10 bg-surface')}>
                  <span className="font-bold">{tag}</span> <span className="font-normal text-muted">{autonym ?? t('strip.floor')}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="relative block" style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, key, start }) => {
              const row = rows[index];
              if (!row) return undefined;
              return (
                <tr
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  data-segment={row.segmentId}
                  aria-rowindex={index + 2}
                  tabIndex={index === activeIndex ? 0 : -1}
                  onFocus={() => setActive(row.segmentId)}
                  className="group/row absolute inset-x-0 top-0 grid border-b border-line/50 -outline-offset-2 bg-bg hover:bg-surface"
                  style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
                >
                  <CaptionCells row={row} columns={columns} query={query} currentMatch={match?.captionId} showSpeaker={rows[index - 1]?.speakerName !== row.speakerName} />
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {!following && (
        <Button tone="primary" onClick={backToNow} className="absolute bottom-4 left-1/2 -translate-x-1/2 shadow-pop">
          <ArrowDown aria-hidden />
          {t('captions.now')}
          <Kbd>End</Kbd>
        </Button>
      )}
    </div>
  );
}
