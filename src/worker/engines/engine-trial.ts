import { fork } from 'node:child_process';
import { once } from 'node:events';
import { AppError } from '../../shared/app-error.ts';
import { childEnvironment } from '../../shared/child-environment.ts';
import type { ConfiguredEngine } from '../../shared/engine-spec.ts';
import { TimeLimit } from '../../shared/node/time-limit.ts';
import { EngineTrialReply } from '../../shared/protocol/catalogue-protocol.ts';
import { configuredEngines } from './configured-engines.ts';

/** A large model is read from a slow disk in half a minute. */
const TRIAL_TIMEOUT_MS = 60_000;

/** Loads or asks one engine for real, here: a wrong model may end this process. Never rejects. */
export async function tryEngine(engine: ConfiguredEngine): Promise<EngineTrialReply> {
  const { recognisers, translators, voices } = configuredEngines([engine], () => undefined, undefined);
  const [one] = [...recognisers, ...translators, ...voices];
  if (!one) return { type: 'tried', ok: false, message: 'There is no such kind of engine.' };
  try {
    const found = await one.check();
    if (found.ok && 'load' in one) await one.load();
    return { type: 'tried', ok: found.ok, message: found.ok ? one.about : found.message };
  } catch (thrown) {
    return { type: 'tried', ok: false, message: AppError.from(thrown).message };
  } finally {
    await one[Symbol.asyncDispose]();
  }
}

/**
 * Loads a model in a process of its own first: a file that is whole and yet wrong ends the process that loads it, and here
 * that would be the one in which all other engines run.
 *
 * @param program the built engine host
 * @throws MODEL_INVALID the process died of it, or said what is wrong
 */
export async function tryApart(program: string, engine: ConfiguredEngine): Promise<void> {
  const child = fork(program, { serialization: 'advanced', env: childEnvironment(process.env), execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const done = new AbortController();
  const died = once(child, 'exit', { signal: done.signal }).then((): EngineTrialReply => ({
    type: 'tried',
    ok: false,
    message: 'The speech library cannot load this model: it ended the process in which that was tried. The files are damaged, do not belong together, or are too new or too large for this machine.',
  }));
  // Without a process there is no exit.
  child.on('error', () => child.emit('exit'));
  const limit = new TimeLimit([done.signal], TRIAL_TIMEOUT_MS);
  const answered = once(child, 'message', { signal: limit.signal }).then(
    ([raw]) => EngineTrialReply.parse(raw),
    (): EngineTrialReply => ({ type: 'tried', ok: false, message: 'The model could not be loaded in a minute. Use a smaller one, or a faster disk.' }),
  );
  child.send({ type: 'try', engine }, () => undefined);
  try {
    const { ok, message } = await Promise.race([died, answered]);
    if (!ok) throw new AppError('MODEL_INVALID', message);
  } finally {
    done.abort();
    limit.release();
    died.catch(() => undefined);
    child.kill('SIGKILL');
  }
}
