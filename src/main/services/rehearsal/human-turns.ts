import type { ChannelSwitch } from '../../../shared/live/channel.ts';

/** Twice as many as there are takes in a report. */
const TURNS_MAX = 200;

interface Turn {
  readonly language: string;
  /** Monotonic milliseconds. */
  readonly atMs: number;
  readonly human: boolean;
}

/** When channels passed to a human and when they were taken back, as the session worker decided it; the newest {@link TURNS_MAX}. */
export class HumanTurns {
  readonly #turns: Turn[] = [];

  /** @param atMs when it happened, monotonic milliseconds */
  take({ language, from, to }: Pick<ChannelSwitch, 'language' | 'from' | 'to'>, atMs: number): void {
    if ((from === 'human') === (to === 'human')) return;
    this.#turns.push({ language, atMs, human: to === 'human' });
    if (this.#turns.length > TURNS_MAX) this.#turns.shift();
  }

  /**
   * How long after `closedMs` the channel left a human: negative when it had left before, at least `nowMs − closedMs` when it
   * has not left yet, undefined when nothing is known of the channel at that time. All monotonic milliseconds.
   */
  leftAfterMs(language: string, closedMs: number, nowMs: number): number | undefined {
    const turns = this.#turns.filter((turn) => turn.language === language);
    const last = turns.findLast(({ atMs }) => atMs <= closedMs);
    if (!last) return undefined;
    if (!last.human) return last.atMs - closedMs;
    return (turns.find(({ atMs, human }) => atMs > closedMs && !human)?.atMs ?? nowMs) - closedMs;
  }
}
