import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const OUT = resolve(import.meta.dirname, '../../../out');

/** So long a `slow` voice thinks before each clause: late for its listeners, and far from hung. */
export const SLOW_VOICE_MS = 3_000;

/** What a voice does instead of its next clause, or before it; `slow` goes on until it is healed. */
export type VoiceFault = 'throws' | 'hangs' | 'garbage' | 'slow';

export interface FaultyWorkers {
  /** For `HostOptions.workersDir`. */
  readonly folder: string;
  /** The voice of `language` does `fault` the next time it is asked to speak; all but `slow` once. */
  breakVoice(language: string, fault: VoiceFault): Promise<void>;
  healVoice(language: string): Promise<void>;
}

/**
 * The built workers with one difference: the thread of a voice looks for an order to fail before it speaks. Everything else is
 * the real thing. Lies beside the real ones, where their packages are found; removed when the test ends.
 */
export async function faultyWorkers(): Promise<FaultyWorkers> {
  const folder = await mkdtemp(join(OUT, 'faulty-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(OUT, 'main'), folder, { recursive: true });
  await rename(join(folder, 'voice-thread.js'), join(folder, 'sound-voice-thread.js'));
  const orderFor = (voice: string): string => join(folder, `fault-${voice}`);
  await writeFile(
    join(folder, 'voice-thread.js'),
    `import { readFileSync, rmSync } from 'node:fs';
    import { parentPort, workerData } from 'node:worker_threads';
    const order = ${JSON.stringify(orderFor(''))} + workerData.voice;
    const fault = () => { try { const text = readFileSync(order, 'utf8'); if (text !== 'slow') rmSync(order); return text; } catch { return ''; } };
    const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    parentPort.on('message', ({ type, id }) => {
      const what = type === 'speak' ? fault() : '';
      if (what === 'throws') throw new Error('this voice was told to fail');
      if (what === 'hangs') wait();
      if (what === 'slow') wait(${SLOW_VOICE_MS});
      if (what === 'garbage') parentPort.postMessage({ type: 'chunk', id, samples: 'noise' });
    });
    await import('./sound-voice-thread.js');`,
  );
  return {
    folder,
    async breakVoice(language, fault) {
      // Whole at once, so that a thread never reads half an order.
      const draft = join(folder, `draft-${language}`);
      await writeFile(draft, fault);
      await rename(draft, orderFor(language));
    },
    healVoice: (language) => rm(orderFor(language), { force: true }),
  };
}
