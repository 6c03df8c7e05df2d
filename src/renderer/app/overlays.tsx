import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../state/ui-state.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ScreenBoundary } from './screen-boundary.tsx';

const CommandPalette = lazy(async () => ({ default: (await import('../features/palette/command-palette.tsx')).CommandPalette }));
const ShortcutMap = lazy(async () => ({ default: (await import('../features/palette/shortcut-map.tsx')).ShortcutMap }));

/** The palette and the map of keys, over whatever screen is on show. Both close by setting `overlay` to `none`. */
export function Overlays() {
  const { t } = useTranslation('app');
  const overlay = useUi((ui) => ui.overlay);
  if (overlay === 'none') return undefined;
  const dialog = (failure: ReactNode): ReactNode => (
    <Dialog open onOpenChange={() => useUi.setState({ overlay: 'none' })} title={t(overlay === 'palette' ? 'keys.palette' : 'keys.map')}>
      {failure}
    </Dialog>
  );
  return (
    <ScreenBoundary key={overlay} frame={dialog}>
      <Suspense fallback={undefined}>{overlay === 'palette' ? <CommandPalette /> : <ShortcutMap />}</Suspense>
    </ScreenBoundary>
  );
}
