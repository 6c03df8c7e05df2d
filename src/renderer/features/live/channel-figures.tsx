import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import type { ChannelStatus } from '../../../shared/live/channel.ts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { useNow } from '../../state/use-now.ts';
import { Figure } from '../../ui/figure.tsx';
import { formatSpan } from '../../ui/format-time.ts';
import { sourceText } from './source-style.ts';
import { reasonOf } from './strip-state.tsx';

/** The figures of a channel as they are now. */
export function ChannelFigures({ room, channel }: { readonly room: RoomView; readonly channel: ChannelStatus }) {
  const { t } = useTranslation('live');
  const { formatNumber } = useNumbers();
  const nowMs = useNow();
  const stats = useStream(useConsole().room(room.name).stats).value?.channels.find(({ language }) => language === channel.language);
  const notReported = t('strip.notReported');
  const { human } = channel;
  return (
    <Facts
      facts={[
        ['heard', <span key="heard" className={sourceText[channel.source]}>{channel.source === 'human' && human ? human.name : t(`source.${channel.source}`)}</span>],
        ['why', reasonOf(channel, t)],
        ['since', <span key="since" className="tabular">{formatSpan(nowMs - channel.sinceMs)}</span>],
        ['booth', human ? t(human.open ? 'booth.open' : 'booth.closed', { name: human.name }) : t('booth.empty')],
        ['lag', <Figure key="lag" value={channel.lagMs} unit="ms" digits={0} />],
        ['rate', <span key="rate" className="tabular">×{formatNumber(channel.rate, 2)}</span>],
        ['drops', <span key="drops" className={channel.droppedClauses > 0 ? 'text-warn tabular' : 'tabular'}>{t('figure.clauses', { count: channel.droppedClauses })}</span>],
        ['loudness', <Figure key="loudness" value={channel.shortTermLufs} unit="LUFS" digits={1} unknownReason={t('strip.noLoudness')} />],
        ['outQueue', <Figure key="outQueue" value={stats?.outQueueMs} unit="ms" digits={0} unknownReason={notReported} />],
        ['unwritten', <Figure key="unwritten" value={stats?.unwrittenMs} unit="ms" digits={0} unknownReason={notReported} />],
        ['twoVoices', <Figure key="twoVoices" value={stats?.twoVoicesMs} unit="ms" digits={0} unknownReason={notReported} />],
        ['noSource', <Figure key="noSource" value={stats?.noSourceMs} unit="ms" digits={0} unknownReason={notReported} />],
        ['engine', [channel.translator, channel.voice].filter((engine) => engine !== undefined).join(' + ') || '–'],
      ]}
    />
  );
}

/** Who speaks on the floor, and how well each of them arrives. */
export function FloorFigures({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('live');
  const { floor, stats } = useConsole().room(room.name);
  const speakers = useStream(floor).value ?? [];
  const figures = useStream(stats).value?.speakers ?? [];
  const notReported = t('strip.notReported');
  if (speakers.length === 0) return <p className="m-0 text-muted">{t('detail.noSpeaker')}</p>;
  return (
    <ul className="m-0 flex list-none flex-col gap-2 p-0">
      {speakers.map(({ identity, name, language, speaking }) => {
        const own = figures.find((figure) => figure.identity === identity);
        return (
          <li key={identity}>
            <div className="flex items-center gap-2 font-semibold">
              <span className="truncate">{name}</span>
              <span className="text-muted">{language.toUpperCase()}</span>
              <span className={speaking ? 'ml-auto text-floor' : 'ml-auto font-normal text-muted'}>{t(speaking ? 'detail.speaks' : 'detail.silent')}</span>
            </div>
            <Facts
              facts={[
                ['frameAge', <Figure key="age" value={own?.frameAgeP95Ms} unit="ms" unknownReason={notReported} />],
                ['inQueue', <Figure key="queue" value={own?.queueMs} unit="ms" digits={0} unknownReason={notReported} />],
                ['droppedFrames', <Figure key="drops" value={own?.droppedFrames} unit="" digits={0} unknownReason={notReported} />],
              ]}
            />
          </li>
        );
      })}
    </ul>
  );
}

function Facts({ facts }: { readonly facts: ReadonlyArray<readonly [key: string, value: ReactNode]> }) {
  const { t } = useTranslation('live');
  return (
    <dl className="m-0 mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      {facts.map(([key, value]) => (
        <div key={key} className="contents">
          <dt className="text-muted">{t(`figure.${key}`)}</dt>
          <dd className="m-0 min-w-0 wrap-break-word">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
