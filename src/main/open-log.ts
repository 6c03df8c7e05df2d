import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';

/** The log of the run before is kept beside the new one when it is larger than this. */
const ROTATE_BYTES = 5 * 1024 * 1024;

/** The host's structured log, `logs/host.log` in the data folder. Written at once: the last line before a crash is the one that matters. */
export function openLog(dataDir: string): Logger {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'host.log');
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > ROTATE_BYTES) renameSync(path, join(folder, 'host.previous.log'));
  return pino({ level: 'info', base: { pid: process.pid } }, pino.destination({ dest: path, sync: true, mode: 0o600 }));
}
