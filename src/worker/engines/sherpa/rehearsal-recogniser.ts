import type { OnlineRecognizer } from 'sherpa-onnx-node';
import { AppError } from '../../../shared/app-error.ts';
import type { EngineCheck } from '../engine-check.ts';
import { verifiedModelFiles } from '../model-file.ts';
import { ENGINE_SAMPLE_RATE_HZ } from '../protocol.ts';
import type { Recogniser, StreamReader } from '../recogniser.ts';
import { loadSherpa } from './load-sherpa.ts';
import { SherpaStream } from './sherpa-stream.ts';

const FILES = ['rehearsal/model.int8.onnx', 'rehearsal/tokens.txt', 'rehearsal/graph.fst'] as const;

/** The bundled streaming recogniser: English, trained on espeak-ng voices (`resources/rehearsal/MODEL_CARD.md`). */
export class RehearsalRecogniser implements Recogniser {
  readonly id = 'rehearsal-en';
  readonly about = 'Bundled rehearsal recogniser: English, for synthetic voices only; useless on human speech.';
  readonly languages = ['en'];
  readonly trouble = undefined;
  readonly #resourcesDir: string;
  #recogniser: OnlineRecognizer | undefined;

  constructor(resourcesDir: string) {
    this.#resourcesDir = resourcesDir;
  }

  async check(): Promise<EngineCheck> {
    try {
      await verifiedModelFiles(this.#resourcesDir, FILES);
      return { ok: true, message: this.about };
    } catch (thrown) {
      return { ok: false, message: AppError.from(thrown).message };
    }
  }

  async load(): Promise<void> {
    const [[model, tokens, graph], { OnlineRecognizer }] = await Promise.all([verifiedModelFiles(this.#resourcesDir, FILES), loadSherpa()]);
    this.#recogniser = new OnlineRecognizer({
      featConfig: { sampleRate: ENGINE_SAMPLE_RATE_HZ, featureDim: 80 },
      modelConfig: { nemoCtc: { model: model! }, tokens: tokens!, numThreads: 1, provider: 'cpu', debug: 0 },
      decodingMethod: 'greedy_search',
      // The library's endpoint can fall into a comma; voice activity ends a segment instead.
      enableEndpoint: 0,
      ctcFstDecoderConfig: { graph: graph!, maxActive: 1_500 },
    });
  }

  get reader(): StreamReader {
    const recogniser = this.#recogniser;
    if (!recogniser) throw new Error('load() comes first');
    return { reads: 'stream', openStream: () => new SherpaStream(recogniser) };
  }

  /** The library frees its memory with the process. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
