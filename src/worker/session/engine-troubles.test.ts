import { expect, test } from 'vitest';
import type { EngineStatus } from '../../shared/live/stats.ts';
import { EngineTroubles } from './engine-troubles.ts';

const engine = (state: EngineStatus['state'], message = 'The model file x is damaged.', id = 'rehearsal'): EngineStatus => ({ id, kind: 'recogniser', serves: ['en'], state, message });

test('an engine that does not work is told once, and again only when that has changed', () => {
  const told: string[] = [];
  const troubles = new EngineTroubles((level, message, { engine: id }) => told.push(`${level} ${String(id)}: ${message}`));
  const voice = engine('missing', 'No voice.', 'voice');
  for (const engines of [[engine('starting')], [engine('missing')], [engine('missing'), voice], [engine('starting'), voice], [engine('missing'), voice]]) expect(troubles.take(engines)).toBe(engines);
  expect(told).toEqual(['warn rehearsal: The model file x is damaged.', 'warn voice: No voice.']);

  for (const state of ['failed', 'ready', 'failed'] as const) troubles.take([engine(state, 'It crashed.')]);
  expect(told.slice(2)).toEqual(['error rehearsal: It crashed.', 'error rehearsal: It crashed.']);
});
