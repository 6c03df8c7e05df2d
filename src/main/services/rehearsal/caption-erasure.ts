/** One state of a caption, as an ordinary client received it. */
interface CaptionState {
  readonly captionId: string;
  readonly text: string;
  readonly final: boolean;
}

/** Captions whose last state is remembered: the newest, far more than can still be revised. */
const CAPTIONS_MAX = 1_000;

/**
 * Flicker: how many words readers saw that were then taken back, for each word that stayed.
 *
 * Normalised erasure after Arivazhagan et al. 2020 (arXiv 2004.03643): of each revision the words behind the part it has in common
 * with the next one, summed, divided by the words of the final captions. 0 is a text that only grows. Words are compared as
 * they are shown.
 */
export class CaptionErasure {
  readonly #shown = new Map<string, readonly string[]>();
  #erasedWords = 0;
  #finalWords = 0;

  /** Words taken back for each word that stayed; undefined before the first final caption. */
  get normalised(): number | undefined {
    return this.#finalWords === 0 ? undefined : this.#erasedWords / this.#finalWords;
  }

  take({ captionId, text, final }: CaptionState): void {
    const before = this.#shown.get(captionId) ?? [];
    const words = text.split(/\s+/).filter(Boolean);
    let kept = 0;
    while (kept < before.length && before[kept] === words[kept]) kept++;
    this.#erasedWords += before.length - kept;
    this.#shown.delete(captionId);
    if (final) this.#finalWords += words.length;
    else this.#shown.set(captionId, words);
    if (this.#shown.size > CAPTIONS_MAX) this.#shown.delete(this.#shown.keys().next().value!);
  }
}
