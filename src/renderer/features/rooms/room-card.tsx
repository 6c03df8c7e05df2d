import type { TFunction } from 'i18next';
import { ChevronDown, ChevronRight, RadioTower, UserPlus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { languageName } from '../../../shared/language.ts';
import type { SessionPhase } from '../../../shared/protocol/session-protocol.ts';
import { TokenRole } from '../../../shared/roles.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useUi } from '../../state/ui-state.ts';
import { useNow } from '../../state/use-now.ts';
import { useScreen } from '../../state/use-screen.ts';
import { Badge, type Meaning } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { cx } from '../../ui/cx.ts';
import { formatSpan, formatTime } from '../../ui/format-time.ts';
import { type Column, Table } from '../../ui/table.tsx';
import { InviteDialog } from './invite-dialog.tsx';

const phaseMeanings: Record<SessionPhase['kind'], Meaning> = { starting: 'info', joining: 'info', live: 'on-air', reconnecting: 'bad', left: 'unknown' };

/** One room: its state, its languages, who is in it, and what can be done with it. */
export function RoomCard({ room, current }: { readonly room: RoomView; readonly current: boolean }) {
  const { t, i18n } = useTranslation('rooms');
  const { client } = useConsole();
  const [, show] = useScreen();
  const nowMs = useNow();
  const [expanded, setExpanded] = useState(false);
  const [asking, setAsking] = useState<'nothing' | 'close' | 'invite'>('nothing');
  const detailsId = useId();
  const people = room.participants.length;

  return (
    <li className={cx('flex flex-col gap-2 border-b p-(--pad) last:border-0', current && 'bg-hover/40')}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="m-0 min-w-0 truncate text-lg">{room.name}</h3>
        <Badge meaning={phaseMeanings[room.phase.kind]}>{t(`phase.${room.phase.kind}`)}</Badge>
        {room.rehearsal && <Badge meaning="info">{t('list.rehearsal')}</Badge>}
        {current && <span className="text-sm text-muted">{t('list.current')}</span>}
        <span className="ml-auto text-muted tabular" title={t('list.running')}>
          {formatSpan(nowMs - room.createdAtMs)}
        </span>
      </div>
      {room.phase.kind === 'reconnecting' && <p className="m-0 text-bad">{room.phase.reason}</p>}
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
        <span>{t('list.from', { language: languageName(room.floorLanguage, i18n.language) })}</span>
        {room.languages.map((tag) => (
          <span key={tag} title={languageName(tag, i18n.language)} className="rounded-sm border px-1 text-sm font-medium text-text">
            {tag.toUpperCase()}
          </span>
        ))}
        <Button tone="ghost" aria-expanded={expanded} aria-controls={detailsId} onClick={() => setExpanded(!expanded)} className="ml-auto h-7!">
          {expanded ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          {t('list.participants', { count: people })}
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          onClick={() => {
            useUi.setState({ room: room.name });
            show('live');
          }}
        >
          <RadioTower aria-hidden />
          {t('list.show')}
        </Button>
        <Button onClick={() => setAsking('invite')}>
          <UserPlus aria-hidden />
          {t('list.invite')}
        </Button>
        <Button tone="ghost" onClick={() => setAsking('close')}>
          <X aria-hidden />
          {t(room.rehearsal ? 'list.stopRehearsal' : 'list.close')}
        </Button>
      </div>
      <div id={detailsId} hidden={!expanded}>
        {expanded && <Participants room={room} />}
      </div>
      <ConfirmDialog
        open={asking === 'close'}
        onOpenChange={(open) => setAsking(open ? 'close' : 'nothing')}
        title={t(room.rehearsal ? 'close.rehearsalTitle' : 'close.title', { room: room.name })}
        consequence={t(room.rehearsal ? 'close.rehearsalConsequence' : 'close.consequence', { count: people })}
        action={t(room.rehearsal ? 'list.stopRehearsal' : 'close.action')}
        onConfirm={() => (room.rehearsal ? client.rehearsal.stop() : client.rooms.close({ name: room.name }))}
      />
      {asking === 'invite' && <InviteDialog room={room} onClose={() => setAsking('nothing')} />}
    </li>
  );
}

function Participants({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('rooms');
  if (room.participants.length === 0) return <p className="m-0 text-muted">{t('participants.none')}</p>;
  return <Table caption={t('participants.caption', { room: room.name })} rows={room.participants} rowKey={({ identity }) => identity} columns={columns(t)} />;
}

function columns(t: TFunction<'rooms'>): Array<Column<RoomView['participants'][number]>> {
  return [
    {
      key: 'name',
      head: t('participants.name'),
      cell: ({ name, identity }) => (
        <>
          {name || identity}
          {name && <span className="block text-sm break-all text-muted">{identity}</span>}
        </>
      ),
    },
    { key: 'role', head: t('participants.role'), cell: ({ role }) => (TokenRole.safeParse(role).success ? t(`role.${role}`) : role) },
    { key: 'publishing', head: t('participants.publishing'), cell: ({ publishing }) => (publishing.length === 0 ? <span className="text-muted">{t('participants.nothing')}</span> : publishing.join(', ')) },
    { key: 'joined', head: t('participants.joined'), numeric: true, cell: ({ joinedAtMs }) => formatTime(joinedAtMs) },
  ];
}
