import { drop } from '../../shared/drop.ts';
import { captionAttributes, channelTrack, FLOOR_TRACK, TRANSCRIPTION_TOPIC } from '../../shared/tracks.ts';
import type { RehearsalToHost } from '../../shared/protocol/rehearsal-protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { frames } from '../rtc/frames.ts';
import type { ReceivedText, RtcRoom } from '../rtc/join-room.ts';
import type { RemoteAudio, RoomEvent } from '../rtc/room-event.ts';
import { TrackMeter } from './track-meter.ts';

export interface ProbeOptions {
  readonly languages: readonly string[];
  readonly probeFloor: boolean;
  /** Every 10 ms frame of every channel. */
  readonly onFrame: (track: string, samples: Int16Array, arrivedAtMs: number) => void;
  readonly send: (message: RehearsalToHost) => void;
  readonly onError: (thrown: unknown) => void;
}

interface Heard {
  readonly meter: TrackMeter;
  /** SID of the track it has now. */
  sid: string;
  unsubscribed: number;
  /** By SID. */
  readonly subscriptions: Set<string>;
  stop: AbortController;
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
    for (const { stop } of this.#heard.values()) stop.abort();
  }

  /** Floor tracks all have one name; they are told apart by who speaks. */
  #nameOf({ name, identity }: RemoteAudio): string | undefined {
    if (this.#wanted.has(name)) return name;
    return this.#options.probeFloor && name === FLOOR_TRACK ? `${FLOOR_TRACK}:${identity}` : undefined;
  }

  #listen(track: RemoteAudio): void {
    const name = this.#nameOf(track);
    if (name === undefined) return;
    const before = this.#heard.get(name);
    if (before?.sid === track.sid && !before.stop.signal.aborted) return;
    before?.stop.abort();
    const heard: Heard = { meter: before?.meter ?? new TrackMeter(), sid: track.sid, unsubscribed: before?.unsubscribed ?? 0, subscriptions: (before?.subscriptions ?? new Set()).add(track.sid), stop: new AbortController() };
    this.#heard.set(name, heard);
    drop(this.#measure(name, heard, track), this.#options.onError);
  }

  async #measure(name: string, { meter, stop }: Heard, track: RemoteAudio): Promise<void> {
    // 10 ms frames: an onset is known to 10 ms. Five seconds may wait, so that a stall of this process loses nothing.
    for await (const { samples, sampleRateHz, arrivedAtMs } of frames(track, { signal: stop.signal, capacity: 500 })) {
      this.#options.onFrame(name, samples, arrivedAtMs);
      if (meter.take(samples, sampleRateHz, arrivedAtMs)) this.#options.send({ type: 'heard', track: name, atMs: arrivedAtMs });
    }
  }

  #lose(sid: string): void {
    for (const heard of this.#heard.values()) {
      if (heard.sid !== sid || heard.stop.signal.aborted) continue;
      heard.stop.abort();
      heard.unsubscribed++;
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
      tracks: [...this.#heard].map(([track, { meter, sid, unsubscribed, subscriptions }]) => {
        const inbound = stats?.inbound.find((entry) => entry.track === sid);
        const { concealedSamples, totalSamples, jitterBufferMs } = inbound ?? {};
        return Object.assign(meter.totals(nowMs()), { track, unsubscribed, subscriptions: subscriptions.size, concealedSamples, totalSamples, jitterBufferMs });
      }),
    });
  }
}
