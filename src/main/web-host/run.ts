import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import { DisposableStore } from '../../shared/disposable-store.ts';
import { remoteSfuUrl } from '../content-security-policy.ts';
import { dataDir } from '../data-dir.ts';
import { createHost } from '../host.ts';
import type { InstallPaths } from '../install-paths.ts';
import { logCrashes } from '../log-crashes.ts';
import { openLog } from '../open-log.ts';
import { FileSecretStore } from '../services/secrets/file-secret-store.ts';
import { reportToLog } from '../transport/report-to-log.ts';
import { ownHostName } from './host-name.ts';
import { USUAL_PORT } from './listen-on-loopback.ts';
import { chooseBrowser, openWindow } from './open-window.ts';
import type { WebHostFlags } from './parse-flags.ts';
import { claimInstance } from './single-instance.ts';
import { startWebServer, type WebServer } from './web-server.ts';

/**
 * Starts the console as a web host, or hands the user to the one that runs already.
 *
 * @param say prints one line for the person who started it
 * @returns what to dispose at the end; `undefined` when another one runs and there is nothing to keep
 * @throws AppError when it cannot start
 */
export async function runWebHost(flags: WebHostFlags, paths: InstallPaths, say: (line: string) => void): Promise<AsyncDisposable | undefined> {
  const owned = new DisposableStore();
  try {
    await mkdir(flags.dataDir, { recursive: true, mode: 0o700 });
    let server: WebServer | undefined;
    const instance = await claimInstance(flags.dataDir, () => server?.oneTimeAddress());
    if (instance.kind === 'second') {
      say('The console is running already; here is a new address for it.');
      await present(instance.address, flags, say);
      return undefined;
    }
    owned.own(instance, async (each) => each[Symbol.asyncDispose]());

    const log = openLog(flags.dataDir);
    owned.own(logCrashes(log), (stop) => stop());
    const secretStore = await FileSecretStore.open(flags.dataDir, (keptAs) => say(`The file with the secrets was damaged and is kept as ${keptAs}; remote servers have to be entered again.`));
    say('Starting the console …');
    const host = owned.own(
      await createHost({
        kind: 'web',
        dataDir: flags.dataDir,
        resourcesDir: paths.resourcesDir,
        workersDir: paths.workersDir,
        templatesDir: paths.templatesDir,
        version: paths.version,
        log,
        secretStore,
        autoStart: flags.autoStart,
        // Set-up puts the server there, wherever the data are to be kept.
        binDirs: [join(dataDir(), 'bin')],
        ...(flags.nodePorts && { ports: flags.nodePorts }),
      }),
      async (each) => each[Symbol.asyncDispose](),
    );
    server = owned.own(
      await startWebServer({
        router: host.router,
        hostName: await ownHostName(secretStore),
        port: flags.port,
        rendererDir: paths.rendererDir,
        remoteSfuUrl: () => remoteSfuUrl(host.services.nodes.views.current),
        report: reportToLog(log),
      }),
      async (each) => each[Symbol.asyncDispose](),
    );
    if (flags.port === undefined && server.port !== USUAL_PORT) say(`Port ${USUAL_PORT} is taken by another program; the console uses ${server.port}.`);
    log.info({ port: server.port }, 'web host is ready');
    await present(server.oneTimeAddress(), flags, say);
    return owned;
  } catch (thrown) {
    await owned[Symbol.asyncDispose]().catch(() => undefined);
    throw thrown instanceof AppError ? thrown : new AppError('INTERNAL', `The console could not start: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
  }
}

/** Opens the console's window where that is wanted and possible; the address is printed in any case, because a window may not appear. */
async function present(address: string, flags: WebHostFlags, say: (line: string) => void): Promise<void> {
  const choice = flags.open ? chooseBrowser() : undefined;
  if (choice?.kind === 'browser') {
    await openWindow(choice.path, address, flags.dataDir);
    say('The console opens in a window of its own. If none appears, open this address within five minutes (it works once):');
  } else {
    say(`${choice ? `${choice.reason}. ` : ''}Open the console within five minutes (the address works once; start again for another):`);
  }
  say(`  ${address}`);
}
