import { SOUND_RATE_HZ } from '../sound/pcm.ts';

/** −50 dBFS: above the noise of a quiet booth, below any speech into its microphone. */
const SPEECH_RMS = 32_768 * 10 ** (-50 / 20);
/**
 * Where the booth itself is louder, speech is what stands this far above its noise: 9.5 dB, as 10 ms of a fan's rumble may stand 7 dB
 * above its mean. What is louder than −36 dBFS is speech in any case: a soft voice is not noise.
 */
const ABOVE_NOISE = 3;
const LOUDEST_NOISE_RMS = (32_768 * 10 ** (-36 / 20)) / ABOVE_NOISE;
const LEAST_NOISE_RMS = SPEECH_RMS / ABOVE_NOISE;
/** The noise is the quietest of late, in pieces of this length: a single frame of it says little, and a pause between words is longer. */
const NOISE_PIECE_MS = 100;
/** What is taken for the noise rises by 1 dB a second: known after some seconds, and a voice that goes on for ten of them without a pause is none. */
const NOISE_RISE = 10 ** (1 / 20);
/** What a frame is compared with fades by so much in 10 ms: slower than audio whose packets have stopped (0.83), so that it falls behind. */
const REFERENCE_FADE = 0.95;

/** How loud a microphone is, frame by frame: since when nobody speaks into it, and whether it has just become quieter. */
export class SpeechLevel {
  #silentMs = 0;
  #speechlessMs = 0;
  #noiseRms = LEAST_NOISE_RMS;
  #piece = { squares: 0, samples: 0 };
  #reference = 0;
  #falling = false;

  /** Takes a frame. Returns whether it is speech: loud enough, and louder than the booth. */
  take(samples: Int16Array): boolean {
    const frameMs = (samples.length * 1000) / SOUND_RATE_HZ;
    let squares = 0;
    for (const sample of samples) squares += sample * sample;
    const rms = Math.sqrt(squares / Math.max(1, samples.length));
    const loud = rms >= SPEECH_RMS;
    this.#silentMs = loud ? 0 : this.#silentMs + frameMs;
    this.#reference = Math.max(rms, this.#reference * REFERENCE_FADE ** (frameMs / 10));
    this.#falling = !loud || rms < this.#reference / 2;
    this.#followNoise(squares, samples.length);
    const speech = rms >= this.#noiseRms * ABOVE_NOISE;
    this.#speechlessMs = speech ? 0 : this.#speechlessMs + frameMs;
    return speech;
  }

  /** As after a word. */
  reset(): void {
    this.#silentMs = 0;
    this.#speechlessMs = 0;
  }

  /** For how long nothing was as loud as speech or a noisy booth, milliseconds of audio: packets that stop are followed by that. */
  get silentMs(): number {
    return this.#silentMs;
  }

  /** For how long nobody has spoken, milliseconds of audio, however loud the booth itself is. */
  get speechlessMs(): number {
    return this.#speechlessMs;
  }

  /** Half as loud as just before, or silent: the end of a word, or of the packets. Audio that goes on as it was is neither. */
  get falling(): boolean {
    return this.#falling;
  }

  #followNoise(squares: number, samples: number): void {
    const piece = this.#piece;
    piece.squares += squares;
    piece.samples += samples;
    const pieceMs = (piece.samples * 1000) / SOUND_RATE_HZ;
    if (pieceMs < NOISE_PIECE_MS) return;
    const risen = this.#noiseRms * NOISE_RISE ** (pieceMs / 1000);
    const quietest = Math.min(Math.sqrt(piece.squares / piece.samples), risen);
    this.#noiseRms = Math.max(LEAST_NOISE_RMS, Math.min(LOUDEST_NOISE_RMS, quietest));
    this.#piece = { squares: 0, samples: 0 };
  }
}
