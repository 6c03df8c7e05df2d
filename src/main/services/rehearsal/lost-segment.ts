import type { SegmentTrace } from '../../../shared/live/trace.ts';

/** How far a segment can be judged. */
export interface LostOptions {
  /** It has had its time: what is still nowhere will not come. */
  readonly final: boolean;
  /** An interpreter takes the channel: what the machine was saying then is dropped on purpose. */
  readonly takenOver: boolean;
}

/** Committed on the floor and never said on the channel of `language`, nor left to a human or the floor there. */
export function isLost({ languages }: SegmentTrace, language: string, { final, takenOver }: LostOptions): boolean {
  const outcome = languages.find((entry) => entry.language === language)?.outcome;
  return (outcome === 'dropped' && !takenOver) || outcome === 'failed' || (final && outcome === 'pending');
}
