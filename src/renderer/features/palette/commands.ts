import { useTranslation } from 'react-i18next';
import { languageName } from '../../../shared/language.ts';
import { channelTrack, FLOOR_TRACK } from '../../../shared/tracks.ts';
import { useCurrentRoom, useSettings } from '../../state/console-state.tsx';
import { toggleListen } from '../../state/listening.ts';
import { type ScreenName, useUi } from '../../state/ui-state.ts';
import { useScreen } from '../../state/use-screen.ts';
import { screens } from '../../app/screens.tsx';
import { pressWhenThere, showKeys, useShortcuts } from '../../app/shortcuts.ts';
import type { Command } from './command.ts';
import { useChannelCommands, useNodeCommands, useRehearsalCommands, useRoomCommands } from './event-commands.tsx';

const CAPTION_STEP_PX = 2;
/** A screen that takes longer is loaded late or has failed; what was asked for would come as a surprise. */
const SHOWN_WITHIN_MS = 3_000;

/** Every command that makes sense now, in the order of the palette. */
export function useCommands(): readonly Command[] {
  const { t } = useTranslation('palette');
  return [...useScreenCommands(t('go')), ...useListenCommands(), ...useChannelCommands(), ...useRoomCommands(), ...useRehearsalCommands(), ...useAppearanceCommands(), ...useNodeCommands(), ...useHereCommands()];
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

/** What the keys on the current screen do, and the way to the few of other screens that are looked for from everywhere. */
function useHereCommands(): Command[] {
  const { t } = useTranslation('palette');
  const [screen, show] = useScreen();
  const shortcuts = useShortcuts();
  const room = useCurrentRoom();
  const here = shortcuts
    .filter(({ hidden }) => !hidden)
    .map(({ id, label, keys, run }): Command => ({ id: `key.${id}`, group: 'here', label, keys: showKeys(keys), run }));
  const away = (id: string, there: ScreenName, group: Command['group'], label: string): Command[] =>
    screen === there
      ? []
      : [
          {
            id: `away.${id}`,
            group,
            label,
            run: () => {
              show(there);
              return pressWhenThere(id, SHOWN_WITHIN_MS);
            },
          },
        ];
  return [...here, ...(room ? away('live.search', 'live', 'here', t('searchCaptions')) : []), ...away('rooms.launch', 'rooms', 'rooms', t('launchRoom'))];
}
