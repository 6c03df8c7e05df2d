import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Security-relevant acts. Append-only; each row's `hash` covers the row before, so a changed or missing row shows. */
export const auditEntries = sqliteTable('audit_entries', {
  seq: integer('seq').primaryKey(),
  atMs: integer('at_ms').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  /** JSON. */
  details: text('details').notNull(),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
});

/** Final captions. */
export const captions = sqliteTable('captions', {
  rowId: integer('row_id').primaryKey({ autoIncrement: true }),
  room: text('room').notNull(),
  captionId: text('caption_id').notNull(),
  segmentId: text('segment_id').notNull(),
  language: text('language').notNull(),
  sourceLanguage: text('source_language').notNull(),
  kind: text('kind', { enum: ['source', 'translation'] }).notNull(),
  speakerIdentity: text('speaker_identity').notNull(),
  speakerName: text('speaker_name').notNull(),
  text: text('text').notNull(),
  spokenStartMs: integer('spoken_start_ms').notNull(),
  spokenEndMs: integer('spoken_end_ms').notNull(),
  publishedAtMs: integer('published_at_ms').notNull(),
});

/** Statements of each version of the file, applied in order; a released one is never edited, only followed by another. */
export const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE audit_entries (
      seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
      details TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL)`,
    `CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END`,
    `CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END`,
    `CREATE TABLE captions (
      row_id INTEGER PRIMARY KEY AUTOINCREMENT, room TEXT NOT NULL, caption_id TEXT NOT NULL, segment_id TEXT NOT NULL, language TEXT NOT NULL,
      source_language TEXT NOT NULL, kind TEXT NOT NULL, speaker_identity TEXT NOT NULL, speaker_name TEXT NOT NULL, text TEXT NOT NULL,
      spoken_start_ms INTEGER NOT NULL, spoken_end_ms INTEGER NOT NULL, published_at_ms INTEGER NOT NULL)`,
    `CREATE INDEX captions_by_room ON captions (room, spoken_start_ms)`,
  ],
];
