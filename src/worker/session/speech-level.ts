import { SOUND_RATE_HZ } from '../sound/pcm.ts';

/** −50 dBFS: above the noise of a quiet booth, below any speech into its microphone. */
const SPEECH_RMS = 32_768 * 10 ** (-50 / 20);
/** What a frame is compared with fades by so much in 10 ms: slower than audio whose packets have stopped (0.83), so that it falls behind. */
const REFERENCE_FADE = 0.95;

/** How loud a microphone is, frame by frame: since when nobody speaks into it, and whether it has just become quieter. */
export class SpeechLevel {
  #silentMs = 0;
  #reference = 0;
  #falling = false;

  /** Takes a frame. Returns whether it is loud enough for speech. */
  take(samples: Int16Array): boolean {
    const frameMs = (samples.length * 1000) / SOUND_RATE_HZ;
    let squares = 0;
    for (const sample of samples) squares += sample * sample;
    const rms = Math.sqrt(squares / Math.max(1, samples.length));
    const loud = rms >= SPEECH_RMS;
    this.#silentMs = loud ? 0 : this.#silentMs + frameMs;
    this.#reference = Math.max(rms, this.#reference * REFERENCE_FADE ** (frameMs / 10));
    this.#falling = !loud || rms < this.#reference / 2;
    return loud;
  }

  /** As after a word. */
  reset(): void {
    this.#silentMs = 0;
  }

  /** For how long nothing was loud enough for speech, milliseconds of audio. */
  get silentMs(): number {
    return this.#silentMs;
  }

  /** Half as loud as just before, or silent: the end of a word, or of the packets. Audio that goes on as it was is neither. */
  get falling(): boolean {
    return this.#falling;
  }
}
