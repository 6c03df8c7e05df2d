import { useTranslation } from 'react-i18next';
import type { ConnectionHistory } from '../../state/monitor/connection-history.ts';
import { formatTime } from '../../ui/format-time.ts';
import { Panel } from '../../ui/panel.tsx';

/** How the media travels, and what happened to the connection, newest first. */
export function ConnectionDetails({ history, room }: { readonly history: ConnectionHistory; readonly room: string }) {
  const { t } = useTranslation('network');
  const { path, events } = history;
  const rows = [
    ['room', room],
    ['protocol', path?.protocol?.toUpperCase()],
    ['local', path?.local],
    ['remote', path?.remote],
    ['codec', path?.codec],
    ['encryption', path?.dtlsState && `DTLS ${path.dtlsState}`],
  ] as const;
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <Panel title={t('details.title')}>
        <dl className="m-0 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1.5">
          {rows.map(([key, value]) => (
            <div key={key} className="contents">
              <dt className="text-muted">{t(`details.${key}`)}</dt>
              <dd className="m-0 tabular wrap-break-word">{value ?? <span className="text-muted">– {t('details.unknown')}</span>}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={t('events.title')} className="min-h-0 flex-1">
        {events.length === 0 ? (
          <p className="m-0 text-muted">{t('events.none')}</p>
        ) : (
          <ol className="m-0 flex list-none flex-col gap-1 p-0">
            {events.toReversed().map((event) => (
              <li key={`${event.kind}-${event.atMs}`} className="flex gap-2">
                <span className="text-muted tabular">{formatTime(event.atMs)}</span>
                <span className={event.kind === 'lost' ? 'text-bad' : 'text-good'}>
                  {event.kind === 'lost' ? '▼' : '▲'} {t(`events.${event.kind}`)}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Panel>
    </div>
  );
}
