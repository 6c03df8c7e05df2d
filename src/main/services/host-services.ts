import type { AuditLog } from './archive/audit-log.ts';
import type { CaptionArchive } from './archive/caption-archive.ts';
import type { EnginesService } from './engines/engines-service.ts';
import type { ProcessMeter } from './metrics/process-meter.ts';
import type { NodesService } from './nodes/nodes-service.ts';
import type { NoticeBoard } from './notices/notice-board.ts';
import type { RehearsalService } from './rehearsal/rehearsal-service.ts';
import type { RoomsService } from './rooms/rooms-service.ts';
import type { SettingsService } from './settings/settings-service.ts';
import type { TokenService } from './tokens/token-service.ts';

/** The services, for entries that call them without a transport (the command line). */
export interface HostServices {
  readonly notices: NoticeBoard;
  readonly settings: SettingsService;
  readonly engines: EnginesService;
  readonly nodes: NodesService;
  readonly tokens: TokenService;
  readonly rooms: RoomsService;
  readonly rehearsal: RehearsalService;
  readonly usage: ProcessMeter;
  readonly audit: AuditLog;
  readonly captions: CaptionArchive;
}
