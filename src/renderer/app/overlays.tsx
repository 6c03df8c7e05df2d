import { lazy, Suspense } from 'react';
import { useUi } from '../state/ui-state.ts';

const CommandPalette = lazy(async () => ({ default: (await import('../features/palette/command-palette.tsx')).CommandPalette }));
const ShortcutMap = lazy(async () => ({ default: (await import('../features/palette/shortcut-map.tsx')).ShortcutMap }));

/** The palette and the map of keys, over whatever screen is on show. Both close by setting `overlay` to `none`. */
export function Overlays() {
  const overlay = useUi((ui) => ui.overlay);
  if (overlay === 'none') return undefined;
  return <Suspense fallback={undefined}>{overlay === 'palette' ? <CommandPalette /> : <ShortcutMap />}</Suspense>;
}
