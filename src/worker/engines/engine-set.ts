import { ApertiumTranslator } from './apertium/apertium-translator.ts';
import { EspeakSynthesiser } from './espeak/espeak-synthesiser.ts';
import type { Recogniser } from './recogniser.ts';
import { RehearsalRecogniser } from './sherpa/rehearsal-recogniser.ts';
import { SileroVoiceActivity } from './sherpa/silero-voice-activity.ts';
import type { VoiceActivity } from './voice-activity.ts';

/** Where the engines find what they are made of. */
export interface EnginePlaces {
  readonly resourcesDir: string;
  /** The built `voice-thread.js`. */
  readonly voiceThreadFile: string;
}

/** The engines of this machine: what works with nothing downloaded. Nothing is loaded or started yet. */
export interface EngineSet {
  readonly voiceActivity: VoiceActivity;
  readonly recogniser: Recogniser;
  readonly translator: ApertiumTranslator;
  readonly synthesiser: EspeakSynthesiser;
}

/** @param onChange called whenever a translator or voice became able to work, or stopped being so */
export function createEngineSet({ resourcesDir, voiceThreadFile }: EnginePlaces, onChange: () => void = () => undefined): EngineSet {
  return {
    voiceActivity: new SileroVoiceActivity(resourcesDir),
    recogniser: new RehearsalRecogniser(resourcesDir),
    translator: new ApertiumTranslator({ onChange }),
    synthesiser: new EspeakSynthesiser(voiceThreadFile, onChange),
  };
}
