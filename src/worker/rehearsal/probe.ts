import { drop } from '../../shared/drop.ts';
import { captionAttributes, channelTrack, FLOOR_TRACK, TRANSCRIPTION_TOPIC } from '../../shared/tracks.ts';
import type { RehearsalToHost } from '../../shared/protocol/rehearsal-protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { frames } from '../rtc/frames.ts';
import type { ReceivedText, RtcRoom } from '../rtc/join-room.ts';
import type { RemoteAudio, RoomEvent } from '../rtc/room-event.ts';
import { FollowedTrack } from './followed-track.ts';
import { TrackMeter } from './track-meter.ts';

export interface ProbeOptions {
  readonly languages: readonly string[];
  readonly probeFloor: boolean;
  /** Every 10 ms frame of every channel. */
  readonly onFrame: (track: string, samples: Int16Array, arrivedAtMs: number) => void;
  readonly send: (message: RehearsalToHost) => void;
  readonly onError: (thrown: unknown) => void;
}

/** All tracks of one name, one after the other or beside each other. */
interface Heard {
  readonly meter: TrackMeter;
  readonly followed: FollowedTrack;
  /** How often the last of them went away. */
  unsubscribed: number;
  /** SIDs. */
  readonly subscriptions: Set<string>;
  /** Those that are being measured, by SID. */
  readonly stops: Map<string, AbortController>;
}

const TOTALS_EVERY_MS = 1_000;

/**
 * An ordinary listener that measures: it knows track names and LiveKit's text streams, and nothing of the session worker.
 * Frames are stamped where they leave the jitter buffer; no figure depends on a timer.
 */
export class Probe implements AsyncDisposable {
  readonly #options: ProbeOptions;
  readonly #wanted: ReadonlySet<string>;
  readonly #heard = new Map<string, Heard>();
  readonly #timer: ReturnType<typeof setInterval>;
  #room: RtcRoom | undefined;

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.#wanted = new Set(options.languages.map(channelTrack));
    this.#timer = setInterval(() => drop(this.#sendTotals(), options.onError), TOTALS_EVERY_MS);
  }

  /** For `Member.onJoined`. */
  async joined(room: RtcRoom): Promise<void> {
    this.#room = room;
    room.onText(TRANSCRIPTION_TOPIC, (received) => this.#takeText(received));
  }

  /** For `Member.onEvent`. */
  take(event: RoomEvent): void {
    if (event.kind === 'track') this.#listen(event.track);
    else if (event.kind === 'track-ended' || event.kind === 'track-unpublished') this.#lose(event.sid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    for (const { stops } of this.#heard.values()) for (const stop of stops.values()) stop.abort();
  }

  /** Floor tracks all have one name; they are told apart by who speaks. */
  #nameOf({ name, identity }: RemoteAudio): string | undefined {
    if (this.#wanted.has(name)) return name;
    return this.#options.probeFloor && name === FLOOR_TRACK ? `${FLOOR_TRACK}:${identity}` : undefined;
  }

  #listen(track: RemoteAudio): void {
    const name = this.#nameOf(track);
    if (name === undefined) return;
    const heard = this.#heard.get(name) ?? { meter: new TrackMeter(), followed: new FollowedTrack(), unsubscribed: 0, subscriptions: new Set(), stops: new Map() };
    this.#heard.set(name, heard);
    if (heard.stops.has(track.sid)) return;
    const stop = new AbortController();
    heard.stops.set(track.sid, stop);
    heard.subscriptions.add(track.sid);
    heard.followed.add(track.sid);
    drop(this.#measure(name, heard, track, stop), this.#options.onError);
  }

  async #measure(name: string, heard: Heard, track: RemoteAudio, stop: AbortController): Promise<void> {
    const { meter, followed } = heard;
    // 10 ms frames: an onset is known to 10 ms. Five seconds may wait, so that a stall of this process loses nothing.
    for await (const { samples, sampleRateHz, arrivedAtMs } of frames(track, { signal: stop.signal, capacity: 500 })) {
      if (!followed.follows(track.sid, samples)) continue;
      this.#options.onFrame(name, samples, arrivedAtMs);
      if (meter.take(samples, sampleRateHz, arrivedAtMs)) this.#options.send({ type: 'heard', track: name, atMs: arrivedAtMs });
    }
    // A stream that has ended gives nothing to follow, whatever is announced of its track, and when.
    if (heard.stops.get(track.sid) === stop) this.#lose(track.sid);
  }

  #lose(sid: string): void {
    for (const heard of this.#heard.values()) {
      const stop = heard.stops.get(sid);
      if (!stop) continue;
      heard.stops.delete(sid);
      stop.abort();
      if (heard.followed.remove(sid)) heard.unsubscribed++;
    }
  }

  #takeText({ text, attributes }: ReceivedText): void {
    const captionId = attributes[captionAttributes.segmentId];
    const language = attributes[captionAttributes.language];
    // A text stream of somebody else's agent has a segment, but no language of ours.
    if (captionId === undefined || language === undefined) return;
    this.#options.send({
      type: 'caption-heard',
      captionId,
      language,
      sourceLanguage: attributes[captionAttributes.sourceLanguage] ?? language,
      segmentId: captionId.endsWith(`/${language}`) ? captionId.slice(0, -language.length - 1) : captionId,
      text,
      stableLength: Number(attributes[captionAttributes.stableLength] ?? 0),
      final: attributes[captionAttributes.final] === 'true',
      atMs: nowMs(),
    });
  }

  async #sendTotals(): Promise<void> {
    // Without a connection there are no statistics, and the totals matter all the more.
    const stats = await this.#room?.stats().catch(() => undefined);
    this.#options.send({
      type: 'probe',
      tracks: [...this.#heard].map(([track, { meter, followed, unsubscribed, subscriptions }]) => {
        const inbound = stats?.inbound.find((entry) => entry.track === followed.sid);
        const { concealedSamples, totalSamples, jitterBufferMs } = inbound ?? {};
        return Object.assign(meter.totals(nowMs()), { track, unsubscribed, subscriptions: subscriptions.size, concealedSamples, totalSamples, jitterBufferMs });
      }),
    });
  }
}
