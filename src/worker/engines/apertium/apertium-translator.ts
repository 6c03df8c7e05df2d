import { AppError } from '../../../shared/app-error.ts';
import { drop } from '../../../shared/drop.ts';
import type { ProcessRef } from '../../../shared/live/stats.ts';
import type { EngineCheck } from '../engine-check.ts';
import { presentText } from '../present-text.ts';
import type { TranslateOptions, Translation, Translator } from '../translator.ts';
import { ApertiumPipeline } from './apertium-pipeline.ts';
import { installHint } from './install-hint.ts';
import { type ApertiumMode, installedModes } from './modes.ts';
import { stepsBetween } from './routes.ts';
import { withoutStrayCapitals } from './stray-capitals.ts';

/** Apertium's rule-based pairs as installed on this machine (Linux packages), each kept warm from its first use on. */
export class ApertiumTranslator implements Translator, AsyncDisposable {
  readonly id = 'apertium';
  readonly about = 'Apertium, on this machine: good between Romance languages, the gist only from English.';
  readonly local = true;
  /** A pair that died is said by {@link ready}. */
  readonly trouble = undefined;
  readonly #modesDir: string;
  readonly #onChange: () => void;
  readonly #pipelines = new Map<string, ApertiumPipeline>();
  #modes: readonly ApertiumMode[] = [];

  /** @param onChange called when a pair became able to translate, stopped being so, or its programs changed */
  constructor(options: { readonly modesDir?: string; readonly onChange?: () => void } = {}) {
    this.#modesDir = options.modesDir ?? '/usr/share/apertium/modes';
    this.#onChange = options.onChange ?? (() => undefined);
  }

  async check(): Promise<EngineCheck> {
    this.#modes = await installedModes(this.#modesDir);
    if (this.#modes.length > 0) return { ok: true, message: this.about };
    return { ok: false, message: `No translator is installed: Apertium has no language pair here. Channels carry the floor. ${installHint('en', 'es')}` };
  }

  /** Installed pairs as `source>target`. After {@link check}. */
  get pairs(): string[] {
    return this.#modes.map((mode) => `${mode.source}>${mode.target}`);
  }

  route(source: string, target: string): readonly string[] | undefined {
    const steps = stepsBetween(this.#modes, source, target);
    return steps && [source, ...steps.map((step) => step.target)];
  }

  /** Why there is no route, and how to get one. */
  missing(source: string, target: string): string {
    return `No translator from ${source} to ${target} is installed. The channel carries the floor. ${installHint(source, target)}`;
  }

  /** Starts what the route needs, if it is not running yet. */
  warm(source: string, target: string): void {
    for (const step of stepsBetween(this.#modes, source, target) ?? []) this.#pipeline(step);
  }

  /** Whether every step of the route is running and has answered. */
  ready(source: string, target: string): boolean {
    return stepsBetween(this.#modes, source, target)?.every((step) => this.#pipelines.get(step.name)?.ready) ?? false;
  }

  async translate(text: string, source: string, target: string, signal: AbortSignal, { startsSentence = true }: TranslateOptions = {}): Promise<Translation> {
    signal.throwIfAborted();
    const steps = stepsBetween(this.#modes, source, target);
    if (!steps) throw new AppError('LANGUAGE_UNKNOWN', this.missing(source, target));
    const startedAt = performance.now();
    // The pairs tell "I" from "i" and a sentence's start from its middle, the recogniser does not.
    let current = presentText(text, source, { startsSentence });
    for (const step of steps) current = withoutStrayCapitals(text, await abortable(this.#pipeline(step).translate(current), signal), target);
    const presented = presentText(current, target, { startsSentence });
    // The pairs begin everything with a capital that they take for a sentence.
    return { text: startsSentence ? presented : beginsLike(text, presented, target), computeMs: performance.now() - startedAt };
  }

  /** The programs of all running pairs. */
  get processes(): ProcessRef[] {
    return [...this.#pipelines.values()].flatMap((pipeline) => pipeline.processes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#pipelines.values()].map((pipeline) => pipeline[Symbol.asyncDispose]()));
  }

  #pipeline(mode: ApertiumMode): ApertiumPipeline {
    const known = this.#pipelines.get(mode.name);
    if (known) return known;
    const pipeline = new ApertiumPipeline(mode, this.#onChange);
    this.#pipelines.set(mode.name, pipeline);
    pipeline.start();
    return pipeline;
  }
}

/** Stops waiting for `promise` when `signal` fires; a step that others share runs on. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    drop(promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort)), reject);
  });
}

/** `text` with a small letter at its beginning where `source` has one there, or the English pronoun. */
function beginsLike(source: string, text: string, language: string): string {
  if (!/^[^\p{L}]*(?:\p{Ll}|I(?![\p{L}]))/u.test(source)) return text;
  return text.replace(/^([^\p{L}]*)(\p{L})/u, (_, before: string, first: string) => before + first.toLocaleLowerCase(language));
}
