import { spokenWords } from './spoken-words.ts';

/** A caption revision as an ordinary client received it. */
export interface CaptionRevision {
  readonly captionId: string;
  readonly text: string;
  /** Length in UTF-16 code units of the part that was promised never to change. */
  readonly stableLength: number;
}

/** Captions whose committed part is remembered: the newest, far more than can still be revised. */
const CAPTIONS_MAX = 1_000;

/**
 * Counts the words that were promised and then changed.
 *
 * For each revision, the committed part of the one before must stand at its beginning. Where it does not, every word of
 * that part which is no longer at its place counts once; after that the new text is what is held to. A caption that is taken back
 * as a whole, because nobody had said it, has no changed words.
 */
export class CommittedText {
  readonly #committed = new Map<string, string>();
  #changedWords = 0;

  /** Words changed so far. */
  get changedWords(): number {
    return this.#changedWords;
  }

  take({ captionId, text, stableLength }: CaptionRevision): void {
    // Taken back whole: nobody had said it.
    if (text === '') return void this.#committed.delete(captionId);
    const committed = this.#committed.get(captionId) ?? '';
    if (!text.startsWith(committed)) {
      const now = spokenWords(text);
      this.#changedWords += Math.max(1, spokenWords(committed).filter((word, index) => now[index] !== word).length);
    }
    const stable = text.slice(0, stableLength);
    // Taken out first, so that the oldest is the one that has not been revised for longest.
    this.#committed.delete(captionId);
    this.#committed.set(captionId, text.startsWith(committed) && committed.length > stable.length ? committed : stable);
    if (this.#committed.size > CAPTIONS_MAX) this.#committed.delete(this.#committed.keys().next().value!);
  }
}
