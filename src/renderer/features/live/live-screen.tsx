import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../../shared/drop.ts';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { Panes } from '../../app/panes.tsx';
import { useConnection, useConsole, useCurrentRoom } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { useUi } from '../../state/ui-state.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { CaptionsPanel } from './captions-panel.tsx';
import { ChannelStrips } from './channel-strips.tsx';
import { ClosedDrawer, LiveDrawerContent } from './live-drawer.tsx';
import { RehearsalBar } from './rehearsal-bar.tsx';
import { RehearsalPreparing } from './rehearsal-preparing.tsx';
import { RehearsalStart } from './rehearsal-start.tsx';
import { areTight } from './strip-model.ts';
import { TakeDialog } from './take-dialog.tsx';

/** The room on show as it happens: strips and captions; without a room, the way to one. */
export function LiveScreen() {
  const { t } = useTranslation('app');
  return (
    <>
      <h1 className="sr-only">{t('screens.live')}</h1>
      <LiveView />
    </>
  );
}

function LiveView() {
  const { t } = useTranslation('live');
  const { rooms, rehearsal } = useConsole();
  const room = useCurrentRoom();
  const roomsView = useStream(rooms);
  const rehearsalView = useStream(rehearsal);
  const firstRun = useFirstRun();
  const view = rehearsalView.value;
  const failed = [roomsView, rehearsalView].find((stream) => stream.status === 'failed');

  if (failed?.status === 'failed' && !room) {
    const retry = (): void => {
      rooms.retry();
      rehearsal.retry();
    };
    return <ErrorState title={t('screen.failed')} error={failed.error} onRetry={retry} />;
  }
  if (!view || !roomsView.value) return <LoadingState label={t('screen.loading')} />;
  if (view.kind === 'preparing' && (!room || room.rehearsal)) return <RehearsalPreparing view={view} firstRun={firstRun} />;
  if (!room) return view.kind === 'idle' || view.kind === 'failed' ? <RehearsalStart view={view} firstRun={firstRun} /> : <LoadingState label={t('screen.loading')} />;
  const mine = (view.kind === 'running' || view.kind === 'stopping') && view.room === room.name ? view : undefined;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {mine && <RehearsalBar view={mine} firstRun={firstRun} />}
      <Interruption room={room} />
      <div className="min-h-0 flex-1">
        <Panes
          key={room.name}
          group="live"
          label={t('screen.resize')}
          panes={[
            { id: 'strips', defaultPercent: 27, minPx: areTight(room.languages) ? 368 : 336, content: <ChannelStrips room={room} /> },
            { id: 'captions', defaultPercent: 73, minPx: 360, content: <Work room={room} /> },
          ]}
        />
      </div>
      <TakeDialog />
    </div>
  );
}

/** The captions, and under them what is opened about the chosen channel. */
function Work({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('live');
  const closed = useUi((ui) => ui.drawer) === 'closed';
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <Panes
          group="live-drawer"
          label={t('screen.resizeDrawer')}
          orientation="vertical"
          panes={[
            { id: 'captions', defaultPercent: 52, minPx: 140, content: <CaptionsPanel room={room} /> },
            ...(closed ? [] : [{ id: 'drawer', defaultPercent: 48, minPx: 180, content: <LiveDrawerContent room={room} /> }]),
          ]}
        />
      </div>
      {closed && <ClosedDrawer room={room} />}
    </div>
  );
}

/** Says that the room itself is not on the air, and why. */
function Interruption({ room: { phase } }: { readonly room: RoomView }) {
  const { t } = useTranslation('live');
  if (phase.kind === 'live') return undefined;
  return (
    <div role="alert" className="shrink-0 border-b border-warn/50 bg-warn/15 px-3 py-1.5">
      <span className="font-semibold">{t(`phase.${phase.kind}`)}</span> {phase.kind === 'reconnecting' && phase.reason}
    </div>
  );
}

/** Whether the operator has launched nothing of their own yet; asked again after every reconnect. */
function useFirstRun(): boolean {
  const { client } = useConsole();
  const connection = useConnection().kind;
  const [firstRun, setFirstRun] = useState(false);
  useEffect(() => {
    if (connection !== 'live') return;
    drop(
      client.system.info().then((info) => setFirstRun(info.firstRun)),
      () => undefined,
    );
  }, [client, connection]);
  return firstRun;
}
