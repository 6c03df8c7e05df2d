import type { RoomPlan, RoomView, TargetLanguage } from '../../../shared/contract/rooms.ts';
import type { EngineStatus } from '../../../shared/live/stats.ts';
import type { TokenRole } from '../../../shared/roles.ts';
import type { CallContext } from '../../call-context.ts';
import type { LatestValue } from '../streams/latest-value.ts';
import type { LiveHub } from './live-hub.ts';

export interface InviteRequest {
  readonly name: string;
  readonly role: TokenRole;
  readonly participantName: string;
  readonly language?: string | undefined;
}

/** The rooms this console launched: each a room on the SFU and a session worker of its own. */
export declare class RoomsService implements AsyncDisposable {
  readonly views: LatestValue<readonly RoomView[]>;
  /** @throws NOT_FOUND */
  view(name: string): RoomView;
  /** @throws NOT_FOUND */
  hub(name: string): LiveHub;
  /** `rehearsal` rooms are not remembered for the next start. @throws ROOM_NAME_TAKEN SFU_UNREACHABLE LANGUAGE_UNKNOWN */
  launch(plan: RoomPlan, actor: CallContext, options?: { rehearsal?: boolean }): Promise<RoomView>;
  /** @throws NOT_FOUND */
  close(name: string, actor: CallContext): Promise<void>;
  languages(floorLanguage: string): Promise<{ targets: TargetLanguage[]; engines: EngineStatus[] }>;
  monitor(name: string, actor: CallContext): Promise<{ url: string; token: string }>;
  invite(request: InviteRequest, actor: CallContext): Promise<{ url: string; token: string; identity: string; expiresAtMs: number }>;
  [Symbol.asyncDispose](): Promise<void>;
}
