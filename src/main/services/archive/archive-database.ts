import { type Client, createClient, LibsqlError } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setAside } from '../state/atomic-file.ts';
import { migrations } from './schema.ts';

/** The archive's file, `archive.db` in the data folder. */
export class ArchiveDatabase implements AsyncDisposable {
  readonly orm: LibSQLDatabase;
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
    this.orm = drizzle(client);
  }

  /** Opens it and brings its tables up to date. A file that is no database is kept under another name, which `onSetAside` is told. */
  static async open(folder: string, onSetAside: (keptAs: string) => void): Promise<ArchiveDatabase> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'archive.db');
    try {
      return await openFile(path, (client) => new ArchiveDatabase(client));
    } catch (thrown) {
      if (!isDamaged(thrown)) throw thrown;
      onSetAside(await setAsideWithJournal(path));
      return openFile(path, (client) => new ArchiveDatabase(client));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.close();
  }
}

/** A full disk, or a file that is locked or not ours, is none: setting that aside would help nobody. */
const isDamaged = (thrown: unknown): boolean => thrown instanceof LibsqlError && ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(thrown.code);

/** The write-ahead log holds what is not in the file yet; left behind, it would be thrown away with the next file's opening. */
async function setAsideWithJournal(path: string): Promise<string> {
  const keptAs = await setAside(path);
  for (const journal of ['-wal', '-shm']) if (existsSync(path + journal)) await rename(path + journal, keptAs + journal);
  return keptAs;
}

async function openFile<T>(path: string, then: (client: Client) => T): Promise<T> {
  const client = createClient({ url: pathToFileURL(path).href });
  try {
    // A reader never waits for the writer, and a batch costs one write to the log instead of two to the disk.
    await client.execute('PRAGMA journal_mode = WAL');
    await client.execute('PRAGMA synchronous = NORMAL');
    await migrate(client);
    return then(client);
  } catch (thrown) {
    client.close();
    throw thrown;
  }
}

async function migrate(client: Client): Promise<void> {
  const { rows } = await client.execute('PRAGMA user_version');
  const version = Number(rows[0]?.[0] ?? 0);
  for (const [index, statements] of migrations.entries()) {
    if (index >= version) await client.batch([...statements, `PRAGMA user_version = ${index + 1}`], 'write');
  }
}
