import { expect, test } from 'vitest';
import { goalsLine } from './goals-line.ts';

const LIMITS = { machineDelayP95Ms: 555, earVoiceSpanP95Ms: 4_000 };

test('goals that are met', () => {
  expect(goalsLine({ ...LIMITS, met: true, missed: {} })).toBe('goals: met (delay p95 555 ms, ear-voice p95 4000 ms)');
});

test('goals of a rehearsal that was too short for them', () => {
  expect(goalsLine(undefined)).toBe('goals: judged from 20 measured segments on');
});

test('each language that misses them, by how much, and its largest share', () => {
  const missed = { es: { machineDelayByMs: 44.6, earVoiceSpanByMs: 200, largestShare: 'voice' }, fr: {} };
  expect(goalsLine({ ...LIMITS, met: false, missed })).toBe('goals: missed (delay p95 555 ms, ear-voice p95 4000 ms) by es delay +45 ms, ear-voice +200 ms, largest share voice; fr not measured');
});
