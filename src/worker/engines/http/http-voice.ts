import { AppError } from '../../../shared/app-error.ts';
import type { RemoteEngineSpec } from '../../../shared/engine-spec.ts';
import type { EngineCheck } from '../engine-check.ts';
import { SilenceTrimmer } from '../espeak/silence-trimmer.ts';
import { serves } from '../languages.ts';
import type { OnChunk, SpeakRequest, Synthesiser } from '../synthesiser.ts';
import { bearer, endpointOf, probeListing } from './endpoint-of.ts';
import type { HttpEndpoint } from './http-endpoint.ts';
import { HttpFailure } from './http-failure.ts';
import { PcmReader } from './pcm-reader.ts';

type Spec = Extract<RemoteEngineSpec, { type: 'openai-voice' }>;

/** Under the 15 s after which a session gives a clause up. */
const SPEAK_TIMEOUT_MS = 14_000;
/** The first sound, or the next, is too late for a listener after this. */
const IDLE_MS = 4_000;
/** Two minutes at 24 kHz: far more than any clause. */
const MAX_AUDIO_BYTES = 120 * 24_000 * 2;
/** OpenAI's own limit. */
const MAX_TEXT = 4_096;

/** A voice behind OpenAI's `/v1/audio/speech`: raw PCM, handed on while it comes. */
export class HttpVoice implements Synthesiser {
  readonly id: string;
  readonly about: string;
  readonly local = false;
  readonly ownRate: boolean;
  readonly processes = [];
  readonly #spec: Spec;
  readonly #endpoint: HttpEndpoint;

  constructor(spec: Spec, key: string | undefined, onChange: () => void) {
    this.#spec = spec;
    this.id = spec.id;
    this.ownRate = spec.followsSpeed;
    this.about = `Voice ${spec.voice} of ${spec.model} at ${spec.url}.`;
    this.#endpoint = endpointOf(spec, {
      headers: bearer(key),
      probe: probeListing('/v1/models'),
      onChange,
    });
  }

  get trouble(): string | undefined {
    return this.#endpoint.trouble;
  }

  check(): Promise<EngineCheck> {
    return this.#endpoint.check(this.about);
  }

  speaks(language: string): boolean {
    return serves(this.#spec.languages, language);
  }

  missing(language: string): string {
    return `${this.id} has no voice for ${language}. The channel carries the floor; captions are written.`;
  }

  async open(language: string): Promise<void> {
    if (!this.speaks(language)) throw new AppError('LANGUAGE_UNKNOWN', this.missing(language));
    // A server that lists its models and does not speak would be taken for well; while it is left alone, its probes decide.
    if (this.trouble === undefined) await this.check();
  }

  ready(language: string): boolean {
    return this.speaks(language) && this.trouble === undefined;
  }

  async speak(language: string, { text, rate }: SpeakRequest, onChunk: OnChunk, signal: AbortSignal): Promise<number> {
    if (!this.speaks(language)) throw new AppError('LANGUAGE_UNKNOWN', this.missing(language));
    const startedAt = performance.now();
    if (text.trim() === '') return 0;
    const { model, voice } = this.#spec;
    let reader = new PcmReader();
    let trimmer = new SilenceTrimmer();
    const body = (): string => {
      // Another try begins from the beginning; nothing was handed over before it.
      reader = new PcmReader();
      trimmer = new SilenceTrimmer();
      return JSON.stringify({ model, voice, input: text.slice(0, MAX_TEXT), response_format: 'pcm', speed: this.ownRate ? rate : 1 });
    };
    let heard = false;
    await this.#endpoint.stream(
      { path: '/v1/audio/speech', body, timeoutMs: SPEAK_TIMEOUT_MS, idleMs: IDLE_MS, maxBytes: MAX_AUDIO_BYTES },
      (part, response) => {
        const samples = trimmer.take(reader.take(part, response.headers.get('content-type') ?? ''));
        if (samples.length === 0 || signal.aborted) return false;
        heard = true;
        onChunk({ samples, sampleRateHz: reader.sampleRateHz });
        return true;
      },
      signal,
      () => {
        if (!heard) throw new HttpFailure('answers without any sound');
      },
    );
    return performance.now() - startedAt;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#endpoint[Symbol.asyncDispose]();
  }
}
