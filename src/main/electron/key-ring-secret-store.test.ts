import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../test-host.ts';
import { KeyRingSecretStore } from './key-ring-secret-store.ts';

/** A key ring of which every secret opens again, but those of another user. */
const keyRing = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString: (text: string) => Buffer.from(Buffer.from(`mine:${text}`).map((byte) => byte ^ 1)),
  decryptString: (encrypted: Buffer) => {
    const text = Buffer.from(encrypted.map((byte) => byte ^ 1)).toString();
    if (!text.startsWith('mine:')) throw new Error('the key ring does not open it');
    return text.slice(5);
  },
};

async function open(folder: string) {
  const told: string[] = [];
  const store = await KeyRingSecretStore.open(folder, keyRing, { onSetAside: (keptAs) => told.push(keptAs), onUnreadable: (name) => told.push(name) });
  return { store, told };
}

test('a secret is there at the next start, and only encrypted on the disk', async () => {
  const folder = await testFolder();
  await (await open(folder)).store.set('livekit.remote.secret', 'quite-secret');
  const { store, told } = await open(folder);
  expect(await store.get('livekit.remote.secret')).toBe('quite-secret');
  expect(await readFile(join(folder, 'key-ring.json'), 'utf8')).not.toContain('quite-secret');
  await store.delete('livekit.remote.secret');
  expect([await store.get('livekit.remote.secret'), told]).toEqual([undefined, []]);
});

test.each([['not JSON', '{ damaged'], ['not a list of secrets', '{"a":1}']])('a file that is %s is kept aside, said, and replaced by an empty one', async (_, text) => {
  const folder = await testFolder();
  await writeFile(join(folder, 'key-ring.json'), text);
  const { store, told } = await open(folder);
  expect(told).toEqual([join(folder, 'key-ring.json.bad')]);
  expect(await readFile(join(folder, 'key-ring.json.bad'), 'utf8')).toBe(text);
  await store.set('a', 'b');
  expect(await store.get('a')).toBe('b');
});

test('a secret that the key ring does not open counts as missing, and is named', async () => {
  const folder = await testFolder();
  await writeFile(join(folder, 'key-ring.json'), JSON.stringify({ theirs: 'AAAA' }));
  const { store, told } = await open(folder);
  expect([await store.get('theirs'), told]).toEqual([undefined, ['theirs']]);
});
