import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { languageName } from '../../../shared/language.ts';
import type { ChannelStatus, OperatorHold } from '../../../shared/live/channel.ts';
import { channelTrack } from '../../../shared/tracks.ts';
import { requestChannel } from '../../state/channel-control.ts';
import { useConsole, useCurrentRoom, useSettings } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { useUi } from '../../state/ui-state.ts';
import { useCurrentChannels } from '../../state/use-current-channels.ts';
import { useScreen } from '../../state/use-screen.ts';
import { HOLDS } from '../live/take-menu.tsx';
import { InviteDialog } from '../rooms/invite-dialog.tsx';
import type { ActionCommand, Command, Confirmation } from './command.ts';

/** Takes and releases each channel of the room on show, on Live, where the operator sees what comes of it and is asked before a human is taken off the air. */
export function useChannelCommands(): Command[] {
  const { t, i18n } = useTranslation('palette');
  const { t: live } = useTranslation('live');
  const { client } = useConsole();
  const [, show] = useScreen();
  const room = useCurrentRoom();
  const channels = useCurrentChannels();
  if (!room) return [];

  const hold = (channel: ChannelStatus, source: OperatorHold | 'auto') => (): Promise<void> => {
    useUi.setState({ track: channelTrack(channel.language) });
    show('live');
    return requestChannel(client, { room: room.name, channel, wish: { kind: 'hold', hold: source } });
  };
  const choices = (channel: ChannelStatus): ActionCommand[] =>
    HOLDS.filter((source) => source !== 'human' || channel.human).map((source) => ({
      id: `channel.take.${channel.language}.${source}`,
      group: 'channels',
      label: source === 'human' ? live('take.human', { name: channel.human?.name ?? '' }) : live(`take.${source}`),
      run: hold(channel, source),
    }));
  return (channels ?? []).map((channel): Command => {
    const { language } = channel;
    const keywords = [language, languageName(language, language)];
    const named = { language: languageName(language, i18n.language) };
    return channel.hold === undefined
      ? { id: `channel.take.${language}`, group: 'channels', label: t('takeChannel', named), keywords, choices: choices(channel) }
      : { id: `channel.release.${language}`, group: 'channels', label: t('releaseChannel', named), keywords, run: hold(channel, 'auto') };
  });
}

/** Shows, fills and closes each room. */
export function useRoomCommands(): Command[] {
  const { t } = useTranslation('palette');
  const { t: rooms } = useTranslation('rooms');
  const { client, rooms: store } = useConsole();
  const [, show] = useScreen();
  const showRoom = ({ name }: RoomView): Command => ({
    id: `room.${name}`,
    group: 'rooms',
    label: t('showRoom', { room: name }),
    run: () => {
      useUi.setState({ room: name });
      show('live');
    },
  });
  const invite = (room: RoomView): Command => ({
    id: `room.invite.${room.name}`,
    group: 'rooms',
    label: t('invite', { room: room.name }),
    dialog: (onClose) => <InviteDialog room={room} onClose={onClose} />,
  });
  const close = ({ name, participants: { length: count } }: RoomView): Command => ({
    id: `room.close.${name}`,
    group: 'rooms',
    label: t('closeRoom', { room: name }),
    confirm: { title: rooms('close.title', { room: name }), consequence: rooms('close.consequence', { count }), action: rooms('close.action') },
    run: () => client.rooms.close({ name }),
  });
  return (useStream(store).value ?? []).flatMap((room) => (room.rehearsal ? [showRoom(room), invite(room)] : [showRoom(room), invite(room), close(room)]));
}

/** Starts the rehearsal with the languages of the settings, or stops it; asks first while its room is live. */
export function useRehearsalCommands(): Command[] {
  const { t } = useTranslation('palette');
  const { t: live } = useTranslation('live');
  const { client, rehearsal } = useConsole();
  const { settings } = useSettings();
  const [, show] = useScreen();
  const view = useStream(rehearsal).value;
  if (!view || view.kind === 'stopping') return [];
  const question: Confirmation = { title: live('rehearsal.stopTitle'), consequence: live('rehearsal.stopConsequence'), action: live('rehearsal.stopAction') };
  if (view.kind === 'running' || view.kind === 'preparing') {
    return [{ id: 'rehearsal.stop', group: 'rehearsal', label: t('stopRehearsal'), confirm: view.kind === 'running' ? question : undefined, run: () => client.rehearsal.stop() }];
  }
  return [
    {
      id: 'rehearsal.start',
      group: 'rehearsal',
      label: t('startRehearsal'),
      run: async () => {
        const { room } = await client.rehearsal.start({ languages: settings.rehearsal.languages });
        useUi.setState({ room });
        show('live');
      },
    },
  ];
}

/** Starts, restarts and stops the local servers; asks first while rooms are live on them. */
export function useNodeCommands(): Command[] {
  const { t } = useTranslation('palette');
  const { t: words } = useTranslation('nodes');
  const { client, nodes, rooms } = useConsole();
  const liveRooms = useStream(rooms).value?.length ?? 0;
  const question = (action: 'stop' | 'restart'): Confirmation | undefined =>
    liveRooms === 0 ? undefined : { title: words(`ask.${action}.title`), consequence: words(`ask.${action}.consequence`, { count: liveRooms }), action: words(`ask.${action}.action`) };
  return (useStream(nodes).value ?? [])
    .filter(({ mode }) => mode === 'local')
    .flatMap(({ id, state }): Command[] =>
      state.kind === 'stopped' || state.kind === 'gave-up'
        ? [{ id: `node.start.${id}`, group: 'nodes', label: t('startNode', { node: id }), run: () => client.nodes.start({ id }) }]
        : [
            { id: `node.restart.${id}`, group: 'nodes', label: t('restartNode', { node: id }), confirm: question('restart'), run: () => client.nodes.restart({ id }) },
            { id: `node.stop.${id}`, group: 'nodes', label: t('stopNode', { node: id }), confirm: question('stop'), run: () => client.nodes.stop({ id }) },
          ],
    );
}
