import { drop } from '../../shared/drop.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { Lasting } from './lasting.ts';
import type { Voices } from './voices.ts';

export interface StandInsOptions {
  /** Opens whoever can speak these languages. */
  readonly open: (languages: readonly string[]) => void;
  /** Something was given back. */
  readonly onClosed: () => void;
  /** A voice that fails is back within a second as a rule: only after so long another is opened, milliseconds; at once where it fails again soon. */
  readonly openAfterMs?: number | undefined;
  /** A voice that failed may fail again: what stood in for it is kept until it was not needed for so long, milliseconds. Longer costs 50 MB for longer. */
  readonly keepForMs?: number | undefined;
}

/** When somebody stands in for a voice that fails, and when that is given back, language by language. */
export class StandIns implements AsyncDisposable {
  readonly #voices: Pick<Voices, 'hasIdleStandIn' | 'isSpeaking' | 'closeStandIns'>;
  readonly #silent: Lasting;
  readonly #idle: Lasting;
  readonly #open: StandInsOptions['open'];
  readonly #onClosed: () => void;
  readonly #keepForMs: number;
  /** Whose voice was away at the last look, and when that of each was last found to be back. */
  #unspoken: readonly string[] = [];
  readonly #backMs = new Map<string, number>();
  readonly #closing = new Set<Promise<void>>();
  #closed = false;

  constructor(voices: Pick<Voices, 'hasIdleStandIn' | 'isSpeaking' | 'closeStandIns'>, { open, onClosed, openAfterMs = 1_500, keepForMs = 30_000 }: StandInsOptions) {
    this.#voices = voices;
    this.#open = open;
    this.#onClosed = onClosed;
    this.#keepForMs = keepForMs;
    this.#silent = new Lasting(openAfterMs, open);
    this.#idle = new Lasting(keepForMs, (languages) => this.#close(languages));
  }

  /**
   * To be called whenever a voice came or went.
   *
   * @param languages all of the room
   * @param unspoken those of which a voice should speak, and none can
   */
  update(languages: readonly string[], unspoken: readonly string[]): void {
    if (this.#closed) return;
    this.#silent.update(unspoken);
    this.#openAgain(unspoken);
    this.#idle.update(languages.filter((language) => this.#voices.hasIdleStandIn(language)));
  }

  /** Resolves when all that was to be given back is. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#silent[Symbol.dispose]();
    this.#idle[Symbol.dispose]();
    await Promise.allSettled(this.#closing);
  }

  /** A voice that speaks when it is tried, and fails with what it is given, is never away for long: the second time is enough. */
  #openAgain(unspoken: readonly string[]): void {
    const now = nowMs();
    for (const language of this.#unspoken) if (!unspoken.includes(language)) this.#backMs.set(language, now);
    const again = unspoken.filter((language) => !this.#unspoken.includes(language) && now - (this.#backMs.get(language) ?? -Infinity) < this.#keepForMs);
    this.#unspoken = unspoken;
    if (again.length > 0) this.#open(again);
  }

  #close(languages: readonly string[]): void {
    // A voice that hangs is not known to before long, and another is needed then.
    const speaking = languages.filter((language) => this.#voices.isSpeaking(language));
    this.#idle.renew(speaking);
    for (const language of languages) {
      if (speaking.includes(language)) continue;
      const closing = this.#voices.closeStandIns(language).finally(() => this.#closing.delete(closing));
      this.#closing.add(closing);
      drop(closing.then(this.#onClosed), () => undefined);
    }
  }
}
