import { describe, expect, test } from 'vitest';
import { emptyEngine, type EngineInput, inputOf, parseEngine } from './engine-input.ts';

const problem = (input: Partial<EngineInput>): Record<string, string> => {
  const result = parseEngine({ ...emptyEngine, ...input });
  return 'problems' in result ? Object.fromEntries(Object.entries(result.problems).map(([field, { kind }]) => [field, kind])) : {};
};
const whisper = { type: 'whisper-asr', id: 'whisper', url: 'http://127.0.0.1:9000/v1' } as const;

describe('parseEngine', () => {
  test('makes a folder of models, with its languages from one line', () => {
    expect(parseEngine({ ...emptyEngine, id: 'parakeet', folder: '/models/parakeet', languages: 'en, de  pt-br' })).toEqual({
      spec: { type: 'model-folder', id: 'parakeet', folder: '/models/parakeet', languages: ['en', 'de', 'pt-BR'] },
    });
  });
  test('leaves out what another type would need, and tidies the address', () => {
    expect(parseEngine({ ...emptyEngine, ...whisper, folder: '/left/over', voice: 'left over' })).toEqual({
      spec: { type: 'whisper-asr', id: 'whisper', url: 'http://127.0.0.1:9000', allowPlainHttp: false, languages: [] },
    });
  });
  test.each([
    ['everything missing', {}, { id: 'id', folder: 'folder', languages: 'languages' }],
    ['a name that comes with the program', { ...whisper, id: 'apertium' }, { id: 'idTaken' }],
    ['no address', { ...whisper, url: 'whisper.local' }, { url: 'url' }],
    ['a password in the address', { ...whisper, url: 'http://me:secret@127.0.0.1' }, { url: 'url' }],
    ['a server elsewhere without encryption', { ...whisper, url: 'http://asr.example.org' }, { url: 'plainHttp' }],
    ['no language tag', { ...whisper, languages: 'en, nonsense!' }, { languages: 'languageTag' }],
    ['a voice without model and name', { ...whisper, type: 'openai-voice' }, { model: 'model', voice: 'voice' }],
  ] as const)('says what is wrong: %s', (_, input, expected) => {
    expect(problem(input)).toEqual(expected);
  });
  test('an own network may do without encryption when it is allowed', () => {
    expect(problem({ ...whisper, url: 'http://asr.example.org', allowPlainHttp: true })).toEqual({});
  });
});

test('an engine that is there becomes a form that makes the same engine, without its key', () => {
  const spec = { type: 'openai-voice', id: 'kokoro', url: 'https://voice.example.org', allowPlainHttp: false, languages: ['es', 'fr'], model: 'kokoro', voice: 'ana', followsSpeed: true } as const;
  const input = inputOf({ spec: { ...spec, languages: [...spec.languages] }, hasKey: true });
  expect(input.key).toBe('');
  expect(parseEngine(input)).toEqual({ spec });
});
