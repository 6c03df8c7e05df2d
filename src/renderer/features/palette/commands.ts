import { useTranslation } from 'react-i18next';
import { languageName } from '../../../shared/language.ts';
import { channelTrack, FLOOR_TRACK } from '../../../shared/tracks.ts';
import { useConsole, useCurrentRoom, useSettings } from '../../state/console-state.tsx';
import { toggleListen } from '../../state/listening.ts';
import { useStream } from '../../state/stream-store.ts';
import { type ScreenName, useUi } from '../../state/ui-state.ts';
import { useScreen } from '../../state/use-screen.ts';
import { screens } from '../../app/screens.tsx';
import { showKeys, useShortcuts } from '../../app/shortcuts.ts';

/** Something the palette can do. A promise is awaited in sight of the user; a rejection is shown there. */
export interface Command {
  readonly id: string;
  readonly group: 'screens' | 'listen' | 'rooms' | 'rehearsal' | 'appearance' | 'nodes' | 'here';
  readonly label: string;
  /** More words under which it is found. */
  readonly keywords?: readonly string[];
  readonly keys?: string;
  readonly run: () => void | Promise<unknown>;
}

const CAPTION_STEP_PX = 2;

/** Every command that makes sense now, in the order of the palette. */
export function useCommands(): readonly Command[] {
  const { t } = useTranslation('palette');
  return [...useScreenCommands(t('go')), ...useListenCommands(), ...useRoomCommands(), ...useRehearsalCommands(), ...useAppearanceCommands(), ...useNodeCommands(), ...useHereCommands()];
}

function useScreenCommands(go: string): Command[] {
  const { t } = useTranslation('app');
  const [current, show] = useScreen();
  return screens
    .filter(({ name }) => name !== current)
    .map(({ name }) => ({ id: `screen.${name}`, group: 'screens', label: `${go} ${t(`screens.${name}`)}`, keywords: [name], run: () => show(name) }));
}

function useListenCommands(): Command[] {
  const { t, i18n } = useTranslation('palette');
  const room = useCurrentRoom();
  if (!room) return [];
  const listen = (track: string, label: string, keywords: string[]): Command => ({
    id: `listen.${track}`,
    group: 'listen',
    label,
    keywords,
    run: () => {
      useUi.setState({ track });
      toggleListen(track);
    },
  });
  return [
    listen(FLOOR_TRACK, t('listenFloor'), [room.floorLanguage]),
    ...room.languages.map((tag) => listen(channelTrack(tag), t('listenChannel', { language: languageName(tag, i18n.language) }), [tag, languageName(tag, tag)])),
  ];
}

function useRoomCommands(): Command[] {
  const { t } = useTranslation('palette');
  const { rooms } = useConsole();
  const [, show] = useScreen();
  return (useStream(rooms).value ?? []).map(({ name }) => ({
    id: `room.${name}`,
    group: 'rooms',
    label: t('showRoom', { room: name }),
    run: () => {
      useUi.setState({ room: name });
      show('live');
    },
  }));
}

function useRehearsalCommands(): Command[] {
  const { t } = useTranslation('palette');
  const { client, rehearsal } = useConsole();
  const { settings } = useSettings();
  const [, show] = useScreen();
  const view = useStream(rehearsal).value;
  if (!view) return [];
  if (view.kind === 'running' || view.kind === 'preparing') return [{ id: 'rehearsal.stop', group: 'rehearsal', label: t('stopRehearsal'), run: () => client.rehearsal.stop() }];
  if (view.kind === 'stopping') return [];
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

function useAppearanceCommands(): Command[] {
  const { t } = useTranslation('palette');
  const { settings, update } = useSettings();
  const { theme, locale, density, captionSizePx } = settings.appearance;
  const sized = (size: number) => () => update({ appearance: { captionSizePx: Math.min(32, Math.max(14, size)) } });
  return [
    ...(['dark', 'light', 'system'] as const)
      .filter((one) => one !== theme)
      .map((one): Command => ({ id: `theme.${one}`, group: 'appearance', label: t(`theme.${one}`), run: () => update({ appearance: { theme: one } }) })),
    ...(['comfortable', 'compact'] as const)
      .filter((one) => one !== density)
      .map((one): Command => ({ id: `density.${one}`, group: 'appearance', label: t(`density.${one}`), run: () => update({ appearance: { density: one } }) })),
    // In the language itself, for whoever cannot read the one on show.
    locale === 'en'
      ? { id: 'locale.es', group: 'appearance', label: 'Mostrar en español', keywords: ['Spanish', 'language', 'idioma'], run: () => update({ appearance: { locale: 'es' } }) }
      : { id: 'locale.en', group: 'appearance', label: 'Show in English', keywords: ['inglés', 'language', 'idioma'], run: () => update({ appearance: { locale: 'en' } }) },
    { id: 'captions.larger', group: 'appearance', label: t('captionsLarger'), run: sized(captionSizePx + CAPTION_STEP_PX) },
    { id: 'captions.smaller', group: 'appearance', label: t('captionsSmaller'), run: sized(captionSizePx - CAPTION_STEP_PX) },
  ];
}

function useNodeCommands(): Command[] {
  const { t } = useTranslation('palette');
  const { client, nodes } = useConsole();
  return (useStream(nodes).value ?? [])
    .filter(({ mode }) => mode === 'local')
    .map(({ id, state }) =>
      state.kind === 'stopped' || state.kind === 'gave-up'
        ? { id: `node.start.${id}`, group: 'nodes', label: t('startNode', { node: id }), run: () => client.nodes.start({ id }) }
        : { id: `node.restart.${id}`, group: 'nodes', label: t('restartNode', { node: id }), run: () => client.nodes.restart({ id }) },
    );
}

/** What the keys on the current screen do, such as *search captions*; on other screens the way there. */
function useHereCommands(): Command[] {
  const { t } = useTranslation('palette');
  const [screen, show] = useScreen();
  const shortcuts = useShortcuts();
  const here = shortcuts
    .filter(({ hidden }) => !hidden)
    .map(({ id, label, keys, run }): Command => ({ id: `key.${id}`, group: 'here', label, keys: showKeys(keys), run }));
  const live: ScreenName = 'live';
  return screen === live ? here : [...here, { id: 'captions.search', group: 'here', label: t('searchCaptions'), run: () => show(live) }];
}
