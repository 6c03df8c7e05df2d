import type { LanguageTrace, SegmentTrace } from '../../shared/live/trace.ts';

const FLUSH_MS = 100;

/** A trace being written; everything but what identifies it may still come. */
type OpenTrace = Omit<SegmentTrace, 'languages' | 'done'> & { readonly languages: Map<string, LanguageTrace> };

/** Collects what becomes of every segment and tells it as it advances, at most ten times a second per segment. */
export class TraceBook {
  readonly #onTrace: (trace: SegmentTrace) => void;
  readonly #open = new Map<string, OpenTrace>();
  readonly #changed = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onTrace: (trace: SegmentTrace) => void) {
    this.#onTrace = onTrace;
  }

  /** Begins the trace of a committed segment on its way to `languages`; without any it is done at once. */
  begin(segment: Omit<SegmentTrace, 'languages' | 'done'>, languages: readonly string[]): void {
    this.#open.set(segment.segmentId, { ...segment, languages: new Map(languages.map((language) => [language, { language, outcome: 'pending' as const }])) });
    this.#touch(segment.segmentId);
  }

  /** Adds what is known now. An outcome other than `pending` is the last word on that language. */
  update(segmentId: string, language: string, more: Partial<LanguageTrace>): void {
    const trace = this.#open.get(segmentId);
    const before = trace?.languages.get(language);
    if (!trace || !before || before.outcome !== 'pending') return;
    trace.languages.set(language, { ...before, ...more, language });
    this.#touch(segmentId);
  }

  /** Tells what is known and ends the rest. */
  close(): void {
    clearTimeout(this.#timer);
    this.#flush();
  }

  #touch(segmentId: string): void {
    this.#changed.add(segmentId);
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    for (const segmentId of this.#changed) {
      const trace = this.#open.get(segmentId);
      if (!trace) continue;
      const languages = [...trace.languages.values()];
      const done = languages.every(({ outcome }) => outcome !== 'pending');
      if (done) this.#open.delete(segmentId);
      this.#onTrace({ ...trace, languages, done });
    }
    this.#changed.clear();
  }
}
