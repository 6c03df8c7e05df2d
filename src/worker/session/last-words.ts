/** How often it is looked, milliseconds: a channel is passed on within a moment of its last word. */
const LOOK_EVERY_MS = 20;

export interface LastWordsOptions {
  readonly languages: readonly string[];
  /** Nothing of this worker's own speech is still to be said on the channel. */
  readonly saidAll: (language: string) => boolean;
  /** Once for each channel. */
  readonly onSaid: (language: string) => void;
}

/** Waits, on every channel, for the last word of what a worker has still to say before its successor has the channel. */
export class LastWords {
  readonly #timer: ReturnType<typeof setInterval>;

  constructor({ languages, saidAll, onSaid }: LastWordsOptions) {
    const waiting = new Set(languages);
    this.#timer = setInterval(() => {
      for (const language of waiting) {
        if (!saidAll(language)) continue;
        waiting.delete(language);
        onSaid(language);
      }
      if (waiting.size === 0) this.close();
    }, LOOK_EVERY_MS);
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
  }
}
