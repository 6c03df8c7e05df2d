import { setTimeout as sleep } from 'node:timers/promises';
import { drop } from '../../../shared/drop.ts';
import { nowMs } from '../../../shared/node/monotonic-clock.ts';
import type { RtcRoom } from '../../rtc/join-room.ts';
import { PacedSource } from '../../rtc/paced-source.ts';
import { startPacer } from '../../rtc/pacer.ts';
import { SOUND_RATE_HZ } from '../../sound/pcm.ts';

/** How a clip was said; monotonic milliseconds at the encoder. */
export interface SaidClip {
  readonly closedAtMs: number;
  /** All, unless the connection was lost. */
  readonly samples: number;
}

export interface BoothMicrophoneOptions {
  readonly track: string;
  readonly onOpened: (atMs: number) => void;
  readonly onClosed: (said: SaidClip) => void;
  readonly onError: (thrown: unknown) => void;
}

interface Saying {
  readonly clip: Int16Array;
  readonly muteAfter: boolean;
  nextSample: number;
}

/** One Opus packet: the encoder has taken the last sample for certain. */
const PACKET_MS = 20;

/** The microphone of a synthetic interpreter: muted, but for its takes. Each connection has a track of its own. */
export class BoothMicrophone implements AsyncDisposable {
  readonly #options: BoothMicrophoneOptions;
  #source: PacedSource | undefined;
  #stopPacer: (() => void) | undefined;
  #saying: Saying | undefined;

  constructor(options: BoothMicrophoneOptions) {
    this.#options = options;
  }

  /** Publishes a fresh track in `room` and mutes it; forgets the one of the connection before. */
  async publish(room: RtcRoom): Promise<void> {
    this.#unplug();
    const source = new PacedSource(this.#options.track);
    const frame = new Int16Array(source.frameSamples);
    this.#source = source;
    this.#stopPacer = startPacer({ writeFrame: () => this.#write(source, frame) });
    await room.publish(source);
    source.setMuted(true);
  }

  /** Opens the microphone and says `clip` from the next frame on. */
  say(clip: Int16Array, muteAfter: boolean): void {
    this.#source?.setMuted(false);
    this.#saying = { clip, muteAfter, nextSample: 0 };
  }

  mute(): void {
    this.#source?.setMuted(true);
  }

  /** The connection is gone, and the rest would be said to nobody. */
  cut(): void {
    const saying = this.#saying;
    this.#saying = undefined;
    if (saying && saying.nextSample > 0) this.#options.onClosed({ closedAtMs: nowMs(), samples: saying.nextSample });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unplug();
  }

  #unplug(): void {
    this.#stopPacer?.();
    if (this.#source) drop(this.#source.close(), this.#options.onError);
    this.#source = undefined;
  }

  #write(source: PacedSource, frame: Int16Array): void {
    const saying = this.#saying;
    frame.fill(0);
    if (!saying) return source.write(frame);
    if (saying.nextSample === 0) this.#options.onOpened(nowMs());
    const samples = saying.clip.subarray(saying.nextSample, saying.nextSample + frame.length);
    frame.set(samples);
    source.write(frame);
    saying.nextSample += samples.length;
    if (saying.nextSample < saying.clip.length) return;
    this.#saying = undefined;
    this.#options.onClosed({ closedAtMs: nowMs() + (samples.length * 1000) / SOUND_RATE_HZ, samples: saying.nextSample });
    if (saying.muteAfter) drop(this.#muteAfter(source), this.#options.onError);
  }

  /** What waits in the client is said to its end, as by somebody who finishes the word and then presses the button. */
  async #muteAfter(source: PacedSource): Promise<void> {
    await sleep(source.queuedMs + PACKET_MS);
    if (!this.#saying) source.setMuted(true);
  }
}
