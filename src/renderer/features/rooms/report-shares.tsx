import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { Figure } from '../../ui/figure.tsx';
import { type Column, Table } from '../../ui/table.tsx';

type Row = readonly [tag: string, figures: RehearsalReport['languages'][string]];

/** The stages of the machine delay in the order of the path, as the host names them. */
export const STAGES = ['networkIn', 'recogniser', 'stability', 'translator', 'voice', 'queue', 'networkOut', 'playout'] as const;

/** Which stage the delay of each language is made of; nothing before the first segment was measured. */
export function ReportShares({ report }: { readonly report: RehearsalReport }) {
  const { t } = useTranslation('rooms');
  const rows = Object.entries(report.languages).filter(([, { stagesMs }]) => Object.keys(stagesMs).length > 0);
  if (rows.length === 0) return undefined;
  return (
    <>
      <h3 className="m-0">{t('report.shares')}</h3>
      <Table caption={t('report.shares')} rows={rows} rowKey={([tag]) => tag} columns={columns(t)} />
    </>
  );
}

function columns(t: TFunction<'rooms'>): Array<Column<Row>> {
  const stage = (key: (typeof STAGES)[number]): Column<Row> => ({
    key,
    head: t(`report.stage.${key}`),
    numeric: true,
    cell: ([, { stagesMs }]) => <Figure value={stagesMs[key]} unit="ms" digits={0} unknownReason={t('report.notMeasured')} />,
  });
  return [{ key: 'language', head: t('report.language'), cell: ([tag]) => tag.toUpperCase() }, ...STAGES.map(stage)];
}
