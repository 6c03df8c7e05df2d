import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import type { SessionStats } from '../../../shared/live/stats.ts';
import { useConsole } from '../../state/console-state.tsx';
import { latestOf, useStream } from '../../state/stream-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Figure } from '../../ui/figure.tsx';
import { EngineList } from './engine-list.tsx';
import { pathFigures, type PathFigure } from './path-figures.ts';

/** How the live path of every room holds: how old its audio is, how full its queues are, what was left out, and how its engines are. */
export function RoomPaths() {
  const { rooms } = useConsole();
  return (useStream(rooms).value ?? []).map((room) => <RoomPath key={room.name} room={room} />);
}

function RoomPath({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('nodes');
  const { client } = useConsole();
  const store = useMemo(() => latestOf<SessionStats>((signal) => client.live.stats({ room: room.name }, { signal })), [client, room.name]);
  const stats = useStream(store).value;
  return (
    <section aria-label={t('path.title', { room: room.name })} className="border-b px-3 py-2">
      <h2 className="mt-0 mb-1 text-sm text-muted">{t('path.title', { room: room.rehearsal ? t('path.rehearsal') : room.name })}</h2>
      <dl className="m-0 grid grid-cols-3 gap-x-3 gap-y-1.5">
        {pathFigures(stats).map((figure) => (
          <Tile key={figure.key} figure={figure} />
        ))}
      </dl>
      {stats && <EngineList engines={stats.engines} />}
    </section>
  );
}

function Tile({ figure: { key, value, unit, verdict } }: { readonly figure: PathFigure }) {
  const { t } = useTranslation('nodes');
  return (
    <div className="min-w-0">
      <dt className="truncate text-sm text-muted" title={t(`path.${key}.hint`)}>
        {t(`path.${key}.label`)}
      </dt>
      <dd className="m-0 flex flex-wrap items-baseline gap-x-2">
        <Figure value={value} unit={unit} unknownReason={t('path.unknown')} className="text-lg font-semibold" />
        {verdict !== 'unknown' && (
          <Badge meaning={verdict} look="plain" className="text-sm">
            {t(`path.verdict.${verdict}`)}
          </Badge>
        )}
      </dd>
    </div>
  );
}
