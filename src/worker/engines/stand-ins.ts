import { Lasting } from './lasting.ts';
import type { Voices } from './voices.ts';

export interface StandInsOptions {
  /** Opens whoever can speak these languages. */
  readonly open: (languages: readonly string[]) => void;
  /** Something was given back. */
  readonly onClosed: () => void;
  /** A voice that fails is back within a second as a rule: only after so long another is opened, milliseconds. */
  readonly openAfterMs?: number | undefined;
  /** A voice that failed may fail again: whoever stood in is kept until he was not needed for so long, milliseconds. Longer costs 50 MB for longer. */
  readonly keepForMs?: number | undefined;
}

/** When somebody stands in for a voice that fails, and when that is given back, language by language. */
export class StandIns implements AsyncDisposable {
  readonly #voices: Pick<Voices, 'hasIdleStandIn' | 'isSpeaking' | 'closeStandIns'>;
  readonly #silent: Lasting;
  readonly #idle: Lasting;
  readonly #onClosed: () => void;
  readonly #closing = new Set<Promise<void>>();

  constructor(voices: Pick<Voices, 'hasIdleStandIn' | 'isSpeaking' | 'closeStandIns'>, { open, onClosed, openAfterMs = 1_500, keepForMs = 30_000 }: StandInsOptions) {
    this.#voices = voices;
    this.#onClosed = onClosed;
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
    this.#silent.update(unspoken);
    this.#idle.update(languages.filter((language) => this.#voices.hasIdleStandIn(language)));
  }

  /** Resolves when all that was to be given back is. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#silent[Symbol.dispose]();
    this.#idle[Symbol.dispose]();
    await Promise.all(this.#closing);
  }

  #close(languages: readonly string[]): void {
    // A voice that hangs is not known to before long, and another is needed then.
    const speaking = languages.filter((language) => this.#voices.isSpeaking(language));
    this.#idle.renew(speaking);
    for (const language of languages) {
      if (speaking.includes(language)) continue;
      const closing = this.#voices.closeStandIns(language).then(() => {
        this.#closing.delete(closing);
        this.#onClosed();
      });
      this.#closing.add(closing);
    }
  }
}
