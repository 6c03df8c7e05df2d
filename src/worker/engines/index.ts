import { join } from 'node:path';
import { drop } from '../../shared/drop.ts';
import { EngineHost } from './engine-host.ts';
import { findEspeak } from './espeak/program/find-espeak.ts';
import type { FromEngineHost } from './protocol.ts';

/** Longest wait for programs to end before this process goes anyway; their input ends with it, and so do they. */
const CLOSE_BUDGET_MS = 2_000;

const send = (message: FromEngineHost): void => {
  // The session worker may be gone already; 'disconnect' then ends this process.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};
const exit = (): never => process.exit(0);

const built = (file: string): string => join(import.meta.dirname, file);
const voices = { voiceThreadFile: built('voice-thread.js'), voiceHostFile: built('voice-host.js'), espeakProgram: findEspeak() };
const host = new EngineHost({ voices, program: import.meta.filename, send, onShutdown: exit });
process.on('message', (message: unknown) => host.receive(message));
process.on('disconnect', () => {
  setTimeout(exit, CLOSE_BUDGET_MS).unref();
  drop(host[Symbol.asyncDispose]().finally(exit), () => undefined);
});
