import type { Engine } from './engine-check.ts';

/** Samples of one decision of every voice-activity engine: 32 ms at 16 kHz, the window Silero was trained with. */
export const VOICE_WINDOW_SAMPLES = 512;

/** Tells speech from everything else. */
export interface VoiceActivity extends Engine {
  /** @throws MODEL_INVALID when {@link check} fails; BINARY_MISSING when the native library cannot be loaded. */
  load(): Promise<void>;
  /** A detector of its own for one speaker. Only after {@link load}. */
  openDetector(): VoiceDetector;
}

/** Keeps the acoustic memory of one speaker. */
export interface VoiceDetector {
  /** Takes exactly {@link VOICE_WINDOW_SAMPLES} samples, ±1, and says at once whether they are speech. */
  hears(window: Float32Array): boolean;
  /** Hands the detector back; it must not be used afterwards. */
  close(): void;
}
