import type { AppError } from '../../shared/app-error.ts';
import { HostToSession, type LogLine, type SessionToHost } from '../../shared/protocol/session-protocol.ts';

/** Messages the host has not taken yet before figures that come again are left out. */
const MAX_BACKLOG = 200;

/** The session worker's end of the IPC channel to its host. */
export class HostLink {
  #backlog = 0;

  /** `onGone`: the host died or let go of us; nothing can be said any more. */
  listen(onMessage: (message: HostToSession) => void, onGone: () => void): void {
    process.on('message', (raw) => {
      const parsed = HostToSession.safeParse(raw);
      if (parsed.success) onMessage(parsed.data);
      else this.log('warn', 'The host sent a message that this worker does not understand; it was ignored.');
    });
    process.once('disconnect', onGone);
  }

  /** Never throws; a host that is gone ends the process by itself. */
  send(message: SessionToHost): void {
    if (!process.connected) return;
    const repeats = message.type === 'levels' || message.type === 'stats';
    if (repeats && this.#backlog > MAX_BACKLOG) return;
    this.#backlog++;
    process.send?.(message, undefined, {}, () => {
      this.#backlog--;
    });
  }

  log(level: LogLine['level'], message: string, fields?: Record<string, unknown>): void {
    this.send({ type: 'log', level, message, ...(fields && { fields }) });
  }

  /** A failure that was not foreseen: its stack goes to the host's log, never to a user. */
  report(error: AppError): void {
    const cause = error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : undefined;
    this.log('error', error.message, { code: error.code, cause });
  }
}
