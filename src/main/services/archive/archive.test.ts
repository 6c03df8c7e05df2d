import { createClient } from '@libsql/client';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { ArchiveDatabase } from './archive-database.ts';
import { AuditLog } from './audit-log.ts';
import { BatchWriter } from './batch-writer.ts';
import { CaptionArchive } from './caption-archive.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'archive-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function sql(path: string, ...statements: string[]) {
  const client = createClient({ url: pathToFileURL(join(path, 'archive.db')).href });
  let rows: Awaited<ReturnType<typeof client.execute>>['rows'] = [];
  for (const statement of statements) rows = (await client.execute(statement)).rows;
  client.close();
  return rows;
}

async function auditTwice(path: string): Promise<void> {
  for (const actions of [['room.created', 'token.issued'], ['room.closed']]) {
    await using database = await ArchiveDatabase.open(path, () => undefined);
    await using audit = new AuditLog(database, (trouble) => expect.unreachable(String(trouble.cause)));
    for (const action of actions) audit.record('web:1', action, 'room:main', { n: 1 });
  }
}

async function firstBroken(path: string): Promise<number | undefined> {
  await using database = await ArchiveDatabase.open(path, () => undefined);
  await using audit = new AuditLog(database, () => undefined);
  return await audit.verify();
}

test('the chain goes on over restarts and is sound', async () => {
  const path = await folder();
  await auditTwice(path);
  expect(await firstBroken(path)).toBeUndefined();
  expect((await sql(path, 'SELECT action FROM audit_entries ORDER BY seq')).map((row) => row['action'])).toEqual(['room.created', 'token.issued', 'room.closed']);
});

test.each([
  ['changed', `UPDATE audit_entries SET actor = 'somebody' WHERE seq = 2`, 2],
  ['missing', 'DELETE FROM audit_entries WHERE seq = 1', 2],
])('a %s entry is found', async (_, tampering, expected) => {
  const path = await folder();
  await auditTwice(path);
  await sql(path, 'DROP TRIGGER audit_entries_no_update', 'DROP TRIGGER audit_entries_no_delete', tampering);
  expect(await firstBroken(path)).toBe(expected);
});

test('an entry cannot be changed by accident', async () => {
  const path = await folder();
  await auditTwice(path);
  await expect(sql(path, 'DELETE FROM audit_entries')).rejects.toThrow('append-only');
});

test('captions are there after the writer has closed', async () => {
  const path = await folder();
  {
    await using database = await ArchiveDatabase.open(path, () => undefined);
    await using archive = new CaptionArchive(database, () => expect.unreachable());
    for (let index = 0; index < 450; index++) {
      archive.add('main', {
        id: `s${index}/es`,
        segmentId: `s${index}`,
        language: 'es',
        sourceLanguage: 'en',
        kind: 'translation',
        speakerIdentity: 'speaker:a',
        speakerName: 'Ana',
        stable: 'Buenos días',
        unstable: '',
        final: true,
        revision: 3,
        spokenStartMs: 1.5,
        spokenEndMs: 2,
        publishedAtMs: 3,
      });
    }
  }
  const [row] = await sql(path, 'SELECT count(*) AS n, max(text) AS text FROM captions');
  expect([row?.['n'], row?.['text']]).toEqual([450, 'Buenos días']);
});

test('a file that is no database is kept under another name', async () => {
  const path = await folder();
  await writeFile(join(path, 'archive.db'), 'not a database, '.repeat(1_000));
  const setAside: string[] = [];
  await using database = await ArchiveDatabase.open(path, (keptAs) => setAside.push(keptAs));
  await using audit = new AuditLog(database, () => expect.unreachable());
  audit.record('host', 'node.started', 'node:local');
  expect(setAside).toHaveLength(1);
  expect(await readFile(setAside[0]!, 'utf8')).toContain('not a database');
});

test('what is not in the file yet is kept with it', async () => {
  const path = await folder();
  await writeFile(join(path, 'archive.db'), 'not a database, '.repeat(1_000));
  await writeFile(join(path, 'archive.db-wal'), 'the newest captions');
  const setAside: string[] = [];
  await using _ = await ArchiveDatabase.open(path, (keptAs) => setAside.push(keptAs));
  expect(await readFile(`${setAside[0]}-wal`, 'utf8')).toBe('the newest captions');
});

test('a file that another program holds is no damage, and stays where it is', async () => {
  const path = await folder();
  const holder = createClient({ url: pathToFileURL(join(path, 'archive.db')).href });
  onTestFinished(() => holder.close());
  await holder.executeMultiple('PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE held (n); INSERT INTO held VALUES (1);');
  await expect(ArchiveDatabase.open(path, () => expect.unreachable())).rejects.toThrow();
});

test('what does not fit is dropped, oldest first, and reported', async () => {
  const written: number[] = [];
  const lost: number[] = [];
  const writer = new BatchWriter<number>({ capacity: 3, gatherMs: 5, write: async (batch) => void written.push(...batch), onTrouble: (trouble) => lost.push(trouble.lost) });
  for (let value = 1; value <= 10; value++) writer.add(value);
  await writer[Symbol.asyncDispose]();
  expect([written, lost]).toEqual([[8, 9, 10], [7]]);
});
