import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { AppError } from '../shared/app-error.ts';
import type { LocalNodeConfig } from '../shared/contract/nodes.ts';
import type { RehearsalRequest } from '../shared/contract/rehearsal.ts';
import type { Settings } from '../shared/contract/settings.ts';
import { DisposableStore } from '../shared/disposable-store.ts';
import type { CallContext } from './call-context.ts';
import { createRouter, type HostRouter } from './router.ts';
import type { HostServices } from './services/host-services.ts';
import { ArchiveDatabase } from './services/archive/archive-database.ts';
import { AuditLog } from './services/archive/audit-log.ts';
import { CaptionArchive } from './services/archive/caption-archive.ts';
import { EnginesService } from './services/engines/engines-service.ts';
import { MemoryWatch } from './services/metrics/memory-watch.ts';
import { ProcessMeter } from './services/metrics/process-meter.ts';
import { NodesService } from './services/nodes/nodes-service.ts';
import { NoticeBoard } from './services/notices/notice-board.ts';
import { claimPidFile, endLeftovers } from './services/process/pid-file.ts';
import { RehearsalService } from './services/rehearsal/rehearsal-service.ts';
import { EngineCatalogue } from './services/rooms/engine-catalogue.ts';
import { RoomsService } from './services/rooms/rooms-service.ts';
import { FileSecretStore } from './services/secrets/file-secret-store.ts';
import type { SecretStore } from './services/secrets/secret-store.ts';
import type { SettingsBackend } from './services/settings/settings-backend.ts';
import { openConf, SettingsService } from './services/settings/settings-service.ts';
import { ConsoleState, type ConsoleStateFile } from './services/state/console-state.ts';
import { StateFile } from './services/state/state-file.ts';
import { TokenService } from './services/tokens/token-service.ts';

/** What a host gives to the services; nothing else reaches them. */
export interface HostOptions {
  /** Who runs the host; `cli` is shown as `web`. */
  readonly kind: 'electron' | 'web' | 'cli';
  /** Everything that is kept: settings, secrets, archive, run files. Created when missing. One host at a time. */
  readonly dataDir: string;
  /** Bundled models and scripts (`resources/`). */
  readonly resourcesDir: string;
  /** Folder with the built workers `session-worker.js`, `engine-host.js`, `rehearsal-worker.js` (`out/main/`). */
  readonly workersDir: string;
  /** Folder with `server.yaml` (the repository's `livekit/`). */
  readonly templatesDir: string;
  readonly version: string;
  readonly log: Logger;
  /** Folders where `livekit-server` may be, beside the PATH and `<dataDir>/bin`. */
  readonly binDirs?: readonly string[];
  /** Plain Node that runs the workers. Default: `process.execPath`, which is right everywhere but in Electron. */
  readonly nodePath?: string;
  /**
   * Opens `settings.json` in the folder given. Default: `conf`. A file that does not parse has been set aside before the
   * call, so the backend always starts from a sound file or none.
   */
  readonly openSettings?: (folder: string) => SettingsBackend;
  /** Default: a 0600 file in `dataDir`. */
  readonly secretStore?: SecretStore;
  /**
   * Start the node, bring back the rooms and the rehearsal that were live, and on a first run start a rehearsal. It happens
   * in the background: {@link createHost} does not wait for it, and a failure becomes a notice.
   */
  readonly autoStart: boolean;
  /** Ports of the local node instead of those configured; taken ones are then an error and not replaced. */
  readonly ports?: LocalNodeConfig;
}

/** A running host. Disposal ends every process it started and resolves once they are gone, within {@link SHUTDOWN_BUDGET_MS}. */
export interface Host extends AsyncDisposable {
  readonly services: HostServices;
  /** Serve it with a `CallContext` per call (`transport/serve-wire.ts`). */
  readonly router: HostRouter;
}

/** All of a shutdown. Its parts take less (see {@link createHost}); past it, what is left is killed. */
export const SHUTDOWN_BUDGET_MS = 12_000;

/** For the audit log: what the host does by itself. */
const HOST_ACTOR: CallContext = { actor: 'host', role: 'operator' };

