import type { Logger } from 'pino';
import type { Notice } from '../../../shared/contract/system.ts';
import { EventLog } from '../streams/event-log.ts';

/** What happened while the user was looking elsewhere; the newest 100. */
export class NoticeBoard {
  readonly entries = new EventLog<Notice>({ capacity: 100 });
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Posts one, and logs it; `message` says what happened, what it means and what to do. */
  post(level: Notice['level'], message: string, screen?: Notice['screen']): void {
    this.#log[level]({ screen }, message);
    this.entries.push({ id: this.entries.lastSeq + 1, atMs: Date.now(), level, message, ...(screen && { screen }) });
  }

  /** Ends the streams of those who watch. */
  close(): void {
    this.entries.close();
  }
}
