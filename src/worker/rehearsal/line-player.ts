import { drop } from '../../shared/drop.ts';
import { FLOOR_TRACK } from '../../shared/tracks.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { RtcRoom } from '../rtc/join-room.ts';
import { PacedSource } from '../rtc/paced-source.ts';
import { startPacer } from '../rtc/pacer.ts';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';
import type { SpokenLine } from './spoken-line.ts';
import { WordClock, type TimedLine } from './word-clock.ts';

interface Playing {
  readonly line: SpokenLine;
  readonly clock: WordClock;
  nextSample: number;
  readonly done: (timed: TimedLine) => void;
}

/**
 * The microphone of one synthetic speaker: track `floor`, 48 kHz, RED, silence between the lines. Each connection has a
 * track of its own; the pace is the clock's, and every frame is stamped with the moment at which it reaches the encoder.
 */
export class LinePlayer implements AsyncDisposable {
  readonly #onError: (thrown: unknown) => void;
  #playing: Playing | undefined;
  /** Begins the moment the line being spoken is over: a line without a gap before it may come a frame early. */
  #next: Playing | undefined;
  #source: PacedSource | undefined;
  #stopPacer: (() => void) | undefined;

  constructor(onError: (thrown: unknown) => void) {
    this.#onError = onError;
  }

  /** Publishes a fresh track in `room`, and forgets the one of the connection before. */
  async publish(room: RtcRoom): Promise<void> {
    this.#unplug();
    const source = new PacedSource(FLOOR_TRACK);
    const frame = new Int16Array(source.frameSamples);
    this.#source = source;
    this.#stopPacer = startPacer({ writeFrame: () => this.#write(source, frame) });
    await room.publish(source);
  }

  /** Speaks `line` from the next frame on, or after the one being spoken; a third one takes the place of the second. Resolves when its last sample reached the encoder, or with what was said by {@link cut}. */
  play(line: SpokenLine): Promise<TimedLine> {
    return new Promise((resolve) => {
      const playing = { line, clock: new WordClock(line), nextSample: 0, done: resolve };
      if (!this.#playing) this.#playing = playing;
      else {
        this.#next?.done(this.#next.clock.timed());
        this.#next = playing;
      }
    });
  }

  /** Falls silent: the connection is gone and the rest would be said to nobody. */
  cut(): void {
    const cut = [this.#playing, this.#next];
    this.#playing = undefined;
    this.#next = undefined;
    for (const playing of cut) playing?.done(playing.clock.timed());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#unplug();
  }

  #unplug(): void {
    this.#stopPacer?.();
    if (this.#source) drop(this.#source.close(), this.#onError);
    this.#source = undefined;
  }

  #write(source: PacedSource, frame: Int16Array): void {
    frame.fill(0);
    const playing = this.#playing;
    if (!playing) return source.write(frame);
    const samples = playing.line.samples.subarray(playing.nextSample, playing.nextSample + frame.length);
    frame.set(samples);
    playing.clock.frame(playing.nextSample, samples.length, nowMs(), SOUND_RATE_HZ);
    source.write(frame);
    playing.nextSample += samples.length;
    if (playing.nextSample < playing.line.samples.length) return;
    this.#playing = this.#next;
    this.#next = undefined;
    playing.done(playing.clock.timed());
  }
}
