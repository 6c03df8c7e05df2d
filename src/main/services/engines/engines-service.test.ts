import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { EngineSpec, type ConfiguredEngine } from '../../../shared/engine-spec.ts';
import { testFolder, TESTER } from '../../test-host.ts';
import { ArchiveDatabase } from '../archive/archive-database.ts';
import { AuditLog } from '../archive/audit-log.ts';
import { FileSecretStore } from '../secrets/file-secret-store.ts';
import { openConf, SettingsService } from '../settings/settings-service.ts';
import { EnginesService } from './engines-service.ts';

const KEY = 'sk-very-secret';
const chat = (url = 'https://llm.example.org'): EngineSpec => EngineSpec.parse({ type: 'openai-translator', id: 'chat', url, model: 'm', languages: ['es'] });

async function open(folder: string) {
  const tried: ConfiguredEngine[] = [];
  const settings = await SettingsService.open({ folder, openBackend: openConf, onSetAside: () => expect.fail('the settings were set aside') });
  const secrets = await FileSecretStore.open(folder, () => expect.fail('the secrets were set aside'));
  const database = await ArchiveDatabase.open(folder, () => undefined);
  const audit = new AuditLog(database, ({ cause }) => pino().error(cause));
  onTestFinished(async () => {
    await audit[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  const service = await EnginesService.open({
    settings,
    secrets,
    audit,
    tryEngine: (engine) => {
      tried.push(engine);
      return Promise.resolve({ ok: true, message: 'It works.' });
    },
  });
  return { service, settings, tried };
}

test('an engine is there at the next start, with its key, and the key is in no other file', async () => {
  const folder = await testFolder();
  const { service } = await open(folder);
  expect(await service.save({ spec: chat(), key: KEY }, TESTER)).toEqual({ spec: chat(), hasKey: true });
  expect(JSON.stringify(service.views.current)).not.toContain(KEY);
  expect(await readFile(join(folder, 'settings.json'), 'utf8')).not.toContain(KEY);
  const { service: again } = await open(folder);
  expect(await again.configured()).toEqual([{ spec: chat(), key: KEY }]);
  expect(again.views.current).toEqual([{ spec: chat(), hasKey: true }]);
});

test('saving it again keeps its place and its key, and an empty key forgets it', async () => {
  const { service } = await open(await testFolder());
  const libre = EngineSpec.parse({ type: 'libretranslate', id: 'libre', url: 'http://127.0.0.1:5000' });
  await service.save({ spec: chat(), key: KEY }, TESTER);
  await service.save({ spec: libre }, TESTER);
  await service.save({ spec: { ...chat(), languages: ['es', 'fr'] } }, TESTER);
  expect((await service.configured()).map(({ spec, key }) => [spec.id, spec.languages.length, key])).toEqual([['chat', 2, KEY], ['libre', 0, undefined]]);
  await service.save({ spec: chat(), key: '' }, TESTER);
  expect(await service.configured()).toMatchObject([{ spec: chat() }, { spec: libre }]);
  expect(service.views.current?.some(({ hasKey }) => hasKey)).toBe(false);
});

test('a stored key goes to no other address', async () => {
  const { service, tried } = await open(await testFolder());
  await service.save({ spec: chat(), key: KEY }, TESTER);
  const elsewhere = { spec: chat('https://attacker.example.com') };
  await expect(service.test(elsewhere)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('another address') as string });
  await expect(service.save(elsewhere, TESTER)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(tried).toEqual([]);
  await service.test({ spec: chat('https://llm.example.org/other') });
  expect(tried).toMatchObject([{ key: KEY }]);
});

test('removing it takes its key along', async () => {
  const { service } = await open(await testFolder());
  await service.save({ spec: chat(), key: KEY }, TESTER);
  await service.remove('chat', TESTER);
  await service.save({ spec: chat() }, TESTER);
  expect(await service.configured()).toEqual([{ spec: chat() }]);
  await expect(service.remove('nobody', TESTER)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test.each([
  ['plain http to another machine', { url: 'http://10.0.0.5:8000' }, /can be read on the way/],
  ['a name that looks like loopback', { url: 'http://127.0.0.1.example.org' }, /can be read on the way/],
  ['a password in the address', { url: 'https://me:secret@example.org' }, /its own field/],
  ['a key in the address', { url: 'https://example.org/?key=1' }, /its own field/],
  ['no address', { url: 'example.org' }, /begins with https/],
  ['another protocol', { url: 'file:///etc/passwd' }, /begins with https/],
  ['the name of a bundled engine', { id: 'apertium' }, /comes with the program/],
  ['a name that is a path', { id: '../secret' }, /lower-case letters/],
  ['no model', { model: ' ' }, /Name the model/],
])('%s is refused, in words', (_, change, message) => {
  const result = EngineSpec.safeParse({ ...chat(), ...change });
  expect(result.error?.issues.map((issue) => issue.message).join()).toMatch(message);
});

test('an address is kept without what every request adds, and plain http only where it is allowed', () => {
  expect(chat('https://llm.example.org/api/v1/')).toMatchObject({ url: 'https://llm.example.org/api' });
  expect(chat('http://localhost:8000')).toMatchObject({ url: 'http://localhost:8000' });
  expect(EngineSpec.parse({ ...chat(), url: 'http://10.0.0.5:8000', allowPlainHttp: true })).toMatchObject({ url: 'http://10.0.0.5:8000' });
});
