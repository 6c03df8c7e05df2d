import { ChartGantt } from 'lucide-react';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { captionText } from '../../../shared/live/caption.ts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import type { CaptionRow } from '../../state/caption-store.ts';
import { useConsole } from '../../state/console-state.tsx';
import type { HeardTrace } from '../../state/heard-traces.ts';
import { useStream } from '../../state/stream-store.ts';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LIVE_STAGES } from './stage-spans.ts';
import { stageFill } from './stage-style.ts';
import type { StripModel } from './strip-model.ts';
import { waterfall, type WaterfallOrigin } from './waterfall-model.ts';
import { type Said, SegmentDetail, WaterfallLine } from './waterfall-row.tsx';

const noTraces: readonly HeardTrace[] = [];

/**
 * The way of the newest 200 segments to the chosen channel, newest first, on one time axis. Rows are reached by arrow keys;
 * the line at the lower edge tells the exact figures of the one under the pointer or in focus, else of the newest.
 */
export function WaterfallView({ room, strip: { track }, origin }: { readonly room: RoomView; readonly strip: StripModel; readonly origin: WaterfallOrigin }) {
  const { t } = useTranslation('live');
  const { traces, captions } = useConsole().room(room.name);
  const view = useStream(traces);
  const [hovered, setHovered] = useState<string>();
  const [focused, setFocused] = useState<string>();
  const { rows, scaleMs, tickMs } = useMemo(() => waterfall(view.value ?? noTraces, track, origin), [view.value, track, origin]);
  const { rows: captionRows } = useSyncExternalStore(captions.subscribe, captions.getSnapshot);
  const said = useMemo(() => new Map(captionRows.slice(-2 * rows.length).map((row) => [row.segmentId, saidIn(row)])), [captionRows, rows.length]);
  const body = useCallback((element: HTMLElement | null) => {
    element?.addEventListener('keydown', step);
    return () => element?.removeEventListener('keydown', step);
  }, []);
  const shown = rows.find(({ segmentId }) => segmentId === (hovered ?? focused)) ?? rows[0];
  const tabStop = rows.find(({ segmentId }) => segmentId === focused) ?? rows[0];

  if (view.status === 'failed' && rows.length === 0) return <ErrorState title={t('waterfall.failed')} error={view.error} onRetry={traces.retry} />;
  if (!shown) {
    return (
      <EmptyState icon={ChartGantt} title={t('waterfall.none')}>
        {t('waterfall.noneHint')}
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="shrink-0 border-b px-3 py-1">
        <Legend speech={origin === 'first-word'} />
      </div>
      <div className="@container min-h-0 flex-1 overflow-auto" onPointerLeave={() => setHovered(undefined)}>
        <table className="w-full table-fixed border-collapse text-sm">
          <caption className="sr-only">{t('waterfall.title')}</caption>
          <thead className="sticky top-0 z-10 bg-surface text-muted">
            <tr>
              <th scope="col" className="w-18 px-3 text-left font-medium">
                {t('captions.time')}
              </th>
              <th scope="col" className="hidden w-1/4 px-2 text-left font-medium @2xl:table-cell">
                {t('waterfall.said')}
              </th>
              <th scope="col" className="px-0 font-normal">
                <span className="sr-only">{t('waterfall.stages')}</span>
                <Axis scaleMs={scaleMs} tickMs={tickMs} />
              </th>
              <th scope="col" className="w-20 px-2 text-right font-medium">
                {t(origin === 'speech-end' ? 'strip.delay' : 'delay.evs')}
              </th>
              <th scope="col" className="w-30 px-2 text-left font-medium">
                {t('waterfall.outcome')}
              </th>
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row) => (
              <WaterfallLine
                key={row.segmentId}
                row={row}
                scaleMs={scaleMs}
                tickMs={tickMs}
                said={said.get(row.segmentId)}
                current={row.segmentId === shown.segmentId}
                tabStop={row.segmentId === tabStop?.segmentId}
                onHover={setHovered}
                onFocus={setFocused}
              />
            ))}
          </tbody>
        </table>
      </div>
      <SegmentDetail row={shown} />
    </div>
  );
}

function saidIn({ captions, sourceLanguage, spokenStartMs }: CaptionRow): Said {
  const source = captions[sourceLanguage];
  return { text: source ? captionText(source) : '', language: sourceLanguage, startMs: spokenStartMs };
}

/** Arrow keys move between the rows. */
function step(event: KeyboardEvent): void {
  const row = event.target instanceof HTMLElement ? event.target.closest('tr') : null;
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : event.key === 'ArrowUp' ? row?.previousElementSibling : undefined;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

function Legend({ speech }: { readonly speech: boolean }) {
  const { t } = useTranslation('live');
  return (
    <ul aria-label={t('waterfall.legend')} className="m-0 flex min-w-0 list-none flex-wrap gap-x-3 p-0 text-sm">
      {speech && (
        <li className="inline-flex items-center gap-1.5">
          <span aria-hidden className="h-1 w-3 bg-line-strong" />
          {t('waterfall.speech')}
        </li>
      )}
      {LIVE_STAGES.map((stage, index) => (
        <li key={stage} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={cx('size-3 rounded-[2px]', stageFill[stage])} />
          <span className="text-muted tabular">{index + 1}</span>
          {t(`stage.${stage}`)}
        </li>
      ))}
    </ul>
  );
}

/** The times over the lines; the last one stands left of its line, in the place of the one before. */
function Axis({ scaleMs, tickMs }: { readonly scaleMs: number; readonly tickMs: number }) {
  const { formatNumber, formatWithUnit } = useNumbers();
  const ticks = Array.from({ length: Math.floor(scaleMs / tickMs) + 1 }, (_, index) => index * tickMs);
  return (
    <div aria-hidden className="relative h-6 overflow-hidden tabular">
      {ticks.map((tick) =>
        tick + tickMs > scaleMs ? (
          <span key={tick} className="absolute top-1 -translate-x-full pr-1 text-xs whitespace-nowrap" style={{ left: `${(tick / scaleMs) * 100}%` }}>
            {formatWithUnit(tick, 'ms', 0)}
          </span>
        ) : (
          tick + 2 * tickMs <= scaleMs && (
            <span key={tick} className="absolute top-1 pl-1 text-xs" style={{ left: `${(tick / scaleMs) * 100}%` }}>
              {formatNumber(tick)}
            </span>
          )
        ),
      )}
    </div>
  );
}
