import type { Caption } from '../../shared/live/caption.ts';

/** All captions of one stretch of speech: the source and its translations, side by side in one row. */
export interface CaptionRow {
  readonly segmentId: string;
  readonly speakerName: string;
  readonly sourceLanguage: string;
  readonly spokenStartMs: number;
  /** By language; a language without a caption (yet) is absent. */
  readonly captions: Readonly<Record<string, Caption>>;
}

export interface CaptionSnapshot {
  /** In the order of speech. */
  readonly rows: readonly CaptionRow[];
  /** Grows by one with every change. */
  readonly version: number;
}

/** Segments kept; the oldest go first. */
export const MAX_SEGMENTS = 10_000;

/** Calls `apply` soon, once. In the browser: before the next frame. */
export type Schedule = (apply: () => void) => void;

const nextFrame: Schedule = (apply) => {
  // A hidden window has no frames; its captions must not pile up until it is looked at again.
  if (document.hidden) setTimeout(apply, 100);
  else requestAnimationFrame(apply);
};

/**
 * The captions of one room, row by row.
 *
 * Batches are collected and applied together, at most once a frame, however fast they come. A row is replaced when one of
 * its captions changes and is the same object otherwise, so that only changed rows are drawn again. An older revision never
 * replaces a newer one; a final caption without text is a retraction and vanishes.
 */
export class CaptionStore {
  readonly #schedule: Schedule;
  readonly #listeners = new Set<() => void>();
  readonly #index = new Map<string, CaptionRow>();
  readonly #retracted = new Map<string, number>();
  #waiting: Caption[] = [];
  #scheduled = false;
  #newestStartMs = Number.NEGATIVE_INFINITY;
  #snapshot: CaptionSnapshot = { rows: [], version: 0 };

  constructor(schedule: Schedule = nextFrame) {
    this.#schedule = schedule;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): CaptionSnapshot => this.#snapshot;

  /** Takes a batch; it shows with the next frame. */
  push(batch: readonly Caption[]): void {
    for (const caption of batch) this.#waiting.push(caption);
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    this.#schedule(() => this.#apply());
  }

  #apply(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#scheduled = false;
    let changed = false;
    let reorder = false;
    for (const caption of batch) {
      const result = this.#take(caption);
      changed ||= result !== 'ignored';
      reorder ||= result === 'reordered';
    }
    if (!changed) return;
    let rows = [...this.#index.values()];
    if (reorder) rows.sort((a, b) => a.spokenStartMs - b.spokenStartMs);
    for (const { segmentId } of rows.slice(0, Math.max(0, rows.length - MAX_SEGMENTS))) this.#index.delete(segmentId);
    rows = rows.slice(-MAX_SEGMENTS);
    if (reorder) {
      this.#index.clear();
      for (const row of rows) this.#index.set(row.segmentId, row);
    }
    this.#snapshot = { rows, version: this.#snapshot.version + 1 };
    for (const listener of this.#listeners) listener();
  }

  #take(caption: Caption): 'ignored' | 'updated' | 'reordered' {
    const { segmentId, language, revision } = caption;
    const row = this.#index.get(segmentId);
    const known = row?.captions[language]?.revision ?? this.#retracted.get(caption.id) ?? -1;
    if (revision <= known) return 'ignored';
    if (caption.final && caption.stable === '') return this.#retract(caption, row);

    // The first to come decides where the row stands: a line that is being read never moves.
    const next: CaptionRow = row
      ? { ...row, captions: { ...row.captions, [language]: caption } }
      : {
          segmentId,
          speakerName: caption.speakerName,
          sourceLanguage: caption.sourceLanguage,
          spokenStartMs: caption.spokenStartMs,
          captions: { [language]: caption },
        };
    this.#index.set(segmentId, next);
    if (row) return 'updated';
    const late = caption.spokenStartMs < this.#newestStartMs;
    this.#newestStartMs = Math.max(this.#newestStartMs, caption.spokenStartMs);
    return late ? 'reordered' : 'updated';
  }

  #retract(caption: Caption, row: CaptionRow | undefined): 'ignored' | 'updated' {
    this.#retracted.set(caption.id, caption.revision);
    const [oldest] = this.#retracted.keys();
    if (oldest !== undefined && this.#retracted.size > MAX_SEGMENTS) this.#retracted.delete(oldest);
    if (!row?.captions[caption.language]) return 'ignored';
    const { [caption.language]: _, ...captions } = row.captions;
    if (Object.keys(captions).length === 0) this.#index.delete(row.segmentId);
    else this.#index.set(row.segmentId, { ...row, captions });
    return 'updated';
  }
}
