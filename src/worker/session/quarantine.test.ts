import { expect, test } from 'vitest';
import { type ConfiguredEngine, EngineSpec } from '../../shared/engine-spec.ts';
import { Quarantine } from './quarantine.ts';

const MINUTE = 60_000;
const model: ConfiguredEngine = { spec: EngineSpec.parse({ type: 'model-folder', id: 'mine', folder: '/models/mine', languages: ['de'] }) };
const server: ConfiguredEngine = { spec: EngineSpec.parse({ type: 'whisper-asr', id: 'server', url: 'http://127.0.0.1:9000' }) };

/** The engine host ends at these minutes, as long as nothing is set aside with the models in it, then without. */
function crashes(quarantine: Quarantine, ...minutes: number[]): void {
  for (const minute of minutes) quarantine.crashed(minute * MINUTE, quarantine.aside.length > 0);
}

/** One whose models were set aside at the beginning. */
function setAside(): Quarantine {
  const quarantine = new Quarantine([server, model]);
  crashes(quarantine, 0, 0, 0);
  expect(quarantine.aside).toEqual(['mine']);
  return quarantine;
}

test('three crashes in two minutes set the models aside, and nothing else', () => {
  const quarantine = new Quarantine([server, model]);
  crashes(quarantine, 0, 1);
  expect(quarantine.aside).toEqual([]);
  crashes(quarantine, 1.9);
  expect(quarantine.aside).toEqual(['mine']);
  expect(quarantine.untilMs).toBe(11.9 * MINUTE);
});

test('crashes that are further apart do not', () => {
  const quarantine = new Quarantine([model]);
  crashes(quarantine, 0, 1.5, 3, 4.5, 6);
  expect([quarantine.aside, quarantine.untilMs]).toEqual([[], undefined]);
});

test('without a model there is nothing to set aside', () => {
  const quarantine = new Quarantine([server]);
  crashes(quarantine, 0, 0.1, 0.2, 0.3);
  expect([quarantine.aside, quarantine.untilMs]).toEqual([[], undefined]);
});

test('an engine host that ends as often without them speaks for them', () => {
  const quarantine = setAside();
  crashes(quarantine, 1, 2);
  expect(quarantine.aside).toEqual(['mine']);
  crashes(quarantine, 2.5);
  expect([quarantine.aside, quarantine.untilMs]).toEqual([[], undefined]);
  crashes(quarantine, 3, 3, 3, 3);
  expect(quarantine.aside).toEqual([]);
});

test.each([
  ['crashes', (quarantine: Quarantine, atMs: number) => quarantine.crashed(atMs, false)],
  ['never comes into use', (quarantine: Quarantine, atMs: number) => quarantine.triedInVain(atMs)],
])('one that is to try them again and %s is one too many, and each time they wait for twice as long, an hour at the most', (_, fails) => {
  const quarantine = setAside();
  const waits: number[] = [];
  for (let time = 0; time < 4; time++) {
    const triedMs = quarantine.untilMs!;
    quarantine.tryAgain(triedMs);
    expect(quarantine.aside).toEqual([]);
    fails(quarantine, triedMs + MINUTE);
    expect(quarantine.aside).toEqual(['mine']);
    waits.push((quarantine.untilMs! - triedMs) / MINUTE - 1);
  }
  expect(waits).toEqual([20, 40, 60, 60]);
});

test('while they are tried again, one that ends without them says nothing of them', () => {
  const quarantine = setAside();
  quarantine.tryAgain(10 * MINUTE);
  quarantine.crashed(11 * MINUTE, true);
  expect(quarantine.aside).toEqual([]);
});

test('well for as long as they were aside first, they are trusted as before', () => {
  const quarantine = setAside();
  quarantine.tryAgain(10 * MINUTE);
  crashes(quarantine, 20, 21);
  expect(quarantine.aside).toEqual([]);
  crashes(quarantine, 21.5);
  expect(quarantine.untilMs).toBe(31.5 * MINUTE);
});
