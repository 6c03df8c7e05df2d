import { ChevronDown, Mic } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../shared/contract/rooms.ts';
import { useConsole, useCurrentRoom } from '../state/console-state.tsx';
import { useStream } from '../state/stream-store.ts';
import { useUi } from '../state/ui-state.ts';
import { Badge, type Meaning } from '../ui/badge.tsx';
import { formatSpan } from '../ui/format-time.ts';
import { Menu } from '../ui/menu.tsx';

const phases: Record<RoomView['phase']['kind'], Meaning> = { starting: 'warn', joining: 'warn', live: 'on-air', reconnecting: 'bad', left: 'unknown' };

/** Which room is on show, how it stands, how long it runs, and who speaks on its floor. */
export function RoomStatus() {
  const { t } = useTranslation('app');
  const { rooms } = useConsole();
  const { value } = useStream(rooms);
  const room = useCurrentRoom();
  if (!room) return <span className="text-muted">{value ? t('status.noRoom') : t('connecting')}</span>;
  const phase = room.phase.kind;
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Menu
        trigger={
          <button type="button" className="flex h-7 min-w-0 items-center gap-1 rounded-md px-1 hover:bg-hover" title={t('status.chooseRoom')}>
            <span className="truncate text-base font-semibold">{room.rehearsal ? t('status.rehearsal') : room.name}</span>
            {(value?.length ?? 0) > 1 && <ChevronDown aria-hidden className="size-4 text-muted" />}
          </button>
        }
        items={(value ?? []).map(({ name, rehearsal }) => ({
          key: name,
          label: rehearsal ? `${t('status.rehearsal')} (${name})` : name,
          checked: name === room.name,
          onSelect: () => useUi.setState({ room: name }),
        }))}
      />
      {phase === 'live' ? (
        <span className="inline-flex h-6 items-center gap-1.5 rounded-sm bg-on-air-fill px-2 font-bold tracking-wide text-on-fill uppercase">
          <span aria-hidden className="size-2 rounded-full bg-on-fill" />
          {t('status.phase.live')}
        </span>
      ) : (
        <Badge meaning={phases[phase]}>{t(`status.phase.${phase}`)}</Badge>
      )}
      <RunningTime key={room.name} sinceMs={room.createdAtMs} />
      <FloorSpeakers key={`floor ${room.name}`} room={room.name} />
    </div>
  );
}

function RunningTime({ sinceMs }: { readonly sinceMs: number }) {
  const { t } = useTranslation('app');
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="min-w-12 text-base tabular" title={t('status.running')}>
      <span className="sr-only">{t('status.running')}: </span>
      {formatSpan(nowMs - sinceMs)}
    </span>
  );
}

function FloorSpeakers({ room }: { readonly room: string }) {
  const { t } = useTranslation('app');
  const state = useConsole().room(room);
  const { value } = useStream(state.floor);
  const speaking = (value ?? []).filter((speaker) => speaker.speaking);
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={t('status.floorSpeaker')}>
      <Mic aria-hidden className={speaking.length > 0 ? 'size-3.5 shrink-0 text-floor' : 'size-3.5 shrink-0 text-muted'} />
      <span className="sr-only">{t('status.floorSpeaker')}: </span>
      <span className={speaking.length > 0 ? 'truncate' : 'truncate text-muted'}>{speaking.length > 0 ? speaking.map(({ name }) => name).join(' + ') : t('status.nobodySpeaks')}</span>
    </span>
  );
}
