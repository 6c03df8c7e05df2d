import { Suspense, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop.ts';
import { showLocale } from '../i18n/index.ts';
import { useConnection, useCurrentRoom, useSettings } from '../state/console-state.tsx';
import { useUi } from '../state/ui-state.ts';
import { useScreen } from '../state/use-screen.ts';
import { LoadingState } from '../ui/loading-state.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { ConnectionBanner, RefusedView } from './connection-banner.tsx';
import { Overlays } from './overlays.tsx';
import { Rail } from './rail.tsx';
import { RoomFeed } from './room-feed.tsx';
import { ScreenBoundary } from './screen-boundary.tsx';
import { screens } from './screens.tsx';
import { useShortcut } from './shortcuts.ts';
import { StatusBar } from './status-bar.tsx';
import { Toasts } from './toasts.tsx';
import { useAppearance } from './use-appearance.ts';

/** The frame: status bar, rail and the screen on show. */
export function App() {
  const { t } = useTranslation('app');
  const { settings } = useSettings();
  const connection = useConnection();
  const [screen] = useScreen();
  const View = useMemo(() => screens.find(({ name }) => name === screen)?.view, [screen]);
  useAppearance(settings.appearance);
  useEffect(() => drop(showLocale(settings.appearance.locale), () => undefined), [settings.appearance.locale]);
  useFrameShortcuts();
  const room = useCurrentRoom();

  return (
    <TooltipProvider>
      <div className="grid h-full grid-cols-[56px_minmax(0,1fr)] grid-rows-[40px_auto_minmax(0,1fr)]">
        <a href="#work" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-2">
          {t('skipToWork')}
        </a>
        <div className="col-span-2">
          <StatusBar />
        </div>
        <div className="col-span-2">{connection.kind !== 'refused' && <ConnectionBanner connection={connection} />}</div>
        <Rail />
        <main id="work" tabIndex={-1} className="relative min-h-0 min-w-0 overflow-hidden outline-none">
          {connection.kind === 'refused' ? (
            <RefusedView reason={connection.reason} />
          ) : View ? (
            <ScreenBoundary key={screen}>
              <Suspense fallback={<LoadingState label={t('loading')} />}>
                <View />
              </Suspense>
            </ScreenBoundary>
          ) : (
            <LoadingState label={t('connecting')} />
          )}
        </main>
      </div>
      <RoomFeed room={room} />
      <Overlays />
      <Toasts />
    </TooltipProvider>
  );
}

/** Keys that work on every screen. */
function useFrameShortcuts(): void {
  const { t } = useTranslation('app');
  const group = t('keys.anywhere');
  useShortcut({ id: 'app.palette', keys: 'Mod+k', label: t('keys.palette'), group, hidden: true, run: () => useUi.setState({ overlay: 'palette' }) });
  useShortcut({ id: 'app.keys', keys: '?', label: t('keys.map'), group, run: () => useUi.setState({ overlay: 'keys' }) });
}
