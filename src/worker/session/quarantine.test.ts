import { expect, test } from 'vitest';
import { type ConfiguredEngine, EngineSpec } from '../../shared/engine-spec.ts';
import { Quarantine } from './quarantine.ts';

const MINUTE = 60_000;
const model: ConfiguredEngine = { spec: EngineSpec.parse({ type: 'model-folder', id: 'mine', folder: '/models/mine', languages: ['de'] }) };
const server: ConfiguredEngine = { spec: EngineSpec.parse({ type: 'whisper-asr', id: 'server', url: 'http://127.0.0.1:9000' }) };

/** Whether each crash, at these minutes, was once too often. */
const crashes = (quarantine: Quarantine, ...minutes: number[]): boolean[] => minutes.map((minute) => quarantine.crashed(minute * MINUTE));

test('three crashes in two minutes set the models aside, and nothing else', () => {
  const quarantine = new Quarantine([server, model]);
  expect(crashes(quarantine, 0, 1, 1.9)).toEqual([false, false, true]);
  expect(quarantine.aside).toEqual(['mine']);
  expect(quarantine.untilMs).toBe(11.9 * MINUTE);
});

test('crashes that are further apart do not', () => {
  const quarantine = new Quarantine([model]);
  expect(crashes(quarantine, 0, 1.5, 3, 4.5, 6)).not.toContain(true);
  expect([quarantine.aside, quarantine.untilMs]).toEqual([[], undefined]);
});

test('without a model there is nothing to set aside', () => {
  expect(crashes(new Quarantine([server]), 0, 0.1, 0.2, 0.3)).not.toContain(true);
});

test('while they are aside, further crashes are not theirs', () => {
  const quarantine = new Quarantine([model]);
  crashes(quarantine, 0, 0, 0);
  expect(crashes(quarantine, 1, 1, 1)).not.toContain(true);
  expect(quarantine.untilMs).toBe(10 * MINUTE);
});

test('tried again, the first crash is one too many, and each time they wait for twice as long, an hour at the most', () => {
  const quarantine = new Quarantine([model]);
  crashes(quarantine, 0, 0, 0);
  const waits: number[] = [];
  for (let time = 0; time < 4; time++) {
    const triedMs = quarantine.untilMs!;
    quarantine.tryAgain(triedMs);
    expect(quarantine.aside).toEqual([]);
    expect(quarantine.crashed(triedMs + MINUTE)).toBe(true);
    waits.push((quarantine.untilMs! - triedMs) / MINUTE - 1);
  }
  expect(waits).toEqual([20, 40, 60, 60]);
});

test('well for as long as they were aside first, they are trusted as before', () => {
  const quarantine = new Quarantine([model]);
  crashes(quarantine, 0, 0, 0);
  quarantine.tryAgain(10 * MINUTE);
  expect(crashes(quarantine, 20, 21, 21.5)).toEqual([false, false, true]);
  expect(quarantine.untilMs).toBe(31.5 * MINUTE);
});
