import { expect, test } from 'vitest';
import type { EngineStatus } from '../../../shared/live/stats.ts';
import { engineRows, LANGUAGES_SHOWN } from './engine-rows.ts';

const engine = (over: Partial<EngineStatus>): EngineStatus => ({ id: 'one', kind: 'recogniser', serves: ['en'], state: 'ready', message: 'It works.', ...over });

test('what does not work stands first, the rest in the order of the path', () => {
  const rows = engineRows([
    engine({ id: 'espeak', kind: 'voice', state: 'starting' }),
    engine({ id: 'apertium', kind: 'translator' }),
    engine({ id: 'chat', kind: 'translator', state: 'failed' }),
    engine({ id: 'silero', kind: 'voice-activity' }),
    engine({ id: 'bundled', state: 'missing', message: 'model.int8.onnx cannot be read.' }),
  ]);
  expect(rows.map(({ id, meaning }) => [id, meaning])).toEqual([
    ['bundled', 'bad'],
    ['chat', 'bad'],
    ['silero', 'good'],
    ['apertium', 'good'],
    ['espeak', 'info'],
  ]);
  expect(rows[0]?.message).toBe('model.int8.onnx cannot be read.');
});

test.each([
  ['one language', ['en'], 'EN'],
  ['languages, each once', ['en', 'pt-BR', 'en'], 'EN, PT-BR'],
  ['pairs by their source', ['en>es', 'es>pt', 'en>ca'], 'EN → ES, CA · ES → PT'],
  ['none', [], ''],
])('languages are written as they are read: %s', (_, serves, words) => {
  expect(engineRows([engine({ serves })])).toMatchObject([{ languages: words, allLanguages: words, more: 0 }]);
});

test('many languages are cut short and counted', () => {
  const serves = Array.from({ length: LANGUAGES_SHOWN + 3 }, (_, index) => `a${String.fromCodePoint(97 + index)}`);
  const [row] = engineRows([engine({ serves })]);
  expect(row?.languages.split(', ')).toHaveLength(LANGUAGES_SHOWN);
  expect(row?.more).toBe(3);
  expect(row?.allLanguages.split(', ')).toHaveLength(serves.length);
});
