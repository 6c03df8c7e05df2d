import { expect, test } from 'vitest';
import { type ConfiguredEngine, EngineSpec } from '../../shared/engine-spec.ts';
import type { EngineStatus } from '../../shared/live/stats.ts';
import { floorUnderstood } from './floor-understood.ts';

const engine = (id: string, state: EngineStatus['state'], overrides: Partial<EngineStatus> = {}): EngineStatus => ({ id, kind: 'recogniser', serves: ['en'], state, message: '', ...overrides });
const hearing = (state: EngineStatus['state']): EngineStatus => engine('silero', state, { kind: 'voice-activity' });
const own: ConfiguredEngine = { spec: EngineSpec.parse({ type: 'whisper-asr', id: 'own', url: 'http://127.0.0.1:9000' }) };

test.each<[string, readonly EngineStatus[], boolean]>([
  ['before anything is known', [], true],
  ['while the recogniser is loaded', [hearing('starting'), engine('bundled', 'starting')], true],
  ['with a recogniser', [hearing('ready'), engine('bundled', 'ready')], true],
  ['without voice activity', [hearing('missing'), engine('bundled', 'ready')], false],
  ['with a recogniser that is damaged', [hearing('ready'), engine('bundled', 'missing')], false],
  ['with another that works', [hearing('ready'), engine('bundled', 'failed'), engine('other', 'ready')], true],
  ['with one for another language only', [hearing('ready'), engine('recogniser-en', 'missing'), engine('spanish', 'ready', { serves: ['es'] })], false],
  ['with the bundled one in place of the user’s', [hearing('ready'), engine('own', 'failed'), engine('bundled', 'ready')], false],
  ['without a translator', [hearing('ready'), engine('bundled', 'ready'), engine('apertium', 'missing', { kind: 'translator', serves: ['en>es'] })], true],
])('%s', (_, engines, expected) => expect(floorUnderstood(engines, 'en-GB', [own])).toBe(expected));
