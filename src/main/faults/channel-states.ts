import { onTestFinished } from 'vitest';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { type RunningRehearsal, until } from './running-rehearsal.ts';

/** How a channel is when nothing is wrong. */
export const WELL = 'machine (translator-ready)';

/** Everything that each channel of a rehearsal has been since this was made, in order, as `source (reason)`. */
export class ChannelStates {
  readonly #rehearsal: RunningRehearsal;
  readonly #seen: ReadonlyMap<string, string[]>;

  private constructor(rehearsal: RunningRehearsal, languages: readonly string[]) {
    this.#rehearsal = rehearsal;
    this.#seen = new Map(languages.map((language) => [language, []]));
  }

  /** Follows until the test ends. Resolves once it knows every channel. */
  static async follow(rehearsal: RunningRehearsal, languages: readonly string[]): Promise<ChannelStates> {
    const states = new ChannelStates(rehearsal, languages);
    const watching = new AbortController();
    onTestFinished(() => watching.abort());
    void states.#watch(watching.signal);
    await until('the channels', 1_000, () => languages.every((language) => states.of(language).length > 0));
    return states;
  }

  of(language: string): readonly string[] {
    return this.#seen.get(language) ?? [];
  }

  /** Until the machine is heard on every channel again, and is heard to speak and a listener has its captions. Resolves with the milliseconds to the first of these. */
  async untilWell(timeoutMs: number): Promise<number> {
    const startMs = nowMs();
    await until('the machine on every channel', timeoutMs, () => [...this.#seen.values()].every((states) => states.at(-1) === WELL), this.#rehearsal.diagnosis);
    const tookMs = nowMs() - startMs;
    const wellAtUnixMs = Date.now();
    await this.#rehearsal.untilSpoken(nowMs(), 20_000);
    await this.#rehearsal.untilCaptioned(wellAtUnixMs, 20_000);
    return tookMs;
  }

  /** Until `language` has been `state` after its first `before` states. Resolves with the milliseconds. */
  async untilBeen(language: string, state: string, before: number, timeoutMs: number): Promise<number> {
    return (await until(`${language}: ${state}`, timeoutMs, () => this.of(language).slice(before).includes(state), () => `It was ${this.of(language).slice(before).join(', ')}. ${this.#rehearsal.diagnosis()}`)).tookMs;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    for await (const channels of this.#rehearsal.hub.channels.watch({ signal })) {
      for (const { language, source, reason } of channels) {
        const states = this.#seen.get(language);
        const state = `${source} (${reason})`;
        if (states && states.at(-1) !== state) states.push(state);
      }
    }
  }
}
