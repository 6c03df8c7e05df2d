import type { Caption } from '../../../shared/live/caption.ts';
import type { ChannelStatus, FloorSpeaker, LevelFrame } from '../../../shared/live/channel.ts';
import type { SessionStats } from '../../../shared/live/stats.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import type { EventLog } from '../streams/event-log.ts';
import type { LatestValue } from '../streams/latest-value.ts';

/** What a room's session worker says, for everyone who watches it. Follow with `{ signal }`; all end when the room closes. */
export interface LiveHub {
  /** Newest revision of each of the last 10,000 captions. */
  readonly captions: EventLog<Caption>;
  /** Newest revision of each of the last 200 segments. */
  readonly traces: EventLog<SegmentTrace>;
  readonly channels: LatestValue<readonly ChannelStatus[]>;
  readonly floor: LatestValue<readonly FloorSpeaker[]>;
  readonly levels: LatestValue<LevelFrame>;
  readonly stats: LatestValue<SessionStats>;
}
