import type { ChannelStatus, ChannelSwitch, FloorSpeaker, LevelFrame } from '../../shared/live/channel.ts';
import type { SessionStats } from '../../shared/live/stats.ts';
import type { Client } from './client/index.ts';
import { CaptionStore } from './caption-store.ts';
import { type HeardTrace, heardTraces } from './heard-traces.ts';
import { MeterModel } from './meter-model.ts';
import type { WayOut } from './monitor/way-out.ts';
import { createStreamStore, latestOf, type StreamStore } from './stream-store.ts';

/** The streams of one room. */
export interface RoomState {
  readonly name: string;
  readonly channels: StreamStore<readonly ChannelStatus[]>;
  readonly floor: StreamStore<readonly FloorSpeaker[]>;
  /** About 15 a second: goes into {@link meters}, never through a hook. */
  readonly levels: StreamStore<LevelFrame>;
  readonly meters: MeterModel;
  /** The newest 200 segments, oldest first, with how long their translations were on the way to this console. */
  readonly traces: StreamStore<readonly HeardTrace[]>;
  /** The newest 200 changes of who is heard, oldest first. */
  readonly switches: StreamStore<readonly ChannelSwitch[]>;
  readonly stats: StreamStore<SessionStats>;
  /** Fills {@link CaptionStore}; its value says that one batch came at least. */
  readonly captionFeed: StreamStore<true>;
  readonly captions: CaptionStore;
}

const SWITCHES = 200;
/** Each of a segment's languages passes six stages and more; the figures made of them are means that nobody can read faster. */
const TRACES_EVERY_MS = 500;
/** Until the settings arrive. */
const SILENCE_ALARM_MS = 30_000;

/** Makes the streams of room `name`; each opens when something shows it. `wayOut`: how long its audio is on the way to this console at present. */
export function createRoomState(client: Client, name: string, wayOut: () => WayOut): RoomState {
  const input = { room: name };
  const captions = new CaptionStore();
  return {
    name,
    captions,
    meters: new MeterModel(SILENCE_ALARM_MS),
    channels: latestOf<readonly ChannelStatus[]>((signal) => client.live.channels(input, { signal })),
    floor: latestOf<readonly FloorSpeaker[]>((signal) => client.live.floor(input, { signal })),
    levels: latestOf((signal) => client.live.levels(input, { signal })),
    stats: latestOf((signal) => client.live.stats(input, { signal })),
    traces: createStreamStore({
      open: (signal) => client.live.traces(input, { signal }),
      fold: (last: readonly HeardTrace[] | undefined, trace) => heardTraces(last ?? [], trace, wayOut()),
      tellEveryMs: TRACES_EVERY_MS,
    }),
    switches: createStreamStore<ChannelSwitch, readonly ChannelSwitch[]>({
      open: (signal) => client.live.switches(input, { signal }),
      // A stream that was opened again begins with changes already known.
      fold: (last = [], change) => (last.some((known) => known.atMs === change.atMs && known.language === change.language && known.to === change.to) ? last : [...last, change].slice(-SWITCHES)),
    }),
    captionFeed: createStreamStore({
      open: (signal) => client.live.captions(input, { signal }),
      fold: (_, batch): true => {
        captions.push(batch);
        return true;
      },
    }),
  };
}
