import { asc, desc } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { ArchiveDatabase } from './archive-database.ts';
import { BatchWriter, type BatchWriterOptions } from './batch-writer.ts';
import { auditEntries } from './schema.ts';

/** An act, without its place in the chain. */
export interface AuditEntry {
  readonly atMs: number;
  /** `web:<session>`, `window:<id>`, `cli`, `host`. */
  readonly actor: string;
  /** Past tense, `room.created`. */
  readonly action: string;
  /** What was acted on, `room:main`. */
  readonly subject: string;
  /** JSON. */
  readonly details: string;
}

const CAPACITY = 10_000;
const PAGE = 1_000;
const BEGINNING = '0'.repeat(64);

/** Security-relevant acts, append-only and hash-chained (SHA-256 over the row and the hash before it). */
export class AuditLog implements AsyncDisposable {
  readonly #database: ArchiveDatabase;
  readonly #writer: BatchWriter<AuditEntry>;
  #lastHash: string | undefined;

  constructor(database: ArchiveDatabase, onTrouble: BatchWriterOptions<AuditEntry>['onTrouble']) {
    this.#database = database;
    this.#writer = new BatchWriter({ capacity: CAPACITY, gatherMs: 50, write: (batch) => this.#append(batch), onTrouble });
  }

  /** Queues one entry; never blocks and never throws. No secrets and no spoken text in `details`. */
  record(actor: string, action: string, subject: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.#writer.add({ atMs: Date.now(), actor, action, subject, details: JSON.stringify(details) });
  }

  /** Checks the whole chain: undefined when it is sound, else the number of the first entry that was changed, or follows one that is missing. */
  async verify(): Promise<number | undefined> {
    let previousHash = BEGINNING;
    for (let page = 0; ; page++) {
      const rows = await this.#database.orm.select().from(auditEntries).orderBy(asc(auditEntries.seq)).limit(PAGE).offset(page * PAGE);
      for (const row of rows) {
        if (row.previousHash !== previousHash || row.hash !== hashOf(row, previousHash)) return row.seq;
        previousHash = row.hash;
      }
      if (rows.length < PAGE) return undefined;
    }
  }

  /** Writes what waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer[Symbol.asyncDispose]();
  }

  async #append(batch: readonly AuditEntry[]): Promise<void> {
    let previousHash = this.#lastHash ?? (await this.#newestHash());
    const rows = batch.map((entry) => {
      const hash = hashOf(entry, previousHash);
      const row = { ...entry, previousHash, hash };
      previousHash = hash;
      return row;
    });
    // After a failed write the chain goes on from what the file really has.
    this.#lastHash = undefined;
    await this.#database.orm.insert(auditEntries).values(rows);
    this.#lastHash = previousHash;
  }

  async #newestHash(): Promise<string> {
    const [newest] = await this.#database.orm.select({ hash: auditEntries.hash }).from(auditEntries).orderBy(desc(auditEntries.seq)).limit(1);
    return newest?.hash ?? BEGINNING;
  }
}

const hashOf = ({ atMs, actor, action, subject, details }: AuditEntry, previousHash: string): string =>
  createHash('sha256').update(JSON.stringify([previousHash, atMs, actor, action, subject, details])).digest('hex');
