import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { InterpreterReport, InterpreterTake } from '../../../shared/interpreter-report.ts';
import { languageName } from '../../../shared/language.ts';
import { Figure } from '../../ui/figure.tsx';
import { type Column, Table } from '../../ui/table.tsx';

/** What listeners had of the channel that the synthetic interpreter took and left: the sum, and each take. */
export function InterpreterBlock({ report }: { readonly report: InterpreterReport }) {
  const { t, i18n } = useTranslation('rooms');
  const notMeasured = t('report.notMeasured');
  return (
    <>
      <h3 className="m-0">{t('report.interpreter.title', { language: languageName(report.language, i18n.language) })}</h3>
      <p className="m-0 flex flex-wrap gap-x-4">
        <span>
          {t('report.interpreter.heardWithin')} <Figure value={report.heardWithinMs.p95} unit="ms" digits={0} unknownReason={notMeasured} />
        </span>
        <span>
          {t('report.interpreter.twoVoices')} <Figure value={report.twoVoicesMs} unit="ms" digits={0} />
        </span>
        <span>
          {t('report.interpreter.noSource')} <Figure value={report.noSourceMs} unit="ms" digits={0} />
        </span>
        <span>{t('report.interpreter.clicks', { count: report.clicks })}</span>
        <span>{t('report.interpreter.subscriptions', { count: report.subscriptions })}</span>
        <span>
          {t('report.interpreter.loudnessStep')} <Figure value={report.loudnessStepLu} unit="LU" digits={1} unknownReason={notMeasured} />
        </span>
      </p>
      {report.takes.length === 0 ? (
        <p className="m-0 text-muted">{t('report.interpreter.noTake')}</p>
      ) : (
        <Table wide caption={t('report.interpreter.title', { language: languageName(report.language, i18n.language) })} rows={report.takes.map((take, index) => ({ number: index + 1, take }))} rowKey={({ number }) => String(number)} columns={columns(t)} />
      )}
    </>
  );
}

interface Row {
  readonly number: number;
  readonly take: InterpreterTake;
}

function columns(t: TFunction<'rooms'>): Array<Column<Row>> {
  const notMeasured = t('report.notMeasured');
  const ms = (value: number | undefined) => <Figure value={value} unit="ms" digits={0} unknownReason={notMeasured} />;
  const lufs = (value: number | undefined, unit = '') => <Figure value={value} unit={unit} digits={1} unknownReason={notMeasured} />;
  return [
    { key: 'take', head: t('report.interpreter.take'), numeric: true, cell: ({ number }) => number },
    { key: 'how', head: t('report.interpreter.how.label'), cell: ({ take }) => t(`report.interpreter.how.${take.how}`) },
    { key: 'heard', head: t('report.interpreter.heard'), numeric: true, cell: ({ take }) => ms(take.heardAfterMs) },
    { key: 'left', head: t('report.interpreter.left'), numeric: true, cell: ({ take }) => ms(take.leftAfterMs) },
    { key: 'handBack', head: t('report.interpreter.handBack'), numeric: true, cell: ({ take }) => ms(take.handBackAfterMs) },
    { key: 'twoVoices', head: t('report.twoVoices'), numeric: true, cell: ({ take }) => ms(take.twoVoicesMs) },
    { key: 'noSource', head: t('report.interpreter.noSource'), numeric: true, cell: ({ take }) => ms(take.noSourceMs) },
    { key: 'clicks', head: t('report.interpreter.clicksHead'), numeric: true, cell: ({ take }) => take.clicks },
    {
      key: 'loudness',
      head: t('report.interpreter.loudness'),
      numeric: true,
      cell: ({ take }) => (
        <>
          {lufs(take.loudnessBeforeLufs)} · {lufs(take.loudnessLufs)} · {lufs(take.loudnessAfterLufs, 'LUFS')}
        </>
      ),
    },
  ];
}
