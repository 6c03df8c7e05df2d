import { within } from '../../shared/within.ts';

/**
 * Asks a library that may cease to answer. Who asks gives up waiting after `withinMs` and may ask again; more than `mostUnanswered`
 * questions are not put, so that none gather for the rest of the event.
 */
export class BoundedQuestions<Answer> {
  readonly #put: () => Promise<Answer>;
  readonly #withinMs: number;
  readonly #mostUnanswered: number;
  #unanswered = 0;

  constructor(put: () => Promise<Answer>, { withinMs, mostUnanswered }: { readonly withinMs: number; readonly mostUnanswered: number }) {
    this.#put = put;
    this.#withinMs = withinMs;
    this.#mostUnanswered = mostUnanswered;
  }

  /** Rejects with the library's reason, with one that says that no answer came in time, or at once when too many are owed. */
  async ask(): Promise<Answer> {
    if (this.#unanswered >= this.#mostUnanswered) throw new Error('too many questions are unanswered');
    this.#unanswered++;
    const answer = this.#put().finally(() => this.#unanswered--);
    return within(answer, this.#withinMs, () => new Error('no answer came in time'));
  }
}
