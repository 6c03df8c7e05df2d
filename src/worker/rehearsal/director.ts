import { setTimeout as sleep } from 'node:timers/promises';
import { drop } from '../../shared/drop.ts';
import type { ScriptLine } from '../../shared/protocol/rehearsal-protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { SpokenLine } from './spoken-line.ts';
import type { TimedLine } from './word-clock.ts';

/** A line with its sound. */
export interface ReadyLine {
  readonly script: ScriptLine;
  readonly spoken: SpokenLine;
}

/** Who can speak. */
export interface Stage {
  /** Everybody is connected; nobody begins a line before. */
  readonly connected: boolean;
  /** Resolves when the line is over, or cut off. */
  play(speaker: string, line: SpokenLine): Promise<TimedLine>;
}

export interface DirectorOptions {
  readonly stage: Stage;
  /** A line that has no sound yet is waited for. */
  readonly lines: ReadonlyArray<ReadyLine | undefined>;
  readonly repeat: boolean;
  /** `index` is −1 for a sentence that was typed. */
  readonly onLineStarted: (index: number, line: ScriptLine, atMs: number) => void;
  readonly onLineEnded: (index: number, line: ScriptLine, timed: TimedLine) => void;
  readonly onScriptEnded: () => void;
  readonly onError: (thrown: unknown) => void;
}

/** Typed by the operator: index −1. */
const TYPED = -1;
const LOOK_AGAIN_MS = 250;

/**
 * Decides who speaks when: the script's lines with their gaps, a negative gap begins before the line before has ended, a
 * typed sentence goes in front of the next line. A line that a lost connection cut off is read again once everybody is back.
 */
export class Director {
  readonly #options: DirectorOptions;
  readonly #typed: ReadyLine[] = [];
  #wake = new AbortController();
  #reading = false;
  #next = 0;
  /** When the newest line ends; monotonic milliseconds. */
  #endMs = 0;
  #speaker: string | undefined;

  constructor(options: DirectorOptions) {
    this.#options = options;
  }

  start(): void {
    this.#reading = true;
    this.#endMs = nowMs();
    this.#wake.abort();
  }

  /** The line being read is finished, then there is silence. */
  pause(): void {
    this.#reading = false;
    this.#wake.abort();
  }

  say(line: ReadyLine): void {
    this.#typed.push(line);
    this.#wake.abort();
  }

  /** Directs until `signal` aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { stage, lines, repeat, onScriptEnded } = this.#options;
    while (!signal.aborted) {
      const typed = this.#typed[0];
      const line = typed ?? lines[this.#next];
      if (!this.#reading || !line || !stage.connected) {
        await this.#sleep(LOOK_AGAIN_MS, signal);
        continue;
      }
      const waitMs = this.#startMs(line.script) - nowMs();
      if (waitMs > 0) {
        // Whatever wakes this changes what comes next, so it is decided anew.
        await this.#sleep(waitMs, signal);
        continue;
      }
      if (typed) this.#typed.shift();
      const index = typed ? TYPED : this.#next;
      if (!typed) this.#next++;
      if (!typed && this.#next === lines.length) {
        if (repeat) this.#next = 0;
        else onScriptEnded();
      }
      this.#begin(index, line);
    }
  }

  /** Nobody talks over themselves. */
  #startMs({ speaker, gapMs }: ScriptLine): number {
    return this.#endMs + (speaker === this.#speaker ? Math.max(0, gapMs) : gapMs);
  }

  #begin(index: number, line: ReadyLine): void {
    const { stage, onLineStarted, onLineEnded, onError } = this.#options;
    const atMs = nowMs();
    this.#speaker = line.script.speaker;
    this.#endMs = atMs + (line.spoken.samples.length * 1000) / line.spoken.sampleRateHz;
    onLineStarted(index, line.script, atMs);
    const over = stage.play(line.script.speaker, line.spoken).then((timed) => {
      onLineEnded(index, line.script, timed);
      if (timed.words.length < line.spoken.words.length && index !== TYPED) this.#next = index;
    });
    drop(over, onError);
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#wake.signal.aborted) this.#wake = new AbortController();
    await sleep(ms, undefined, { signal: AbortSignal.any([signal, this.#wake.signal]) }).catch(() => undefined);
  }
}
