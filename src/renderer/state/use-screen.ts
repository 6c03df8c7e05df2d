import { useCallback } from 'react';
import { drop } from '../../shared/drop.ts';
import { useSettings } from './console-state.tsx';
import { type ScreenName, useUi } from './ui-state.ts';

/** The screen on show and a way to another; remembered in the settings, so that the console opens where it was left. */
export function useScreen(): readonly [screen: ScreenName | undefined, show: (screen: ScreenName) => void] {
  const { settings, known, update } = useSettings();
  const here = useUi((ui) => ui.screen);
  const show = useCallback(
    (screen: ScreenName) => {
      useUi.setState({ screen });
      // What cannot be remembered now (no connection) is no reason not to show it.
      drop(update({ layout: { screen } }), () => undefined);
    },
    [update],
  );
  return [here ?? (known ? settings.layout.screen : undefined), show];
}
