import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { SpareVoices } from './spare-voices.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Languages of which `spare` are spoken by their own voice while another is open, and those that were given back, in order. */
function kept(...languages: readonly string[]) {
  const spare = new Set(languages);
  const closed: string[] = [];
  let told = 0;
  const voices = {
    hasSpare: (language: string) => spare.has(language),
    closeSpares: (language: string) => {
      spare.delete(language);
      closed.push(language);
      return Promise.resolve();
    },
  };
  const spareVoices = new SpareVoices(voices, () => (told += 1));
  onTestFinished(() => spareVoices[Symbol.dispose]());
  return { spare, closed, told: () => told, spareVoices };
}

test('whoever stood in is given back once nobody needed it for half a minute, and that is told', async () => {
  const { closed, told, spareVoices } = kept('ca');
  spareVoices.update(['es', 'ca']);
  await vi.advanceTimersByTimeAsync(29_999);
  expect([closed, told()]).toEqual([[], 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect([closed, told()]).toEqual([['ca'], 1]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([closed, told()]).toEqual([['ca'], 1]);
});

test('a voice that fails again has its half a minute again, however short it failed', async () => {
  const { spare, closed, spareVoices } = kept('ca');
  spareVoices.update(['ca']);
  await vi.advanceTimersByTimeAsync(29_000);
  spare.delete('ca');
  spareVoices.update(['ca']);
  spare.add('ca');
  spareVoices.update(['ca']);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(closed).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(closed).toEqual(['ca']);
});

test('what comes and goes in another language makes nobody wait', async () => {
  const { spare, closed, spareVoices } = kept('ca');
  spareVoices.update(['es', 'ca']);
  await vi.advanceTimersByTimeAsync(20_000);
  spare.add('es');
  spareVoices.update(['es', 'ca']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(closed).toEqual(['ca']);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(closed).toEqual(['ca', 'es']);
});

test('nothing is closed after the end', async () => {
  const { closed, spareVoices } = kept('ca');
  spareVoices.update(['ca']);
  spareVoices[Symbol.dispose]();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(closed).toEqual([]);
});
