import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { useConsole } from '../../state/console-state.tsx';
import type { HeardTrace } from '../../state/heard-traces.ts';
import { useStream } from '../../state/stream-store.ts';
import { channelDelay } from './channel-delay.ts';
import { ChannelControls } from './channel-controls.tsx';
import { ChannelFigures, FloorFigures } from './channel-figures.tsx';
import { DelayShares } from './delay-shares.tsx';
import type { StripModel } from './strip-model.ts';
import { SwitchLog } from './switch-log.tsx';

const noTraces: readonly HeardTrace[] = [];

/** The chosen channel in full: who may be heard and by whom, where its delay goes, and who was heard when and why. */
export function ChannelDetail({ room, strip }: { readonly room: RoomView; readonly strip: StripModel }) {
  const { t } = useTranslation('live');
  const { traces } = useConsole().room(room.name);
  const { channel } = strip;
  const delay = channelDelay(useStream(traces).value ?? noTraces, strip.track, channel?.voice !== undefined);
  return (
    <div className="@container">
      <div className="grid min-h-full grid-cols-2 gap-px bg-line @4xl:grid-cols-[minmax(220px,1fr)_minmax(240px,1fr)_minmax(220px,1fr)]">
        <Part title={channel ? t('detail.onAir') : t('detail.floor')}>
          {channel && <ChannelControls room={room} channel={channel} />}
          {channel ? <ChannelFigures room={room} channel={channel} /> : <FloorFigures room={room} />}
        </Part>
        <Part title={t('detail.delay')}>
          <DelayShares delay={delay} isFloor={!channel} />
        </Part>
        <Part title={t('detail.switches')} className="col-span-2 @4xl:col-span-1">
          <SwitchLog room={room} language={channel?.language} />
        </Part>
      </div>
    </div>
  );
}

function Part({ title, className, children }: { readonly title: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className={`min-w-0 bg-bg px-3 py-2 ${className ?? ''}`}>
      <h2 className="mt-0 mb-1.5 text-sm text-muted">{title}</h2>
      {children}
    </section>
  );
}
