import { type Caption, captionText } from '../../shared/live/caption.ts';
import { captionAttributes, TRANSCRIPTION_TOPIC } from '../../shared/tracks.ts';
import { drop } from '../../shared/drop.ts';
import { toUnixMs, nowMs } from '../../shared/node/monotonic-clock.ts';

/** Partial revisions of one caption go out at most this often: five a second read calmly. */
const PARTIAL_INTERVAL_MS = 200;
/** Captions of one language waiting to be sent before the oldest is given up; as many are owed to the screens that show their partial. */
const MAX_WAITING = 64;
/** While sends fail, what is owed is tried this often. Shorter brings it sooner once the room is back, and asks it more often while it is not. */
const OWED_RETRY_MS = 500;

export interface CaptionOptions {
  /** Sends one text stream to the room; rejects when that fails. Must end by itself. */
  readonly send: (topic: string, text: string, attributes: Record<string, string>) => Promise<void>;
  readonly toHost: (caption: Caption) => void;
  /** SID of the track a caption transcribes, as it is now. */
  readonly trackSidOf: (caption: Caption) => string | undefined;
  readonly onFailure: (failures: number) => void;
}

type Revision = Omit<Caption, 'revision' | 'publishedAtMs'>;

interface Waiting {
  readonly caption: Revision;
  /** The room did not take it before: the host has it, and its failure is counted. */
  readonly again?: true;
  readonly onPublished: ((atMs: number) => void) | undefined;
}

interface Lane {
  readonly waiting: Map<string, Waiting>;
  /**
   * Final captions of which only a partial went out, sent when nothing else is due, so that no screen keeps the partial: as they
   * are when the room did not take them, and without text when they were given up.
   */
  readonly owed: Map<string, Waiting>;
  /** Nothing that is owed is sent before; in the past unless the last send failed. */
  owedFromMs: number;
  /** Partial captions: when the last revision went out, and how many did. */
  readonly open: Map<string, { lastMs: number; revision: number }>;
  busy: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Publishes captions, in order within each language, one at a time. A newer revision replaces one that still waits, so a
 * slow network sees fewer partial captions and no old ones; a final caption is never held back by the limit on partials. No
 * partial stays on the screens for want of its final: one that the room did not take is sent again until it does.
 */
export class CaptionPublisher {
  readonly #options: CaptionOptions;
  readonly #lanes = new Map<string, Lane>();
  #failures = 0;
  #closed = false;

  constructor(options: CaptionOptions) {
    this.#options = options;
  }

  /** Queues a revision. `onPublished` gets the monotonic time at which it was handed to the SFU client. */
  publish(caption: Revision, onPublished?: (atMs: number) => void): void {
    if (this.#closed) return;
    const lane = this.#laneOf(caption.language);
    if (!lane.waiting.has(caption.id) && lane.waiting.size >= MAX_WAITING) {
      this.#giveUpOldest(lane);
      this.#failed();
    }
    lane.waiting.set(caption.id, { caption, onPublished });
    this.#pump(lane);
  }

  /** Revisions that could not be sent, or gave way because too many waited. */
  get failures(): number {
    return this.#failures;
  }

  close(): void {
    this.#closed = true;
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer);
  }

  #laneOf(language: string): Lane {
    let lane = this.#lanes.get(language);
    if (!lane) this.#lanes.set(language, (lane = { waiting: new Map(), owed: new Map(), owedFromMs: -Infinity, open: new Map(), busy: false, timer: undefined }));
    return lane;
  }

  /** A partial if there is one: its final is still to come. */
  #giveUpOldest(lane: Lane): void {
    const { waiting, open } = lane;
    const [id, { caption }] = [...waiting].find(([, { caption: { final } }]) => !final) ?? waiting.entries().next().value!;
    waiting.delete(id);
    if (caption.final && open.has(id)) this.#owe(lane, { caption: { ...caption, stable: '', unstable: '' }, onPublished: undefined });
  }

  /** The oldest is forgotten when too many are owed. */
  #owe({ owed, open }: Lane, waiting: Waiting): void {
    owed.set(waiting.caption.id, waiting);
    if (owed.size <= MAX_WAITING) return;
    const forgotten = owed.keys().next().value!;
    owed.delete(forgotten);
    open.delete(forgotten);
  }

  #pump(lane: Lane): void {
    if (lane.busy || this.#closed) return;
    clearTimeout(lane.timer);
    lane.timer = undefined;
    const atMs = nowMs();
    let soonestMs = Infinity;
    for (const [id, waiting] of lane.waiting) {
      const dueMs = waiting.caption.final ? atMs : (lane.open.get(id)?.lastMs ?? -Infinity) + PARTIAL_INTERVAL_MS;
      if (dueMs <= atMs) {
        lane.waiting.delete(id);
        return this.#begin(lane, waiting, atMs);
      }
      soonestMs = Math.min(soonestMs, dueMs);
    }
    const [owed] = lane.owed;
    if (owed && lane.owedFromMs <= atMs) {
      lane.owed.delete(owed[0]);
      return this.#begin(lane, owed[1], atMs);
    }
    if (owed) soonestMs = Math.min(soonestMs, lane.owedFromMs);
    if (soonestMs < Infinity) lane.timer = setTimeout(() => this.#pump(lane), Math.max(1, soonestMs - atMs));
  }

  #begin(lane: Lane, waiting: Waiting, atMs: number): void {
    lane.busy = true;
    drop(this.#send(lane, waiting, atMs), () => this.#failed());
  }

  async #send(lane: Lane, waiting: Waiting, atMs: number): Promise<void> {
    const { caption, onPublished, again } = waiting;
    const before = lane.open.get(caption.id);
    const revision = (before?.revision ?? -1) + 1;
    const sent = { lastMs: atMs, revision };
    if (caption.final) lane.open.delete(caption.id);
    else lane.open.set(caption.id, sent);
    const published: Caption = { ...caption, revision, publishedAtMs: toUnixMs(atMs) };
    try {
      onPublished?.(atMs);
      if (!again) this.#options.toHost(published);
      await this.#options.send(TRANSCRIPTION_TOPIC, captionText(published), this.#attributesOf(published));
      lane.owedFromMs = -Infinity;
    } catch {
      lane.owedFromMs = nowMs() + OWED_RETRY_MS;
      if (caption.final && before) {
        lane.open.set(caption.id, sent);
        this.#owe(lane, { caption, again: true, onPublished: undefined });
      }
      if (!again) this.#failed();
    } finally {
      lane.busy = false;
      this.#pump(lane);
    }
  }

  #attributesOf(caption: Caption): Record<string, string> {
    return {
      [captionAttributes.segmentId]: caption.id,
      [captionAttributes.final]: String(caption.final),
      [captionAttributes.trackId]: this.#options.trackSidOf(caption) ?? '',
      [captionAttributes.language]: caption.language,
      [captionAttributes.sourceLanguage]: caption.sourceLanguage,
      [captionAttributes.speakerIdentity]: caption.speakerIdentity,
      [captionAttributes.stableLength]: String(caption.stable.length),
      [captionAttributes.revision]: String(caption.revision),
      [captionAttributes.spokenStartMs]: String(caption.spokenStartMs),
      [captionAttributes.spokenEndMs]: String(caption.spokenEndMs),
    };
  }

  #failed(): void {
    this.#options.onFailure(++this.#failures);
  }
}
