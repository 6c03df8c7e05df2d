import type { Caption } from '../../../shared/live/caption.ts';
import type { ArchiveDatabase } from './archive-database.ts';
import { BatchWriter, type BatchWriterOptions } from './batch-writer.ts';
import { captions } from './schema.ts';

type Row = typeof captions.$inferInsert;

const CAPACITY = 20_000;

/** Final captions of every room, kept in the archive. The live path never waits for the disk. */
export class CaptionArchive implements AsyncDisposable {
  readonly #writer: BatchWriter<Row>;

  constructor(database: ArchiveDatabase, onTrouble: BatchWriterOptions<Row>['onTrouble']) {
    this.#writer = new BatchWriter<Row>({
      capacity: CAPACITY,
      gatherMs: 500,
      write: async (batch) => {
        await database.orm.insert(captions).values([...batch]);
      },
      onTrouble,
    });
  }

  /** Queues one; never blocks. */
  add(room: string, { id, segmentId, language, sourceLanguage, kind, speakerIdentity, speakerName, stable, unstable, spokenStartMs, spokenEndMs, publishedAtMs }: Caption): void {
    this.#writer.add({
      room,
      captionId: id,
      segmentId,
      language,
      sourceLanguage,
      kind,
      speakerIdentity,
      speakerName,
      text: stable + unstable,
      spokenStartMs: Math.round(spokenStartMs),
      spokenEndMs: Math.round(spokenEndMs),
      publishedAtMs: Math.round(publishedAtMs),
    });
  }

  /** Writes what waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer[Symbol.asyncDispose]();
  }
}
