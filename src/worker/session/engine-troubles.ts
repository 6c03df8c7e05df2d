import type { EngineStatus } from '../../shared/live/stats.ts';

/** Writes into the log what is wrong with an engine, once for each change: an engine host says all states again after any. */
export class EngineTroubles {
  readonly #log: (level: 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;
  /** Of engines that do not work, by id. */
  readonly #told = new Map<string, string>();

  constructor(log: (level: 'warn' | 'error', message: string, fields: Record<string, unknown>) => void) {
    this.#log = log;
  }

  /** Hands `engines` back. One that starts again has still the trouble it had; one that works has none, and its next is told again. */
  take(engines: readonly EngineStatus[]): readonly EngineStatus[] {
    for (const { id, kind, state, message } of engines) {
      if (state === 'ready') this.#told.delete(id);
      if ((state !== 'missing' && state !== 'failed') || this.#told.get(id) === message) continue;
      this.#told.set(id, message);
      this.#log(state === 'failed' ? 'error' : 'warn', message, { engine: id, kind });
    }
    return engines;
  }
}
