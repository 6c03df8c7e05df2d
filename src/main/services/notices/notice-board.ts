import type { Notice } from '../../../shared/contract/system.ts';
import { EventLog } from '../streams/event-log.ts';

/** What happened while the user was looking elsewhere; the newest 100. */
export class NoticeBoard {
  readonly log = new EventLog<Notice>({ capacity: 100 });

  /** Posts one; `message` says what happened, what it means and what to do. */
  post(level: Notice['level'], message: string, screen?: Notice['screen']): void {
    this.log.push({ id: this.log.lastSeq + 1, atMs: Date.now(), level, message, ...(screen && { screen }) });
  }
}
