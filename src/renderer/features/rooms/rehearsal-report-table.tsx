import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { isTranslated, type RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { Badge } from '../../ui/badge.tsx';
import { Figure } from '../../ui/figure.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { InterpreterBlock } from './interpreter-block.tsx';
import { ReportGoals } from './report-goals.tsx';
import { ReportShares } from './report-shares.tsx';

/** The result of a rehearsal, final or so far: the verdict, the figures of each language, and why it is no go. It belongs under a heading of the second level. */
export function RehearsalReportTable({ report, interim }: { readonly report: RehearsalReport; readonly interim: boolean }) {
  const { t } = useTranslation('rooms');
  const notMeasured = t('report.notMeasured');
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <Badge meaning={report.verdict === 'go' ? 'good' : 'bad'}>{t(report.verdict === 'go' ? 'report.go' : 'report.noGo')}</Badge>
        <span className="text-muted">
          {interim ? t('report.soFar') : t('report.last')} · <Figure value={report.seconds} unit="s" /> · {t('report.wordErrors')}{' '}
          <Figure value={report.floor.wordErrorRate === undefined ? undefined : report.floor.wordErrorRate * 100} unit="%" digits={1} unknownReason={notMeasured} /> ·{' '}
          <span title={t('report.erasureHint')}>
            {t('report.erasure')} <Figure value={report.floor.normalisedErasure === undefined ? undefined : report.floor.normalisedErasure * 100} unit="%" digits={0} unknownReason={notMeasured} />
          </span>
        </span>
      </div>
      {Object.values(report.languages).some(isTranslated) && <ReportGoals goals={report.goals} />}
      <Table wide caption={t('report.byLanguage')} rows={Object.entries(report.languages)} rowKey={([tag]) => tag} columns={columns(t)} />
      <p className="m-0 text-sm text-muted">{t('report.terms')}</p>
      <ReportShares report={report} />
      {report.interpreter && <InterpreterBlock report={report.interpreter} />}
      {report.reasons.length > 0 && (
        <ul aria-label={t('report.reasons')} className="m-0 list-disc gap-8 pl-5 xl:columns-2">
          {report.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Row = readonly [tag: string, figures: RehearsalReport['languages'][string]];

function columns(t: TFunction<'rooms'>): Array<Column<Row>> {
  const delay = (value: number | undefined) => <Figure value={value} unit="ms" unknownReason={t('report.notMeasured')} />;
  return [
    { key: 'language', head: t('report.language'), cell: ([tag]) => tag.toUpperCase() },
    { key: 'captions', head: t('report.captions'), numeric: true, cell: ([, { captions }]) => captions },
    {
      key: 'measured',
      head: t('report.measured'),
      numeric: true,
      cell: ([, { spoken, measured, onsetsHeard }]) => (
        <span title={t('report.measuredHint', { measured, spoken, onsets: onsetsHeard })}>
          {measured}/{spoken}
        </span>
      ),
    },
    { key: 'delay50', head: t('report.delay50'), numeric: true, cell: ([, { machineDelayMs }]) => delay(machineDelayMs.p50) },
    { key: 'delay95', head: t('report.delay95'), numeric: true, cell: ([, { machineDelayMs }]) => delay(machineDelayMs.p95) },
    { key: 'span50', head: t('report.span50'), numeric: true, cell: ([, { earVoiceSpanMs }]) => delay(earVoiceSpanMs.p50) },
    { key: 'span95', head: t('report.span95'), numeric: true, cell: ([, { earVoiceSpanMs }]) => delay(earVoiceSpanMs.p95) },
    { key: 'lost', head: t('report.lost'), numeric: true, cell: ([, { lostSegments }]) => lostSegments },
    { key: 'gaps', head: t('report.gaps'), numeric: true, cell: ([, { gaps }]) => gaps },
    { key: 'changed', head: t('report.changedWords'), numeric: true, cell: ([, { changedCommittedWords }]) => changedCommittedWords },
    { key: 'twoVoices', head: t('report.twoVoices'), numeric: true, cell: ([, { twoVoicesMs }]) => <Figure value={twoVoicesMs} unit="ms" digits={0} /> },
  ];
}
