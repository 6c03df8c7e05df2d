import { availableParallelism } from 'node:os';
import type { OfflineRecognizer, OnlineRecognizer } from 'sherpa-onnx-node';
import { AppError } from '../../../shared/app-error.ts';
import type { EngineSpec } from '../../../shared/engine-spec.ts';
import type { EngineCheck } from '../engine-check.ts';
import { baseOf } from '../languages.ts';
import { ENGINE_SAMPLE_RATE_HZ } from '../protocol.ts';
import type { Recogniser, SegmentReader, StreamReader, Transcript } from '../recogniser.ts';
import { spreadWords } from '../spread-words.ts';
import { type CheckedModel, checkedModel } from './checked-model.ts';
import { loadSherpa } from './load-sherpa.ts';
import type { ModelLayout } from './model-layout.ts';
import { SherpaStream } from './sherpa-stream.ts';
import { timedWords } from './timed-words.ts';

type Spec = Extract<EngineSpec, { type: 'model-folder' }>;

export interface FolderRecogniserOptions {
  /**
   * Loads the same model in a process that may die of it, and throws MODEL_INVALID when it does; undefined in that process
   * itself.
   */
  readonly trial: ((spec: Spec) => Promise<void>) | undefined;
}

const KINDS = { transducer: 'Transducer', ctc: 'CTC', whisper: 'Whisper', moonshine: 'Moonshine' } as const;

/** A model of sherpa-onnx from a folder that the user names: one that hears a stream, or one that reads segments. */
export class FolderRecogniser implements Recogniser {
  readonly id: string;
  readonly languages: readonly string[];
  readonly trouble = undefined;
  readonly #spec: Spec;
  readonly #options: FolderRecogniserOptions;
  #about: string;
  #reader: StreamReader | SegmentReader | undefined;

  constructor(spec: Spec, options: FolderRecogniserOptions) {
    this.#spec = spec;
    this.#options = options;
    this.id = spec.id;
    this.languages = spec.languages;
    this.#about = `Model in ${spec.folder}.`;
  }

  get about(): string {
    return this.#about;
  }

  async check(): Promise<EngineCheck> {
    try {
      await this.#looked();
      return { ok: true, message: this.about };
    } catch (thrown) {
      return { ok: false, message: AppError.from(thrown).message };
    }
  }

  async load(): Promise<void> {
    const model = await this.#looked();
    await this.#options.trial?.(this.#spec);
    const { OnlineRecognizer, OfflineRecognizer } = await loadSherpa();
    try {
      this.#reader = model.use === 'stream' ? streamReader(new OnlineRecognizer(onlineConfig(model))) : segmentReader(await OfflineRecognizer.createAsync(offlineConfig(model, this.#spec)));
    } catch (cause) {
      throw new AppError('MODEL_INVALID', `The speech library refuses the model in ${this.#spec.folder}. Its languages are not recognised; see that its files belong together.`, { cause });
    }
  }

  get reader(): StreamReader | SegmentReader {
    if (!this.#reader) throw new Error('load() comes first');
    return this.#reader;
  }

  /** The library frees its memory with the process. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  async #looked(): Promise<CheckedModel> {
    const model = await checkedModel(this.#spec.folder);
    this.#about = `${KINDS[model.layout.kind]} model in ${this.#spec.folder}, ${model.use === 'stream' ? 'hears while somebody speaks' : 'reads each sentence when it is over'}.`;
    return model;
  }
}

const streamReader = (recogniser: OnlineRecognizer): StreamReader => ({ reads: 'stream', openStream: () => new SherpaStream(recogniser) });

/** One segment at a time: decoding uses all the threads that it was given. */
function segmentReader(recogniser: OfflineRecognizer): SegmentReader {
  let last: Promise<unknown> = Promise.resolve();
  const read = async (samples: Int16Array, signal: AbortSignal): Promise<Transcript> => {
    signal.throwIfAborted();
    if (samples.length === 0) return { words: [], confidence: {} };
    const stream = recogniser.createStream();
    stream.acceptWaveform({ samples: Float32Array.from(samples, (sample) => sample / 32_768), sampleRate: ENGINE_SAMPLE_RATE_HZ });
    const { text, tokens, timestamps, ys_log_probs: logProbs } = await recogniser.decodeAsync(stream);
    signal.throwIfAborted();
    const timed = timestamps.length === tokens.length && tokens.length > 0 ? timedWords(tokens, timestamps, 0) : spreadWords(text, 0, samples.length);
    // A model that pads what it hears may end a word behind it.
    const words = timed.map((word) => Object.assign(word, { startSample: Math.min(word.startSample, samples.length), endSample: Math.min(word.endSample, samples.length) }));
    return { words, confidence: logProbs && logProbs.length > 0 ? { meanLogProb: logProbs.reduce((sum, value) => sum + value, 0) / logProbs.length } : {} };
  };
  return {
    reads: 'segments',
    interim: true,
    transcribe: (samples, _language, signal) => {
      const reading = last.then(() => read(samples, signal));
      last = reading.catch(() => undefined);
      return reading;
    },
  };
}

const features = { sampleRate: ENGINE_SAMPLE_RATE_HZ, featureDim: 80 };

function onlineConfig({ layout, nemo }: CheckedModel): ConstructorParameters<typeof OnlineRecognizer>[0] {
  const common = { tokens: layout.tokens, numThreads: 1, provider: 'cpu', debug: 0 };
  const settings = { featConfig: features, decodingMethod: 'greedy_search', enableEndpoint: 0 };
  if (layout.kind === 'transducer') {
    const { encoder, decoder, joiner } = layout;
    return { ...settings, modelConfig: { ...common, transducer: { encoder, decoder, joiner } } };
  }
  const { model, graph } = layout as Extract<ModelLayout, { kind: 'ctc' }>;
  return {
    ...settings,
    modelConfig: { ...common, ...(nemo ? { nemoCtc: { model } } : { zipformer2Ctc: { model } }) },
    ...(graph !== undefined && { ctcFstDecoderConfig: { graph, maxActive: 1_500 } }),
  };
}

function offlineConfig({ layout, nemo }: CheckedModel, { languages }: Spec): Parameters<typeof OfflineRecognizer.createAsync>[0] {
  const common = { tokens: layout.tokens, numThreads: Math.min(4, availableParallelism()), provider: 'cpu', debug: 0 };
  const settings = { featConfig: features, decodingMethod: 'greedy_search' };
  switch (layout.kind) {
    case 'whisper': {
      const { encoder, decoder } = layout;
      // A model for one language is told which; one for several finds out by itself.
      const language = languages.length === 1 ? baseOf(languages[0]!) : '';
      return { ...settings, modelConfig: { ...common, whisper: { encoder, decoder, language, task: 'transcribe', tailPaddings: -1 } } };
    }
    case 'moonshine': {
      const { preprocessor, encoder, uncachedDecoder, cachedDecoder } = layout;
      return { ...settings, modelConfig: { ...common, moonshine: { preprocessor, encoder, uncachedDecoder, cachedDecoder } } };
    }
    case 'transducer': {
      const { encoder, decoder, joiner } = layout;
      return { ...settings, modelConfig: { ...common, transducer: { encoder, decoder, joiner }, modelType: nemo ? 'nemo_transducer' : '' } };
    }
    default:
      return { ...settings, modelConfig: { ...common, ...(nemo ? { nemoCtc: { model: layout.model } } : { zipformerCtc: { model: layout.model } }) } };
  }
}
