import { CAPTION_HISTORY } from '../../../shared/contract/live.ts';
import type { Caption } from '../../../shared/live/caption.ts';
import type { ChannelStatus, ChannelSwitch, FloorSpeaker, LevelFrame } from '../../../shared/live/channel.ts';
import type { SessionStats } from '../../../shared/live/stats.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import type { SessionToHost } from '../../../shared/protocol/session-protocol.ts';
import { channelTrack } from '../../../shared/tracks.ts';
import { EventLog } from '../streams/event-log.ts';
import { LatestValue } from '../streams/latest-value.ts';

const TRACE_HISTORY = 200;
const SWITCH_HISTORY = 200;

/** What a room's session worker says, for everyone who watches it. Follow with `{ signal }`; all end when the room closes. */
export class LiveHub {
  /** Newest revision of each of the last 10,000 captions. */
  readonly captions = new EventLog<Caption>({ capacity: CAPTION_HISTORY, keyOf: ({ id }) => id });
  /** Newest revision of each of the last 200 segments. */
  readonly traces = new EventLog<SegmentTrace>({ capacity: TRACE_HISTORY, keyOf: ({ segmentId }) => segmentId });
  /** The last 200 changes of who is heard on a channel. */
  readonly switches = new EventLog<ChannelSwitch>({ capacity: SWITCH_HISTORY });
  readonly channels: LatestValue<ChannelStatus[]>;
  readonly floor = new LatestValue<FloorSpeaker[]>([]);
  readonly levels = new LatestValue<LevelFrame>();
  readonly stats = new LatestValue<SessionStats>();

  /** @param languages the room's channels, silent until a worker says otherwise */
  constructor(languages: readonly string[]) {
    this.channels = new LatestValue<ChannelStatus[]>(
      languages.map((language) => ({
        language,
        trackName: channelTrack(language),
        source: 'silence',
        reason: 'starting',
        sinceMs: Date.now(),
        path: [],
        lagMs: 0,
        droppedClauses: 0,
        policy: 'machine-until-human',
        takeover: 'drop',
        rate: 1,
      })),
    );
  }

  /** Takes in one message of the worker; those that are not about the live path are not its business. */
  receive(message: SessionToHost): void {
    switch (message.type) {
      case 'caption':
        this.captions.push(message.caption);
        break;
      case 'trace':
        this.traces.push(message.trace);
        break;
      case 'switch':
        this.switches.push(message.change);
        break;
      case 'channels':
        this.channels.set(message.channels);
        break;
      case 'floor':
        this.floor.set(message.speakers);
        break;
      case 'levels':
        this.levels.set(message.frame);
        break;
      case 'stats':
        this.stats.set(message.stats);
        break;
      case 'phase':
      case 'token-request':
      case 'channel-said':
      case 'log':
        break;
      default:
        message satisfies never;
    }
  }

  /** The worker is gone, and its tracks with it: nothing is heard on any channel until the next one is up. */
  workerGone(): void {
    const atMs = Date.now();
    this.channels.set((this.channels.current ?? []).map((channel) => withoutWorker(channel, atMs)));
    this.floor.set([]);
    const levels = this.levels.current;
    if (levels) this.levels.set({ ...levels, atMs, tracks: [] });
    const stats = this.stats.current;
    if (stats) this.stats.set({ ...stats, atMs, speakers: [], channels: [], engines: [], processes: [] });
  }

  /**
   * Whoever wrote them is gone: captions with these ids end with what of them was committed (those without are taken away), segments
   * with these with what became of them so far. Returns the captions that end with text.
   */
  end(ids: ReadonlySet<string>): Caption[] {
    const ended: Caption[] = [];
    for (const caption of this.captions.values.filter(({ id, final }) => !final && ids.has(id))) {
      const last: Caption = { ...caption, unstable: '', final: true, revision: caption.revision + 1 };
      this.captions.push(last);
      if (last.stable !== '') ended.push(last);
    }
    for (const trace of this.traces.values.filter(({ segmentId, done }) => !done && ids.has(segmentId))) {
      const languages = trace.languages.map((each) => (each.outcome === 'pending' ? { ...each, outcome: 'dropped' as const } : each));
      this.traces.push({ ...trace, languages, done: true });
    }
    return ended;
  }

  /** Ends every stream. */
  close(): void {
    for (const stream of [this.captions, this.traces, this.switches, this.channels, this.floor, this.levels, this.stats]) stream.close();
  }
}

function withoutWorker({ trackSid: _sid, hold: _hold, human: _human, ...channel }: ChannelStatus, sinceMs: number): ChannelStatus {
  return { ...channel, source: 'silence', reason: 'starting', sinceMs, lagMs: 0 };
}
