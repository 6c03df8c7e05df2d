import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, nativeTheme, safeStorage, session } from 'electron';
import Store from 'electron-store';
import type { Logger } from 'pino';
import { AppError } from '../../shared/app-error.ts';
import { DisposableStore } from '../../shared/disposable-store.ts';
import { drop } from '../../shared/drop.ts';
import { remoteSfuUrl } from '../content-security-policy.ts';
import { dataDir } from '../data-dir.ts';
import { createHost, type Host } from '../host.ts';
import { installPaths } from '../install-paths.ts';
import { logCrashes } from '../log-crashes.ts';
import { openLog } from '../open-log.ts';
import { FileSecretStore } from '../services/secrets/file-secret-store.ts';
import type { SecretStore } from '../services/secrets/secret-store.ts';
import { reportToLog } from '../transport/report-to-log.ts';
import { servePort } from '../transport/serve-port.ts';
import { APP_ORIGIN, registerAppScheme, serveAppProtocol } from './app-protocol.ts';
import { setAppMenu } from './app-menu.ts';
import { loadConsole, openConsoleWindow } from './console-window.ts';
import { followAppearance } from './follow-appearance.ts';
import { KeyRingSecretStore } from './key-ring-secret-store.ts';
import { nodeBinary } from './node-binary.ts';
import { guardNavigation, guardPermissions } from './page-guards.ts';

/** Same text as in `src/preload/index.ts`, which imports nobody. */
const PORT_MESSAGE = 'dragoman:port';
/** Time in which everything must be closed, milliseconds. */
const SHUTDOWN_BUDGET_MS = 15_000;

const folder = dataDir();
const paths = installPaths(import.meta.dirname);
const owned = new DisposableStore();

// All of this must happen before Electron is ready.
mkdirSync(folder, { recursive: true, mode: 0o700 });
app.setName('Dragoman');
app.setPath('userData', join(folder, 'electron'));
app.enableSandbox();
registerAppScheme();

if (app.requestSingleInstanceLock()) {
  const log = openLog(folder);
  logCrashes(log);
  guardNavigation((thrown) => log.warn({ err: thrown }, 'a web address could not be opened'));
  drop(app.whenReady().then(() => start(log)), (thrown) => {
    const error = AppError.from(thrown);
    log.error({ err: error.cause ?? error }, 'the desktop app could not start');
    dialog.showErrorBox('Dragoman could not start', error.message);
    app.quit();
  });
} else {
  app.quit();
}

async function start(log: Logger): Promise<void> {
  const setAside: string[] = [];
  const host = owned.own(
    await createHost({
      kind: 'electron',
      dataDir: folder,
      resourcesDir: paths.resourcesDir,
      workersDir: paths.workersDir,
      templatesDir: paths.templatesDir,
      version: paths.version,
      log,
      nodePath: nodeBinary({ resourcesPath: process.resourcesPath, root: resolve(import.meta.dirname, '..', '..'), env: process.env, platform: process.platform }),
      openSettings: (cwd) => new Store({ name: 'settings', cwd }),
      secretStore: await openSecrets(log, (keptAs) => setAside.push(keptAs)),
      autoStart: true,
    }),
    async (each) => each[Symbol.asyncDispose](),
  );
  for (const keptAs of setAside) {
    host.services.notices.post('warn', `The file with the secrets could not be read and was kept as ${keptAs}. Nothing was deleted; a remote server and the keys of engines have to be entered again, or the file put back once it is mended.`, 'nodes');
  }
  await followAppearance(host.services.settings.values, {
    onTheme: (theme) => (nativeTheme.themeSource = theme),
    onLocale: setAppMenu,
    report: (thrown) => log.error({ err: thrown }, 'the window no longer follows the settings of its appearance'),
  });
  guardPermissions(session.defaultSession);
  serveAppProtocol(paths.rendererDir, () => remoteSfuUrl(host.services.nodes.views.current));
  const window = openConsoleWindow({ preloadPath: paths.preloadPath, dataDir: folder, dark: nativeTheme.shouldUseDarkColors });
  servePorts(host, window, log);
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  await loadConsole(window);
}

/** Answers the page of `window`; a port from anyone else is closed unheard. */
function servePorts(host: Host, window: BrowserWindow, log: Logger): void {
  ipcMain.on(PORT_MESSAGE, ({ ports, sender, senderFrame }) => {
    const [port] = ports;
    if (!port) return;
    const isOwnWindow = sender === window.webContents && senderFrame?.parent === null;
    const taken = servePort(host.router, port, { url: senderFrame?.url, isMainFrame: isOwnWindow }, {
      origin: APP_ORIGIN,
      context: { actor: `window:${sender.id}`, role: 'operator' },
      report: reportToLog(log),
    });
    if (!taken) log.warn('a page that is not the console asked for a port and was refused');
  });
}

/** The system's key ring; where there is none, the file that the web host uses, and a warning. */
async function openSecrets(log: Logger, onSetAside: (keptAs: string) => void): Promise<SecretStore> {
  const whyNot = KeyRingSecretStore.whyNot(safeStorage);
  if (whyNot === undefined) {
    return KeyRingSecretStore.open(folder, safeStorage, { onSetAside, onUnreadable: (name) => log.warn({ name }, 'the key ring no longer opens a secret; it has to be entered again') });
  }
  log.warn({ reason: whyNot }, 'secrets are kept in a file that only this user may read, not in a key ring');
  return FileSecretStore.open(folder, onSetAside);
}

app.on('window-all-closed', () => app.quit());
let closing = false;
app.on('before-quit', (event) => {
  if (closing) return;
  closing = true;
  // Electron does not wait for promises: hold it, close everything, then leave.
  event.preventDefault();
  setTimeout(() => app.exit(1), SHUTDOWN_BUDGET_MS).unref();
  owned[Symbol.asyncDispose]().then(
    () => app.exit(0),
    () => app.exit(1),
  );
});
