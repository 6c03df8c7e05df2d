import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { Figure } from '../../ui/figure.tsx';
import { type Column, Table } from '../../ui/table.tsx';

type Row = readonly [tag: string, figures: RehearsalReport['languages'][string]];

/** The stages of the machine delay in the order of the path, as the host names them. */
export const STAGES = ['networkIn', 'recogniser', 'stability', 'translator', 'voice', 'queue', 'networkOut', 'playout'] as const;

/** The two ways to look at the stages: the median of each, and all of one segment that is among the slowest. */
const VIEWS = { stagesMs: 'report.shares', slowStagesMs: 'report.slowShares' } as const;
type View = keyof typeof VIEWS;

/** Which stages the delay of each language is made of; nothing before the first segment was measured. */
export function ReportShares({ report }: { readonly report: RehearsalReport }) {
  return (
    <>
      <Shares report={report} view="stagesMs" />
      <Shares report={report} view="slowStagesMs" />
    </>
  );
}

function Shares({ report, view }: { readonly report: RehearsalReport; readonly view: View }) {
  const { t } = useTranslation('rooms');
  const rows = Object.entries(report.languages).filter(([, { [view]: stagesMs = {} }]) => Object.keys(stagesMs).length > 0);
  if (rows.length === 0) return undefined;
  return (
    <>
      <h3 className="m-0">{t(VIEWS[view])}</h3>
      <Table wide caption={t(VIEWS[view])} rows={rows} rowKey={([tag]) => tag} columns={columns(t, view)} />
    </>
  );
}

function columns(t: TFunction<'rooms'>, view: View): Array<Column<Row>> {
  const stage = (key: (typeof STAGES)[number]): Column<Row> => ({
    key,
    head: t(`report.stage.${key}`),
    numeric: true,
    cell: ([, { [view]: stagesMs }]) => <Figure value={stagesMs?.[key]} unit="ms" digits={0} unknownReason={t('report.notMeasured')} />,
  });
  return [{ key: 'language', head: t('report.language'), cell: ([tag]) => tag.toUpperCase() }, ...STAGES.map(stage)];
}
