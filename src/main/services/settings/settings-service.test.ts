import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileSecretStore } from '../secrets/file-secret-store.ts';
import { openConf, SettingsService } from './settings-service.ts';

const OPERATOR = { actor: 'test', role: 'operator' } as const;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'settings-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function open(path: string) {
  const setAside: string[] = [];
  const settings = await SettingsService.open({ folder: path, openBackend: openConf, onSetAside: (keptAs) => setAside.push(keptAs) });
  return { settings, setAside };
}

test('a change is there at the next start, and the rest stays', async () => {
  const path = await folder();
  const { settings } = await open(path);
  settings.update({ appearance: { theme: 'light' } }, OPERATOR);
  settings.update({ appearance: { locale: 'es' } }, OPERATOR);
  const { settings: again } = await open(path);
  expect(again.current.appearance).toMatchObject({ theme: 'light', locale: 'es', captionSizePx: 16 });
});

test('a value out of range is refused and nothing is changed', async () => {
  const { settings } = await open(await folder());
  const before = settings.current;
  expect(() => settings.update({ thresholds: { rttMs: -1 }, appearance: { theme: 'light' } }, OPERATOR)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(settings.current).toEqual(before);
});

test.each([
  ['is not JSON', '{"appearance": {"theme"'],
  ['has values out of range', '{"appearance": {"captionSizePx": 1000}}'],
])('a file that %s is kept under another name', async (_, text) => {
  const path = await folder();
  await writeFile(join(path, 'settings.json'), text);
  const { settings, setAside } = await open(path);
  expect(settings.current.appearance.theme).toBe('dark');
  expect(setAside).toEqual([join(path, 'settings.json.bad')]);
  expect(await readFile(join(path, 'settings.json.bad'), 'utf8')).toBe(text);
});

test('what a newer version wrote is not lost', async () => {
  const path = await folder();
  await writeFile(join(path, 'settings.json'), '{"future":{"x":1}}');
  const { settings } = await open(path);
  settings.update({ appearance: { theme: 'light' } }, OPERATOR);
  expect(JSON.parse(await readFile(join(path, 'settings.json'), 'utf8'))).toMatchObject({ future: { x: 1 }, appearance: { theme: 'light' } });
});

test('secrets are kept in a file that only its owner may read', async () => {
  const path = await folder();
  const store = await FileSecretStore.open(path, () => undefined);
  await Promise.all([store.set('a', '1'), store.set('b', '2')]);
  await store.delete('a');
  const again = await FileSecretStore.open(path, () => undefined);
  expect([await again.get('a'), await again.get('b'), await again.get('constructor')]).toEqual([undefined, '2', undefined]);
  expect((await stat(join(path, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

test('a secrets file that does not parse is set aside', async () => {
  const path = await folder();
  await writeFile(join(path, 'secrets.json'), 'nonsense');
  const setAside: string[] = [];
  const store = await FileSecretStore.open(path, (keptAs) => setAside.push(keptAs));
  expect(await store.get('a')).toBeUndefined();
  expect(setAside).toEqual([join(path, 'secrets.json.bad')]);
});
