import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import type { ChannelSource } from '../../../shared/live/channel.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { cx } from '../../ui/cx.ts';
import { formatTime } from '../../ui/format-time.ts';
import { sourceIcons, sourceText } from './source-style.ts';

/** Every change of who is heard, newest first: of one channel, or of the whole room. */
export function SwitchLog({ room, language }: { readonly room: RoomView; readonly language: string | undefined }) {
  const { t } = useTranslation('live');
  const { switches } = useConsole().room(room.name);
  const all = useStream(switches).value ?? [];
  const shown = all.filter((change) => language === undefined || change.language === language).toReversed();
  const nameOf = (identity: string): string => room.participants.find((participant) => participant.identity === identity)?.name ?? identity;
  if (shown.length === 0) return <p className="m-0 text-muted">{t('switches.none')}</p>;
  return (
    <ol aria-label={t('detail.switches')} className="m-0 list-none p-0">
      {shown.map((change) => (
        <li key={`${change.atMs} ${change.language} ${change.to}`} className="flex flex-wrap items-baseline gap-x-2 border-b border-line/50 py-0.5 last:border-0">
          <time dateTime={new Date(change.atMs).toISOString()} className="text-sm text-muted tabular">
            {formatTime(change.atMs)}
          </time>
          {language === undefined && <span className="font-bold">{change.language.toUpperCase()}</span>}
          <span className="inline-flex items-center gap-1">
            <Source source={change.from} muted />
            <ArrowRight aria-hidden className="size-3.5 text-muted" />
            <span className="sr-only">{t('switches.to')}</span>
            <Source source={change.to} />
          </span>
          <span className="min-w-0 text-sm wrap-break-word text-muted">
            {change.identity !== undefined && <span className="text-text">{nameOf(change.identity)}: </span>}
            {t(change.humanLeft ? `humanLeft.${change.humanLeft}` : `reason.${change.reason}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Source({ source, muted = false }: { readonly source: ChannelSource; readonly muted?: boolean }) {
  const { t } = useTranslation('live');
  const Icon = sourceIcons[source];
  return (
    <span className={cx('inline-flex items-center gap-1', muted ? 'text-muted' : `font-medium ${sourceText[source]}`)}>
      <Icon aria-hidden className="size-3.5 shrink-0 self-center" />
      {t(`source.${source}`)}
    </span>
  );
}
