import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { StandIns } from './stand-ins.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LANGUAGES = ['ca', 'es'];

/**
 * The stand-ins of two languages. `silent`: nobody can speak those; `idle`: somebody stands in for a voice that can speak;
 * `speaking`: somebody was asked to. Tests set them as voices come and go. `did` tells what came of it, in order.
 */
function standIns() {
  const now = { silent: [] as string[], idle: new Set<string>(), speaking: new Set<string>() };
  const did: string[] = [];
  const voices = {
    hasIdleStandIn: (language: string) => now.idle.has(language),
    isSpeaking: (language: string) => now.speaking.has(language),
    closeStandIns: (language: string) => {
      now.idle.delete(language);
      did.push(`close ${language}`);
      return Promise.resolve();
    },
  };
  const subject = new StandIns(voices, { open: (languages) => did.push(`open ${languages.join(' ')}`), onClosed: () => did.push('told') });
  onTestFinished(() => subject[Symbol.asyncDispose]());
  /** Something changed. */
  const update = (change: Partial<typeof now>): void => {
    Object.assign(now, change);
    subject.update(LANGUAGES, now.silent);
  };
  const after = async (ms: number): Promise<string[]> => {
    await vi.advanceTimersByTimeAsync(ms);
    return did.splice(0);
  };
  return { update, after, subject };
}

test('a voice that stays away is stood in for after one and a half seconds, with all that went in that moment', async () => {
  const { update, after } = standIns();
  update({ silent: ['ca', 'es'] });
  expect(await after(1_490)).toEqual([]);
  expect(await after(20)).toEqual(['open ca es']);
  expect(await after(60_000)).toEqual([]);
});

test('one that is soon back is not, and does not make another wait for less', async () => {
  const { update, after } = standIns();
  update({ silent: ['ca'] });
  await after(600);
  update({ silent: [] });
  await after(800);
  update({ silent: ['es'] });
  expect(await after(1_490)).toEqual([]);
  expect(await after(20)).toEqual(['open es']);
});

test('whoever stood in is given back once nobody needed it for half a minute, and that is told', async () => {
  const { update, after } = standIns();
  update({ idle: new Set(['ca']) });
  expect(await after(29_990)).toEqual([]);
  expect(await after(20)).toEqual(['close ca', 'told']);
  expect(await after(60_000)).toEqual([]);
});

test('a voice that fails again has its half a minute again, however briefly it failed', async () => {
  const { update, after } = standIns();
  update({ idle: new Set(['ca']) });
  await after(29_000);
  update({ idle: new Set() });
  update({ idle: new Set(['ca']) });
  expect(await after(29_990)).toEqual([]);
  expect(await after(20)).toEqual(['close ca', 'told']);
});

test('what comes and goes in another language makes nobody wait', async () => {
  const { update, after } = standIns();
  update({ idle: new Set(['ca']) });
  await after(20_000);
  update({ idle: new Set(['ca', 'es']), silent: [] });
  expect(await after(10_010)).toEqual(['close ca', 'told']);
  expect(await after(20_000)).toEqual(['close es', 'told']);
});

test('nobody is given back while somebody speaks: it may hang', async () => {
  const { update, after } = standIns();
  const speaking = new Set(['ca']);
  update({ idle: new Set(['ca', 'es']), speaking });
  expect(await after(30_010)).toEqual(['close es', 'told']);
  speaking.clear();
  expect(await after(29_980)).toEqual([]);
  expect(await after(30)).toEqual(['close ca', 'told']);
});

test('a voice that is back soon, and fails again, is stood in for at once', async () => {
  const { update, after } = standIns();
  update({ silent: ['ca'] });
  await after(500);
  update({ silent: [] });
  expect(await after(29_000)).toEqual([]);
  update({ silent: ['ca'] });
  expect(await after(0)).toEqual(['open ca']);
  update({ silent: [] });
  await after(30_010);
  update({ silent: ['ca'] });
  expect(await after(1_400)).toEqual([]);
});

test('nothing is opened or closed after the end, whatever changes then', async () => {
  const { update, after, subject } = standIns();
  update({ idle: new Set(['ca']), silent: ['es'] });
  await subject[Symbol.asyncDispose]();
  update({ idle: new Set(['ca', 'es']), silent: ['ca'] });
  expect(await after(60_000)).toEqual([]);
});
