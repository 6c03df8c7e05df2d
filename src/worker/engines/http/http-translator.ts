import { AppError } from '../../../shared/app-error.ts';
import type { RemoteEngineSpec } from '../../../shared/engine-spec.ts';
import type { EngineCheck } from '../engine-check.ts';
import { baseOf, serves } from '../languages.ts';
import { presentText } from '../present-text.ts';
import type { TranslateOptions, Translation, Translator } from '../translator.ts';
import { bearer, endpointOf, probeListing } from './endpoint-of.ts';
import type { HttpEndpoint } from './http-endpoint.ts';
import { HttpFailure } from './http-failure.ts';
import { libreBody, type LibreLanguages, readLibreLanguages, readLibreTranslation } from './libretranslate.ts';
import { chatBody, readChatTranslation } from './openai-chat.ts';
import { parsedJson } from './transcript.ts';

type Spec = Extract<RemoteEngineSpec, { type: 'openai-translator' | 'libretranslate' }>;

/** Under the five seconds after which a session gives a sentence up, so that the next engine still has its turn. */
const TRANSLATE_TIMEOUT_MS = 4_000;
const MAX_ANSWER_BYTES = 256_000;
const LIMITS = { timeoutMs: TRANSLATE_TIMEOUT_MS, idleMs: TRANSLATE_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES } as const;

/** A translation server: a language model behind OpenAI's chat interface, or LibreTranslate. */
export class HttpTranslator implements Translator {
  readonly id: string;
  readonly about: string;
  readonly local = false;
  readonly processes = [];
  readonly #spec: Spec;
  readonly #key: string | undefined;
  readonly #endpoint: HttpEndpoint;
  /** LibreTranslate's own list, once it has told. */
  #known: LibreLanguages | undefined;
  /** It was looked for: one that does not answer at all must not cost the first sentences their time. */
  #looked = false;

  constructor(spec: Spec, key: string | undefined, onChange: () => void) {
    this.#spec = spec;
    this.#key = key;
    this.id = spec.id;
    this.about = spec.type === 'libretranslate' ? `LibreTranslate at ${spec.url}.` : `Language model ${spec.model} at ${spec.url}.`;
    this.#endpoint = endpointOf(spec, {
      // LibreTranslate takes its key in the request.
      headers: spec.type === 'libretranslate' ? {} : bearer(key),
      probe: async (endpoint, signal) => {
        if (spec.type === 'libretranslate') this.#known = readLibreLanguages(parsedJson(await endpoint.probe('/languages', signal)));
        else await probeListing('/v1/models')(endpoint, signal);
      },
      onChange,
    });
  }

  get trouble(): string | undefined {
    return this.#endpoint.trouble;
  }

  /** A language model does not tell what it knows: the pairs of the languages that the user entered, from English. */
  get pairs(): string[] {
    if (this.#known) return [...this.#known].flatMap(([source, targets]) => [...targets].filter((target) => serves(this.#spec.languages, target)).map((target) => `${source}>${target}`));
    return this.#spec.languages.filter((target) => baseOf(target) !== 'en').map((target) => `en>${target}`);
  }

  async check(): Promise<EngineCheck> {
    const found = await this.#endpoint.check(this.about);
    this.#looked = true;
    return found;
  }

  route(source: string, target: string): readonly string[] | undefined {
    if (baseOf(source) === baseOf(target) || !serves(this.#spec.languages, target)) return undefined;
    if (this.#spec.type === 'libretranslate' && this.#known && !this.#codes(source, target)) return undefined;
    return [source, target];
  }

  warm(): void {
    // The server is there or it is not.
  }

  ready(source: string, target: string): boolean {
    return this.#looked && this.trouble === undefined && this.route(source, target) !== undefined;
  }

  missing(source: string, target: string): string {
    return `${this.id} does not translate from ${source} to ${target}. The channel carries the floor.`;
  }

  async translate(text: string, source: string, target: string, signal: AbortSignal, { startsSentence = true }: TranslateOptions = {}): Promise<Translation> {
    if (!this.route(source, target)) throw new AppError('LANGUAGE_UNKNOWN', this.missing(source, target));
    const tidy = text.trim();
    if (tidy === '') return { text: '', computeMs: 0 };
    const startedAt = performance.now();
    const translated = await this.#endpoint.ask(
      this.#spec.type === 'libretranslate'
        ? { ...LIMITS, path: '/translate', body: () => libreBody(tidy, this.#codes(source, target) ?? { source: baseOf(source), target: baseOf(target) }, this.#key) }
        : { ...LIMITS, path: '/v1/chat/completions', body: () => chatBody(tidy, { source, target, startsSentence, model: this.#spec.type === 'openai-translator' ? this.#spec.model : '' }) },
      (body) => {
        const answer = parsedJson(body);
        const found = this.#spec.type === 'libretranslate' ? readLibreTranslation(answer) : readChatTranslation(answer);
        if (found.trim() === '') throw new HttpFailure('answers with an empty translation', { retryable: true });
        // A model that explains instead of translating is wordier than any language.
        if (found.length > 4 * tidy.length + 200) throw new HttpFailure('answers with far more than a translation');
        return found;
      },
      signal,
    );
    return { text: presentText(translated, target, { startsSentence }), computeMs: performance.now() - startedAt };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#endpoint[Symbol.asyncDispose]();
  }

  /** LibreTranslate's codes of a pair; undefined where it has none. */
  #codes(source: string, target: string): { source: string; target: string } | undefined {
    const known = this.#known;
    if (!known) return undefined;
    for (const from of [source, baseOf(source)]) {
      for (const to of [target, baseOf(target)]) if (known.get(from)?.has(to)) return { source: from, target: to };
    }
    return undefined;
  }
}
