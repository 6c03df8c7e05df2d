import type { RemoteEngineSpec } from '../../../shared/engine-spec.ts';
import type { EngineCheck } from '../engine-check.ts';
import { baseOf } from '../languages.ts';
import type { Recogniser, SegmentReader, Transcript } from '../recogniser.ts';
import { bearer, endpointOf, probeListing } from './endpoint-of.ts';
import type { HttpEndpoint, HttpRequest } from './http-endpoint.ts';
import { HttpFailure } from './http-failure.ts';
import { readTranscript } from './transcript.ts';
import { pcmBytes, wavFile } from './wav.ts';

type Spec = Extract<RemoteEngineSpec, { type: 'openai-recogniser' | 'whisper-asr' }>;

/** A segment is late after that; the words are lost then, not the sentences behind them. */
const TRANSCRIBE_TIMEOUT_MS = 8_000;
/** A transcript of 30 s with the time of every token is about 50 kB. */
const MAX_ANSWER_BYTES = 1_000_000;
const LIMITS = { timeoutMs: TRANSCRIBE_TIMEOUT_MS, idleMs: TRANSCRIBE_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES } as const;

/** A Whisper server, asked one stretch of speech at a time. */
export class HttpRecogniser implements Recogniser {
  readonly id: string;
  readonly about: string;
  readonly languages: readonly string[];
  readonly reader: SegmentReader = {
    reads: 'segments',
    // Reading again what was read costs the server, and often money, as much as the first time.
    interim: false,
    transcribe: (samples, language, signal) => this.#transcribe(samples, language, signal),
  };
  readonly #spec: Spec;
  readonly #endpoint: HttpEndpoint;
  /** A server that knows only `json` has said so. */
  #verbose = true;

  constructor(spec: Spec, key: string | undefined, onChange: () => void) {
    this.#spec = spec;
    this.id = spec.id;
    this.languages = spec.languages;
    this.about = spec.type === 'whisper-asr' ? `Whisper at ${spec.url}.` : `Recogniser ${spec.model} at ${spec.url}.`;
    this.#endpoint = endpointOf(spec, {
      headers: bearer(key),
      // The web service has no list of models; its description is always there.
      probe: probeListing(spec.type === 'whisper-asr' ? '/openapi.json' : '/v1/models'),
      onChange,
    });
  }

  get trouble(): string | undefined {
    return this.#endpoint.trouble;
  }

  check(): Promise<EngineCheck> {
    return this.#endpoint.check(this.about);
  }

  async load(): Promise<void> {
    await this.check();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#endpoint[Symbol.asyncDispose]();
  }

  async #transcribe(samples: Int16Array, language: string, signal: AbortSignal): Promise<Transcript> {
    if (samples.length === 0) return { words: [], confidence: {} };
    const read = (body: Buffer): Transcript => readTranscript(body, samples.length);
    if (this.#spec.type === 'whisper-asr') return this.#endpoint.ask(asrRequest(samples, language), read, signal);
    const { model } = this.#spec;
    return this.#endpoint.ask(
      {
        ...LIMITS,
        path: '/v1/audio/transcriptions',
        // Made anew for each try, so that a server that refuses the detailed format is asked for the plain one.
        body: () => transcriptionForm(samples, language, model, this.#verbose),
      },
      read,
      signal,
      (failure) => {
        if (!this.#verbose || (failure.status !== 400 && failure.status !== 422)) return failure;
        this.#verbose = false;
        return new HttpFailure(failure.message, { retryable: true, ...(failure.status !== undefined && { status: failure.status }) });
      },
    );
  }
}

function transcriptionForm(samples: Int16Array, language: string, model: string, verbose: boolean): FormData {
  const form = new FormData();
  form.append('file', new Blob([wavFile(samples)], { type: 'audio/wav' }), 'speech.wav');
  form.append('model', model);
  form.append('language', baseOf(language));
  form.append('temperature', '0');
  form.append('response_format', verbose ? 'verbose_json' : 'json');
  if (verbose) for (const granularity of ['word', 'segment']) form.append('timestamp_granularities[]', granularity);
  return form;
}

/** `encode=false`: raw 16 kHz samples, so that the server needs no ffmpeg for it. */
function asrRequest(samples: Int16Array, language: string): HttpRequest {
  const query = new URLSearchParams({ encode: 'false', task: 'transcribe', language: baseOf(language), word_timestamps: 'true', output: 'json' });
  return {
    ...LIMITS,
    path: `/asr?${query.toString()}`,
    body: () => {
      const form = new FormData();
      form.append('audio_file', new Blob([pcmBytes(samples)]), 'speech.raw');
      return form;
    },
  };
}
