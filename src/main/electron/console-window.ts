import { BrowserWindow, screen } from 'electron';
import Store from 'electron-store';
import { APP_ORIGIN } from './app-protocol.ts';
import { FIRST_SIZE, LEAST_SIZE, reachableBounds, WindowState } from './window-bounds.ts';

/** Surface colours of the two themes before the page has drawn itself, so that a start does not flash. */
const BACKGROUND = { dark: '#0f1115', light: '#f6f7f9' };

/** Opens the console's window where it was when it was closed; its place is kept in `window.json` in `dataDir`, and forgotten when that file is damaged. */
export function openConsoleWindow(options: { readonly preloadPath: string; readonly dataDir: string; readonly dark: boolean }): BrowserWindow {
  const store = new Store({ name: 'window', cwd: options.dataDir, clearInvalidConfig: true });
  const kept = WindowState.safeParse(store.store).data;
  const window = new BrowserWindow({
    ...FIRST_SIZE,
    ...reachableBounds(kept?.bounds, screen.getAllDisplays().map((display) => display.workArea)),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    title: 'Dragoman',
    backgroundColor: options.dark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: options.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // A console behind another window still has to hear, meter and warn.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  if (kept?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    store.store = { ...state };
  });
  return window;
}

/** Loads the page. @throws Error when it is not built */
export async function loadConsole(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${APP_ORIGIN}/`);
}
