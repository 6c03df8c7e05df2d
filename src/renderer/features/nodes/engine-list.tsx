import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineStatus } from '../../../shared/live/stats.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { type EngineRow, engineRows } from './engine-rows.ts';

/** What hears, translates and speaks in a room: each engine, whether it works, for which languages, and in words what is wrong. */
export function EngineList({ engines }: { readonly engines: readonly EngineStatus[] }) {
  const { t } = useTranslation('nodes');
  const id = useId();
  return (
    <>
      <h3 id={id} className="mt-3 mb-1 text-sm font-normal text-muted">
        {t('engine.title')}
      </h3>
      {engines.length === 0 ? (
        <p className="m-0 text-muted">{t('engine.none')}</p>
      ) : (
        <ul aria-labelledby={id} className="m-0 flex list-none flex-col gap-1.5 p-0">
          {engineRows(engines).map((row) => (
            <EngineLine key={row.key} row={row} />
          ))}
        </ul>
      )}
    </>
  );
}

function EngineLine({ row: { id, kind, state, meaning, languages, more, allLanguages, message } }: { readonly row: EngineRow }) {
  const { t } = useTranslation('nodes');
  return (
    <li className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline gap-x-2">
      <Badge meaning={meaning} look="plain" className="text-sm">
        {t(`engine.state.${state}`)}
      </Badge>
      <div className="min-w-0">
        {/* Many languages take a line of their own. */}
        <p className="m-0 flex flex-wrap items-baseline justify-between gap-x-2">
          <span className="min-w-0 wrap-anywhere">
            {t(`engine.kind.${kind}`)} <span className="text-muted">{id}</span>
          </span>
          <span className="min-w-0 text-sm text-muted" title={more > 0 ? allLanguages : undefined}>
            {languages === '' ? t('engine.noLanguage') : languages}
            {more > 0 && ` ${t('engine.more', { count: more })}`}
          </span>
        </p>
        {/* What is wrong is read in full; what all is well with may be cut short. */}
        <p className={cx('m-0 text-sm', meaning === 'bad' ? 'wrap-anywhere' : 'truncate text-muted')} title={meaning === 'bad' ? undefined : message}>
          {message}
        </p>
      </div>
    </li>
  );
}
