import { BoundedWindow } from './bounded-window.ts';
import type { SessionStats } from '../../shared/live/stats.ts';
import { FloorFeed, type FloorBus } from '../channels/floor-bus.ts';
import { ENGINE_SAMPLE_RATE_HZ, ENGINE_SAMPLES_PER_MS } from '../engines/protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { Timed } from '../pipeline/stage.ts';
import { frames, type FrameStream } from '../rtc/frames.ts';
import type { RemoteAudio } from '../rtc/room-event.ts';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';
import { resample } from '../stages/resample.ts';
import { ArrivalLog } from './arrival-log.ts';
import type { EngineHostClient } from './engine-host-client.ts';
import type { EngineStream } from './engine-stream.ts';
import { FrameAge } from './frame-age.ts';
import type { Speaker } from './speaker.ts';
import { SpeechTracker, type Spoken } from './speech-tracker.ts';

export interface SpeakerStreamOptions {
  readonly speaker: Speaker;
  readonly track: RemoteAudio;
  /** Unique in the event: the beginning of the ids of this stream's segments. */
  readonly streamId: string;
  readonly engine: EngineHostClient;
  readonly floor: FloorBus;
  /** Whether most channels that interpret this speaker are busy with what came before. */
  readonly channelsBusy: () => boolean;
  readonly onSpeaking: (speaking: boolean) => void;
  readonly onSpoken: (spoken: Spoken) => void;
}

/** One speaker's microphone, from the SFU to the floor and to the engines, for as long as its subscription lasts. */
export class SpeakerStream {
  readonly speaker: Speaker;
  readonly #frames: FrameStream;
  readonly #feed: FloorFeed;
  readonly #floor: FloorBus;
  readonly #channelsBusy: () => boolean;
  readonly #engineStream: EngineStream;
  readonly #tracker: SpeechTracker;
  readonly #arrivals = new ArrivalLog(ENGINE_SAMPLE_RATE_HZ);
  readonly #age = new FrameAge();
  readonly #ages = new BoundedWindow(100);
  readonly #stop = new AbortController();

  constructor({ speaker, track, streamId, engine, floor, channelsBusy, onSpeaking, onSpoken }: SpeakerStreamOptions) {
    this.speaker = speaker;
    this.#floor = floor;
    this.#channelsBusy = channelsBusy;
    this.#feed = new FloorFeed(speaker.language);
    floor.add(this.#feed, speaker.identity);
    this.#frames = frames(track, { signal: this.#stop.signal });
    this.#tracker = new SpeechTracker({ speaker, streamId, arrivals: this.#arrivals, onSpoken });
    const tracker = this.#tracker;
    this.#engineStream = engine.openStream(speaker.language, {
      onSpeaking,
      onStarted: (atSample, toldMs) => tracker.started(atSample, toldMs),
      onStopped: (atSample) => tracker.stopped(atSample),
      onReading: (reading, computeMs) => tracker.read(reading, computeMs),
      onLost: (untilSample) => tracker.lost(untilSample),
    });
  }

  /** See {@link SpeechTracker.openSinceMs}. */
  get openSinceMs(): number | undefined {
    return this.#tracker.openSinceMs;
  }

  /** Carries audio until the subscription ends or {@link close} is called. */
  async run(): Promise<void> {
    const { signal } = this.#stop;
    const stage = resample(SOUND_RATE_HZ, ENGINE_SAMPLE_RATE_HZ);
    try {
      for await (const { value, mediaStartMs, mediaEndMs, arrivedAtMs } of stage(this.#ingest(), { signal, nowMs, count: () => undefined })) {
        this.#arrivals.note(Math.round(mediaEndMs * ENGINE_SAMPLES_PER_MS), arrivedAtMs);
        this.#engineStream.push(Math.round(mediaStartMs * ENGINE_SAMPLES_PER_MS), value, this.#channelsBusy());
      }
    } finally {
      this.close();
    }
  }

  /** What the last second was like; call once a second. */
  stats(): SessionStats['speakers'][number] {
    const frameAgeP95Ms = this.#ages.takeP95();
    return {
      identity: this.speaker.identity,
      queueMs: this.#frames.queuedMs,
      queueLimitMs: this.#frames.limitMs,
      droppedFrames: this.#frames.droppedFrames,
      ...(frameAgeP95Ms !== undefined && { frameAgeP95Ms }),
    };
  }

  /** What was left out of this stream since it began. */
  get drops(): Pick<SessionStats['drops'], 'frames' | 'engineAudioMs' | 'unrecognisedSegments'> {
    return {
      frames: this.#frames.droppedFrames,
      engineAudioMs: this.#engineStream.droppedSamples / ENGINE_SAMPLES_PER_MS,
      unrecognisedSegments: this.#engineStream.unrecognisedSegments,
    };
  }

  /** Stops hearing this speaker; what was said so far is committed. Idempotent. */
  close(): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#floor.remove(this.#feed);
    this.#engineStream.close();
    this.#tracker.ended();
  }

  async *#ingest(): AsyncGenerator<Timed<Int16Array>, void, undefined> {
    for await (const { samples, sampleRateHz, firstSample, arrivedAtMs } of this.#frames) {
      const mediaStartMs = (firstSample * 1000) / sampleRateHz;
      this.#ages.add(this.#age.of({ mediaMs: mediaStartMs, arrivedAtMs }, nowMs()));
      this.#feed.push(samples);
      yield { value: samples, mediaStartMs, mediaEndMs: mediaStartMs + (samples.length * 1000) / sampleRateHz, arrivedAtMs };
    }
  }
}
