import type { Caption } from '../../../shared/live/caption.ts';

/** Final captions of every room, kept. */
export declare class CaptionArchive {
  /** Queues one; never blocks. */
  add(room: string, caption: Caption): void;
}
