import { FifoSampleBuffer, Stretch } from '@soundtouchjs/core';
import { SOUND_RATE_HZ } from './pcm.ts';

/**
 * SoundTouch's parameters for speech: pieces of about two pitch periods of the lowest voice, joined where the waves fit best
 * within one period, over 8 ms.
 */
const PIECES = { sequenceMs: 40, seekWindowMs: 15, overlapMs: 8, quickSeek: true };
/** Zeros after the end push the last piece out; a window and its search take less than this. */
const FLUSH_SAMPLES = SOUND_RATE_HZ / 10;
/** Longest pieces in which sound goes through. */
const CHUNK_SAMPLES = 960;

/**
 * Makes speech faster and keeps its pitch (WSOLA, by SoundTouchJS). Streaming: pushed as needed, since what was pushed has the
 * pace that was set then; about 65 ms of it are held back until more is pushed or it ends. The first sample that comes out is
 * the first one that was pushed, so sound that was played so far can go on here without a jump.
 */
export class TimeStretch {
  readonly #input = new FifoSampleBuffer();
  readonly #output = new FifoSampleBuffer();
  readonly #stretch = new Stretch({ sampleRate: SOUND_RATE_HZ });
  /** The library knows stereo only: both sides are the same. */
  readonly #stereo = new Float32Array(2 * CHUNK_SAMPLES);
  #rate = 1;
  #dueSamples = 0;
  #takenSamples = 0;
  #ended = false;

  constructor() {
    this.#stretch.inputBuffer = this.#input;
    this.#stretch.outputBuffer = this.#output;
    this.#stretch.setStretchParameters(PIECES);
  }

  /** How much shorter what is pushed from now on becomes: 1 and more. */
  set rate(rate: number) {
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#stretch.tempo = rate;
  }

  /** Pushed and not yet read, in samples of what comes out. */
  get pendingSamples(): number {
    return Math.max(0, Math.round(this.#dueSamples) - this.#takenSamples);
  }

  /** Can be read now. */
  get readySamples(): number {
    return Math.min(this.#output.frameCount, this.pendingSamples);
  }

  /** 48 kHz mono, at most {@link CHUNK_SAMPLES}. Not after {@link end}. */
  push(pcm: Int16Array): void {
    this.#dueSamples += pcm.length / this.#rate;
    this.#put(pcm.length, pcm);
  }

  /** Nothing more comes: everything can be read now. Idempotent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (let put = 0; put < FLUSH_SAMPLES; put += CHUNK_SAMPLES) this.#put(CHUNK_SAMPLES);
  }

  /** Fills `into` from `at`; returns how many samples were ready for it. */
  read(into: Int16Array, at: number): number {
    let position = at;
    for (let left = Math.min(into.length - at, this.readySamples); left > 0; ) {
      const take = Math.min(left, CHUNK_SAMPLES);
      this.#output.receiveSamples(this.#stereo, take);
      for (let n = 0; n < take; n++) into[position + n] = Math.round(this.#stereo[2 * n]!);
      position += take;
      left -= take;
    }
    this.#takenSamples += position - at;
    return position - at;
  }

  /** Zeros where there is no `pcm`. */
  #put(samples: number, pcm?: Int16Array): void {
    for (let n = 0; n < samples; n++) this.#stereo[2 * n] = this.#stereo[2 * n + 1] = pcm?.[n] ?? 0;
    this.#input.putSamples(this.#stereo, 0, samples);
    this.#stretch.process();
  }
}
