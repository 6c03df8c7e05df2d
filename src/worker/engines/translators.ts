import { AppError } from '../../shared/app-error.ts';
import type { ProcessRef } from '../../shared/live/stats.ts';
import type { TranslateOptions, Translation, Translator } from './translator.ts';

/** All translators in the order of preference: each pair is served by the first that has it and works. */
export class Translators implements AsyncDisposable {
  readonly engines: readonly Translator[];

  constructor(engines: readonly Translator[]) {
    this.engines = engines;
  }

  /** Whoever translates the pair now; where nobody does, who is meant to. Undefined: nobody has it. */
  chosen(source: string, target: string): Translator | undefined {
    const able = this.#able(source, target);
    return able.find((engine) => engine.ready(source, target)) ?? able[0];
  }

  ready(source: string, target: string): boolean {
    return this.chosen(source, target)?.ready(source, target) ?? false;
  }

  /** Why there is no translation now: what is wrong with the engine meant for it, or what is missing. */
  trouble(source: string, target: string): string {
    const [first] = this.#able(source, target);
    if (first) return first.trouble ?? 'The translator is being started.';
    return this.engines.at(-1)?.missing(source, target) ?? '';
  }

  /** Starts what every engine that has the pair needs; does nothing where it runs already. */
  warm(source: string, target: string): void {
    for (const engine of this.#able(source, target)) engine.warm(source, target);
  }

  /** The programs that translators run. */
  get processes(): ProcessRef[] {
    return this.engines.flatMap((engine) => engine.processes);
  }

  /**
   * By the first that works; when it fails, by the next, so that one dead server costs a sentence its time and not its words. A
   * pair that nobody had warmed is, so that the next sentence is translated.
   *
   * @throws LANGUAGE_UNKNOWN nobody has the pair; else what the last one threw
   */
  async translate(text: string, source: string, target: string, signal: AbortSignal, options: TranslateOptions = {}): Promise<Translation> {
    const able = this.#able(source, target);
    this.warm(source, target);
    const working = able.filter((engine) => engine.ready(source, target));
    let failure: unknown = new AppError(able.length > 0 ? 'PEER_GONE' : 'LANGUAGE_UNKNOWN', this.trouble(source, target));
    for (const engine of working) {
      try {
        return await engine.translate(text, source, target, signal, options);
      } catch (thrown) {
        signal.throwIfAborted();
        failure = thrown;
      }
    }
    throw failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine[Symbol.asyncDispose]()));
  }

  #able(source: string, target: string): Translator[] {
    return this.engines.filter((engine) => engine.route(source, target) !== undefined);
  }
}
