import { Captions, CircleCheck, CircleX, Hourglass, type LucideIcon, OctagonAlert } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { cx } from '../../ui/cx.ts';
import { Figure } from '../../ui/figure.tsx';
import { formatTime } from '../../ui/format-time.ts';
import { isEstimated, LIVE_STAGES } from './stage-spans.ts';
import { isFilled, stageFill } from './stage-style.ts';
import type { WaterfallRow } from './waterfall-model.ts';

const outcomes: Record<WaterfallRow['outcome'], { readonly icon: LucideIcon; readonly colour: string }> = {
  pending: { icon: Hourglass, colour: 'text-muted' },
  spoken: { icon: CircleCheck, colour: 'text-good' },
  'caption-only': { icon: Captions, colour: 'text-floor' },
  dropped: { icon: CircleX, colour: 'text-warn' },
  failed: { icon: OctagonAlert, colour: 'text-bad' },
  text: { icon: Captions, colour: 'text-floor' },
};

/** The text of a segment on the floor. */
export interface Said {
  readonly text: string;
  readonly language: string;
  /** Unix milliseconds. */
  readonly startMs: number;
}

export interface WaterfallLineProps {
  readonly row: WaterfallRow;
  readonly scaleMs: number;
  readonly tickMs: number;
  /** What was said on the floor and when; undefined while no caption of it is known. */
  readonly said: Said | undefined;
  /** Its figures stand at the lower edge. */
  readonly current: boolean;
  /** The row that Tab reaches. */
  readonly tabStop: boolean;
  readonly onHover: (segmentId: string) => void;
  readonly onFocus: (segmentId: string) => void;
}

/** One segment: when, what, its stages on the common axis, how late, and what became of it. */
export const WaterfallLine = memo(function WaterfallLine({ row, scaleMs, tickMs, said, current, tabStop, onHover, onFocus }: WaterfallLineProps) {
  const { t } = useTranslation('live');
  const { segmentId, outcome } = row;
  const { icon: Icon, colour } = outcomes[outcome];
  return (
    <tr
      tabIndex={tabStop ? 0 : -1}
      onPointerEnter={() => onHover(segmentId)}
      onFocus={() => onFocus(segmentId)}
      className={cx('h-6 border-b border-line/50 -outline-offset-2', current && 'bg-hover')}
    >
      <th scope="row" className="px-3 text-left font-normal whitespace-nowrap tabular">
        {said ? formatTime(said.startMs) : <span className="text-muted" title={t('waterfall.noText')}>–</span>}
      </th>
      <td lang={said?.language} className="hidden truncate px-2 text-muted @2xl:table-cell" title={said?.text}>
        {said?.text}
      </td>
      <td className="p-0">
        <Bars row={row} scaleMs={scaleMs} tickMs={tickMs} />
      </td>
      <td className="px-2 text-right">
        <Figure value={row.endMs} unit="ms" digits={0} estimate={t(row.unknown.length === 0 ? 'estimate.whole' : 'estimate.partly')} />
      </td>
      <td className={cx('truncate px-2', colour)}>
        <Icon aria-hidden className="mr-1.5 inline-block size-3.5 align-[-2px]" />
        {t(`outcome.${outcome}`)}
      </td>
    </tr>
  );
}, sameLine);

/** A segment that has not advanced is not drawn again when another one does: the model makes new rows, but the trace in it stays. */
function sameLine(before: WaterfallLineProps, after: WaterfallLineProps): boolean {
  return (
    before.row.trace === after.row.trace &&
    before.row.endMs === after.row.endMs &&
    before.row.speech.endMs === after.row.speech.endMs &&
    before.scaleMs === after.scaleMs &&
    before.said?.text === after.said?.text &&
    before.current === after.current &&
    before.tabStop === after.tabStop
  );
}

/** A digit fits into a bar of this share of the axis. */
const DIGIT_SHARE = 0.035;

function Bars({ row: { speech, stages, unknown, endMs }, scaleMs, tickMs }: Pick<WaterfallLineProps, 'row' | 'scaleMs' | 'tickMs'>) {
  const { t } = useTranslation('live');
  const { formatWithUnit } = useNumbers();
  const percent = (ms: number): string => `${(ms / scaleMs) * 100}%`;
  const known = stages.map(({ stage, startMs, endMs: stageEndMs }) => `${t(`stage.${stage}`)} ${formatWithUnit(stageEndMs - startMs, 'ms', 0)}${isEstimated(stage) ? ` (${t('estimate.word')})` : ''}`);
  const words = [...known, ...unknown.map((stage) => `${t(`stage.${stage}`)} (${t('estimate.unknownWord')})`)].join(', ');
  const unheard = unknown.find((stage) => stage !== 'networkIn');
  return (
    <div
      className="relative h-6 overflow-hidden"
      style={{ backgroundImage: 'linear-gradient(to right, var(--c-line) 1px, transparent 1px)', backgroundSize: `${(tickMs / scaleMs) * 100}% 100%` }}
    >
      <span className="sr-only">{words}</span>
      {speech.endMs > speech.startMs && <div aria-hidden className="absolute top-2.5 h-1 bg-line-strong" style={{ left: percent(speech.startMs), width: percent(speech.endMs - speech.startMs) }} />}
      {stages.map(({ stage, startMs, endMs: stageEndMs }) => (
        <div key={stage} aria-hidden className={cx('absolute top-1 h-4 overflow-hidden text-center text-xs leading-4 text-on-stage', stageFill[stage])} style={{ left: percent(startMs), width: percent(stageEndMs - startMs) }}>
          {(stageEndMs - startMs) / scaleMs > DIGIT_SHARE && isFilled(stage) && LIVE_STAGES.indexOf(stage) + 1}
        </div>
      ))}
      {unheard && <div className="hatched absolute top-1 h-4 w-3" style={{ left: percent(endMs) }} title={t(`estimate.unknown.${unheard}`)} />}
      {endMs > scaleMs && (
        <span className="absolute top-1 right-0 bg-bg px-0.5 leading-4 font-bold text-warn" title={t('waterfall.longer')}>
          ▸
        </span>
      )}
    </div>
  );
}

/** The exact figures of one segment. */
export function SegmentDetail({ row }: { readonly row: WaterfallRow }) {
  const { t } = useTranslation('live');
  const { trace, stages, unknown } = row;
  return (
    <p className="m-0 flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 border-t bg-surface px-3 py-1 text-sm">
      <span>
        {t('waterfall.words', { count: trace.wordCount })} <Figure value={trace.speechEndArrivedMs - trace.speechStartArrivedMs} unit="ms" digits={0} />
      </span>
      {LIVE_STAGES.map((stage, index) => {
        const span = stages.find((each) => each.stage === stage);
        const estimated = isEstimated(stage);
        if (!span && !(estimated && unknown.includes(stage))) return undefined;
        return (
          <span key={stage}>
            <span className="text-muted">
              {index + 1} {t(`stage.${stage}`)}
            </span>{' '}
            <Figure value={span && span.endMs - span.startMs} unit="ms" digits={estimated ? 0 : 1} {...(estimated && { estimate: t(`estimate.of.${stage}`), unknownReason: t(`estimate.unknown.${stage}`) })} />
          </span>
        );
      })}
      <span>
        <span className="text-muted">{t('waterfall.committedBy')}</span> {t(`committedBy.${trace.committedBy}`)}
      </span>
    </p>
  );
}
