import type { ConfiguredEngine } from '../../shared/engine-spec.ts';
import { ApertiumTranslator } from './apertium/apertium-translator.ts';
import { configuredEngines } from './configured-engines.ts';
import { BundledEspeak } from './espeak/bundled/bundled-espeak.ts';
import { EspeakProgram } from './espeak/program/espeak-program.ts';
import { Recognisers } from './recognisers.ts';
import type { FolderRecogniserOptions } from './sherpa/folder-recogniser.ts';
import { RehearsalRecogniser } from './sherpa/rehearsal-recogniser.ts';
import { SileroVoiceActivity } from './sherpa/silero-voice-activity.ts';
import { Translators } from './translators.ts';
import type { VoiceActivity } from './voice-activity.ts';
import { Voices } from './voices.ts';

/** Where the engines find what they are made of. */
export interface EnginePlaces {
  readonly resourcesDir: string;
  /** The built `voice-thread.js`. */
  readonly voiceThreadFile: string;
  /** The built `voice-host.js`. */
  readonly voiceHostFile: string;
  /** The espeak-ng that is installed: its path; undefined where none is. */
  readonly espeakProgram: string | undefined;
  /** Tries a model in a process of its own; see {@link FolderRecogniserOptions}. */
  readonly trial: FolderRecogniserOptions['trial'];
}

/** The engines of this machine, the user's own first, then what works with nothing downloaded. Nothing is started yet. */
export interface EngineSet {
  readonly voiceActivity: VoiceActivity;
  readonly recognisers: Recognisers;
  readonly translators: Translators;
  readonly voices: Voices;
}

/** @param onChange called whenever an engine became able to work, or stopped being so */
export function createEngineSet({ resourcesDir, voiceThreadFile, voiceHostFile, espeakProgram, trial }: EnginePlaces, configured: readonly ConfiguredEngine[], onChange: () => void = () => undefined): EngineSet {
  const own = configuredEngines(configured, onChange, trial);
  const installed = espeakProgram === undefined ? [] : [new EspeakProgram(espeakProgram, voiceHostFile, onChange)];
  return {
    voiceActivity: new SileroVoiceActivity(resourcesDir),
    recognisers: new Recognisers(own.recognisers, [new RehearsalRecogniser(resourcesDir)]),
    translators: new Translators([...own.translators, new ApertiumTranslator({ onChange })]),
    voices: new Voices([...own.voices, ...installed, new BundledEspeak(voiceThreadFile, onChange)]),
  };
}

/** Ends every program, thread and connection of the set. */
export async function closeEngineSet({ recognisers, translators, voices }: EngineSet): Promise<void> {
  await Promise.all([recognisers[Symbol.asyncDispose](), translators[Symbol.asyncDispose](), voices[Symbol.asyncDispose]()]);
}
