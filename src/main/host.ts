import type { Logger } from 'pino';
import type { LocalNodeConfig } from '../shared/contract/nodes.ts';
import type { HostRouter } from './router.ts';
import type { AuditLog } from './services/archive/audit-log.ts';
import type { CaptionArchive } from './services/archive/caption-archive.ts';
import type { ProcessMeter } from './services/metrics/process-meter.ts';
import type { NodesService } from './services/nodes/nodes-service.ts';
import type { NoticeBoard } from './services/notices/notice-board.ts';
import type { RoomsService } from './services/rooms/rooms-service.ts';
import type { SecretStore } from './services/secrets/secret-store.ts';
import type { SettingsBackend } from './services/settings/settings-backend.ts';
import type { SettingsService } from './services/settings/settings-service.ts';
import type { TokenService } from './services/tokens/token-service.ts';

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
   * Start the node, bring back the rooms that were live, and on a first run start a rehearsal. It happens in the
   * background: {@link createHost} does not wait for it, and a failure becomes a notice.
   */
  readonly autoStart: boolean;
  /** Ports of the local node instead of those configured; taken ones are then an error and not replaced. */
  readonly ports?: LocalNodeConfig;
}

/** The services, for entries that call them without a transport (the command line). */
export interface HostServices {
  readonly notices: NoticeBoard;
  readonly settings: SettingsService;
  readonly nodes: NodesService;
  readonly tokens: TokenService;
  readonly rooms: RoomsService;
  readonly usage: ProcessMeter;
  readonly audit: AuditLog;
  readonly captions: CaptionArchive;
}

/** A running host. Disposal ends every process it started and resolves once they are gone. */
export interface Host extends AsyncDisposable {
  readonly services: HostServices;
  /** Hand it to oRPC's WebSocket or MessagePort handler, with a `CallContext` per call. */
  readonly router: HostRouter;
}

/**
 * Builds the services in order and owns them.
 *
 * @throws CONFLICT another host uses the same data folder
 */
export declare function createHost(options: HostOptions): Promise<Host>;