/**
 * Builds the services in order and owns them.
 *
 * Closing goes the other way, each step awaited, each process seen to be gone:
 *
 * 1. the rehearsal: speakers and probe leave (3 s, then TERM, 1 s, KILL), its room is closed; it stays remembered for the
 *    next start;
 * 2. rooms: all session workers at once are asked to leave (1 s, then TERM, at 3 s KILL), each taking its engine host with
 *    it; rooms stay remembered for the next start, and those of a remote server go on;
 * 3. the list of the user's engines, then engine hosts that still look or try (2 s at most);
 * 4. nodes: the local server (TERM, repeated; KILL at 3 s); streams of nodes and logs end;
 * 5. the start in the background, which by now has nothing left to wait for;
 * 6. measuring, and the stream of settings, of which each change is on disk already;
 * 7. the archive's writers (what waits is written), its file, then the state: what was changed is on disk;
 * 8. notices end, and the PID file goes: the data folder is free for the next host.
 *
 * A host that is killed with SIGKILL closes nothing. Its workers notice that their channel closed and exit; the local
 * server goes on, and the next host finds it by its PID file and ends it before anything else.
 *
 * @throws CONFLICT another host uses the same data folder
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const { dataDir, resourcesDir, workersDir, templatesDir, log, nodePath = process.execPath } = options;
  const store = new DisposableStore();
  const runDir = join(dataDir, 'run');
  await mkdir(runDir, { recursive: true, mode: 0o700 });
  await claimFolder(store, runDir);
  try {
    const notices = store.own(new NoticeBoard(log), (each) => each.close());
    const ended = await endLeftovers(runDir, 1_000, ['host.json']);
    if (ended.length > 0) log.warn({ ended }, 'ended what an earlier host had left behind');
    const keptAside = (what: string) => (keptAs: string) =>
      notices.post('warn', `The file with ${what} could not be read and was kept as ${keptAs}. Defaults are used; nothing was deleted, and the file can be put back once it is mended.`, 'settings');

    const secrets = options.secretStore ?? (await FileSecretStore.open(dataDir, keptAside('the secrets')));
    const state = await StateFile.open(join(dataDir, 'state.json'), ConsoleState, {
      onSetAside: keptAside('the rooms and servers in use'),
      report: (thrown) => log.error({ err: thrown }, 'what the console remembers could not be written'),
    });
    store.own(state, (each) => each.flush());
    const database = store.own(await ArchiveDatabase.open(dataDir, keptAside('the archive')), close);
    const onTrouble = (what: string) => (trouble: { readonly lost: number; readonly cause?: unknown }) =>
      log.error({ err: trouble.cause, lost: trouble.lost }, `${what} could not be archived`);
    const captions = store.own(new CaptionArchive(database, onTrouble('captions')), close);
    const audit = store.own(new AuditLog(database, onTrouble('audit entries')), close);
    const settings = await SettingsService.open({
      folder: dataDir,
      openBackend: options.openSettings ?? openConf,
      onSetAside: keptAside('the settings'),
      // Where a pane ends is nobody's security.
      onChange: (actor, sections) => sections.some((section) => section !== 'layout') && audit.record(actor, 'settings.changed', 'settings', { sections }),
    });
    store.own(settings, (each) => each.values.close());
    const usage = store.own(new ProcessMeter((thrown) => log.warn({ err: thrown }, 'processes could not be measured')), close);
    usage.watch(() => [{ name: 'host', pid: process.pid }]);

    const starting = { promise: Promise.resolve() };
    store.own(starting, (each) => each.promise);
    const nodes = store.own(
      await NodesService.open({
        dataDir,
        templatesDir,
        binDirs: [join(dataDir, 'bin'), ...(options.binDirs ?? [])],
        ports: options.ports,
        secrets,
        state,
        notices,
        audit,
        hasLiveRooms: () => rooms.count > 0,
      }),
      close,
    );
    usage.watch(() => nodes.processes());
    const tokens = new TokenService(() => nodes.endpoint());
    const catalogue = store.own(new EngineCatalogue({ nodePath, workersDir, resourcesDir, runDir }), close);
    const engines = store.own(await EnginesService.open({ settings, secrets, audit, tryEngine: (engine) => catalogue.tryEngine(engine) }), (each) => each.close());
    const rooms: RoomsService = store.own(
      new RoomsService({
        dataDir,
        resourcesDir,
        workersDir,
        nodePath,
        nodes,
        tokens,
        catalogue,
        engines,
        state,
        notices,
        audit,
        captions,
        loudnessTargetLufs: () => settings.current.sound.loudnessTargetLufs,
        log,
      }),
      close,
    );
    usage.watch(() => rooms.processes());
    store.own(
      new MemoryWatch({ usage: usage.usage, limits: () => settings.current.endurance, rooms, tell: (message) => notices.post('warn', message, 'nodes') }),
      close,
    );
    const rehearsal = store.own(new RehearsalService({ rooms, nodes, tokens, usage, state, log, resourcesDir, workersDir, nodePath }), close);

    const services: HostServices = { notices, settings, engines, nodes, tokens, rooms, rehearsal, usage, audit, captions };
    const router = createRouter(services, {
      version: options.version,
      host: options.kind === 'electron' ? 'electron' : 'web',
      platform: process.platform,
      startedAtMs: Date.now(),
      firstRun: () => !state.value.used,
    });
    audit.record(HOST_ACTOR.actor, 'host.started', `host:${options.kind}`, { version: options.version });

    const closing = new AbortController();
    if (options.autoStart) starting.promise = start(services, state, closing.signal);
    let closed: Promise<void> | undefined;
    return {
      services,
      router,
      [Symbol.asyncDispose]() {
        closing.abort();
        closed ??= closeWithin(store, runDir, log);
        return closed;
      },
    };
  } catch (thrown) {
    await store[Symbol.asyncDispose]();
    throw thrown;
  }
}

const close = (resource: AsyncDisposable): Promise<void> => Promise.resolve(resource[Symbol.asyncDispose]());

/** Notes that this process has the folder. @throws CONFLICT another has it */
async function claimFolder(store: DisposableStore, runDir: string): Promise<void> {
  const path = join(runDir, 'host.json');
  const other = await claimPidFile(path, 'host', process.pid);
  if (other) {
    throw new AppError('CONFLICT', `Dragoman is running already with this data folder (process ${other.pid}). Use that one, end it first, or give this one a folder of its own with DRAGOMAN_HOME.`, {
      details: { pid: other.pid },
    });
  }
  store.own(path, (each) => rm(each, { force: true }));
}

