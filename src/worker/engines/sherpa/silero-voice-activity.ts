import type { Vad } from 'sherpa-onnx-node';
import { AppError } from '../../../shared/app-error.ts';
import type { EngineCheck } from '../engine-check.ts';
import { verifiedModelFiles } from '../model-file.ts';
import { ENGINE_SAMPLE_RATE_HZ } from '../protocol.ts';
import { VOICE_WINDOW_SAMPLES, type VoiceActivity, type VoiceDetector } from '../voice-activity.ts';
import { loadSherpa } from './load-sherpa.ts';

const MODEL = 'vad/silero_vad.onnx';

/**
 * Silero v5 inside sherpa-onnx's `Vad`, used as a detector of single windows: its own end-of-speech wait is switched off
 * (one more window is the least it takes), because {@link SpeechGate} decides how long a pause must be.
 */
export class SileroVoiceActivity implements VoiceActivity {
  readonly id = 'silero';
  readonly about = 'Silero voice activity, on this machine.';
  readonly trouble = undefined;
  readonly #resourcesDir: string;
  #create: (() => Vad) | undefined;
  /** Creating a detector loads the model again (about 140 ms), so closed ones are kept, and one is made ahead. */
  readonly #spare: Vad[] = [];

  constructor(resourcesDir: string) {
    this.#resourcesDir = resourcesDir;
  }

  async check(): Promise<EngineCheck> {
    try {
      await verifiedModelFiles(this.#resourcesDir, [MODEL]);
      return { ok: true, message: this.about };
    } catch (thrown) {
      return { ok: false, message: AppError.from(thrown).message };
    }
  }

  async load(): Promise<void> {
    const [[model], { Vad }] = await Promise.all([verifiedModelFiles(this.#resourcesDir, [MODEL]), loadSherpa()]);
    this.#create = () =>
      new Vad(
        {
          sileroVad: {
            model: model!,
            // Lower hears quiet ends of words and bridges more of a comma; measured with SpeechGate's pauses.
            threshold: 0.3,
            minSilenceDuration: 0.001,
            minSpeechDuration: 0.032,
            // Any other size at 16 kHz makes the library exit the process.
            windowSize: VOICE_WINDOW_SAMPLES,
            maxSpeechDuration: 3_600,
          },
          sampleRate: ENGINE_SAMPLE_RATE_HZ,
          numThreads: 1,
          debug: 0,
        },
        30,
      );
    this.#spare.push(this.#create());
  }

  openDetector(): VoiceDetector {
    if (!this.#create) throw new Error('load() comes first');
    const vad = this.#spare.pop() ?? this.#create();
    return {
      hears: (window) => {
        vad.acceptWaveform(window);
        // The library keeps finished speech for who wants the audio; nobody does, and it would grow.
        while (!vad.isEmpty()) vad.pop();
        return vad.isDetected();
      },
      close: () => {
        vad.reset();
        this.#spare.push(vad);
      },
    };
  }
}
