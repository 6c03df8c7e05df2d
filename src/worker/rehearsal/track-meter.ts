/** −50 dBFS: above the noise of a codec's comfort silence, below any speech at a usual level. */
const SPEECH_RMS = 32_768 * 10 ** (-50 / 20);

/** Silence after which sound is an onset. */
const ONSET_SILENCE_MS = 40;

/** A listener hears an interruption of this length. */
const GAP_MS = 100;

/** After a pause in the arrivals, how long the missing frames may take to come in a burst. */
const BURST_MS = 300;

/** What the meter found so far. */
export interface TrackTotals {
  readonly audioSeconds: number;
  readonly elapsedSeconds: number;
  readonly gaps: number;
  readonly longestGapMs: number;
}

/**
 * Measures one channel as a listener has it, from its frames and the moments at which they left the jitter buffer.
 *
 * *Onset*: a frame louder than −50 dBFS (RMS over the frame) after at least 40 ms of frames that were not; the time is that
 * frame's arrival. *Gap*: no frame for more than 100 ms, and the missing audio did not come in a burst within 300 ms after
 * it (then it was this process that was late, not the track). The frames of a new subscription continue the same totals,
 * and the time in between is a gap like any other.
 */
export class TrackMeter {
  #firstMs: number | undefined;
  #lastMs = 0;
  #audioMs = 0;
  #silentMs = Infinity;
  #gaps = 0;
  #longestGapMs = 0;
  #suspect: { readonly atMs: number; readonly pauseMs: number; readonly audioMs: number } | undefined;

  /** Returns true when speech begins with this frame. Frames are 10 ms. */
  take(samples: Int16Array, sampleRateHz: number, arrivedAtMs: number): boolean {
    const frameMs = (samples.length * 1000) / sampleRateHz;
    this.#judge(arrivedAtMs);
    const pauseMs = this.#firstMs === undefined ? 0 : arrivedAtMs - this.#lastMs;
    this.#firstMs ??= arrivedAtMs - frameMs;
    if (pauseMs > GAP_MS && !this.#suspect) this.#suspect = { atMs: arrivedAtMs, pauseMs, audioMs: this.#audioMs };
    this.#lastMs = arrivedAtMs;
    this.#audioMs += frameMs;

    if (rms(samples) < SPEECH_RMS) {
      this.#silentMs += frameMs;
      return false;
    }
    const onset = this.#silentMs >= ONSET_SILENCE_MS;
    this.#silentMs = 0;
    return onset;
  }

  /** Totals at `nowMs`; a pause that lasts is counted as soon as it is a gap. */
  totals(nowMs: number): TrackTotals {
    this.#judge(nowMs);
    const pauseMs = this.#firstMs === undefined ? 0 : nowMs - this.#lastMs;
    const open = pauseMs > GAP_MS + BURST_MS;
    return {
      audioSeconds: this.#audioMs / 1000,
      elapsedSeconds: this.#firstMs === undefined ? 0 : Math.max(0, nowMs - this.#firstMs) / 1000,
      gaps: this.#gaps + (open ? 1 : 0),
      longestGapMs: Math.max(this.#longestGapMs, open ? pauseMs : 0),
    };
  }

  /** Decides about a pause once its burst must have come. */
  #judge(nowMs: number): void {
    const suspect = this.#suspect;
    if (!suspect || nowMs - suspect.atMs < BURST_MS) return;
    this.#suspect = undefined;
    const expectedMs = suspect.pauseMs + (this.#lastMs - suspect.atMs);
    const missingMs = expectedMs - (this.#audioMs - suspect.audioMs);
    if (missingMs <= GAP_MS) return;
    this.#gaps++;
    this.#longestGapMs = Math.max(this.#longestGapMs, suspect.pauseMs);
  }
}

function rms(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}
