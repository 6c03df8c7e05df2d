import { useEffect } from 'react';
import type { Settings } from '../../shared/contract/settings.ts';

const prefersLight = '(prefers-color-scheme: light)';

/** Puts theme and density on the document; `system` follows the machine as it changes. */
export function useAppearance({ theme, density }: Settings['appearance']): void {
  useEffect(() => {
    const root = document.documentElement;
    root.dataset['density'] = density;
    const media = window.matchMedia(prefersLight);
    const apply = (): void => {
      root.dataset['theme'] = theme === 'system' ? (media.matches ? 'light' : 'dark') : theme;
    };
    apply();
    media.addEventListener('change', apply);
    return () => media.removeEventListener('change', apply);
  }, [theme, density]);
}
