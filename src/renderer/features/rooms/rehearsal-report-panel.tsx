import { useTranslation } from 'react-i18next';
import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { Panel, type PanelProps } from '../../ui/panel.tsx';
import { RehearsalReportTable } from './rehearsal-report-table.tsx';

export interface RehearsalReportPanelProps extends Pick<PanelProps, 'className' | 'reading'> {
  readonly report: RehearsalReport;
  /** Its rehearsal still runs. */
  readonly interim: boolean;
}

/** The figures of a rehearsal on a surface of their own. */
export function RehearsalReportPanel({ report, interim, ...panel }: RehearsalReportPanelProps) {
  const { t } = useTranslation('rooms');
  return (
    <Panel title={t('report.title')} {...panel}>
      <RehearsalReportTable report={report} interim={interim} />
    </Panel>
  );
}