/** The node, then the rooms that were live, then the rehearsal that was, or the first one. Never rejects: what fails becomes a notice. */
async function start({ nodes, rooms, rehearsal, settings, notices }: HostServices, state: ConsoleStateFile, closing: AbortSignal): Promise<void> {
  const tell = (screen: 'nodes' | 'live') => (thrown: unknown) => {
    if (!closing.aborted) notices.post('error', AppError.from(thrown).message, screen);
  };
  await nodes.startInUse(HOST_ACTOR).catch(tell('nodes'));
  if (closing.aborted) return;
  rooms.restore();
  const request = rehearsalAtStart(state.value, settings.current);
  if (request) await rehearsal.start(request, HOST_ACTOR).catch(tell('live'));
}

/** What to rehearse when the program starts: what it rehearsed when it ended, or the first time anything at all. */
function rehearsalAtStart({ rehearsal, used }: ConsoleState, { rehearsal: { languages } }: Settings): RehearsalRequest | undefined {
  if (rehearsal.kind === 'running') return rehearsal.request;
  return rehearsal.kind === 'never' && !used ? { languages } : undefined;
}

/** Closes everything; past the budget kills every process that is still noted, so that none is left in any case. */
async function closeWithin(store: DisposableStore, runDir: string, log: Logger): Promise<void> {
  const done = new AbortController();
  const overdue = sleep(SHUTDOWN_BUDGET_MS, 'overdue' as const, { signal: done.signal }).catch(() => undefined);
  const closing = store[Symbol.asyncDispose]();
  try {
    if ((await Promise.race([closing, overdue])) !== 'overdue') return;
    log.error({ budgetMs: SHUTDOWN_BUDGET_MS }, 'closing took too long: what is left is killed');
    await endLeftovers(runDir, 0, ['host.json']);
  } finally {
    done.abort();
  }
}
