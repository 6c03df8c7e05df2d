import { HostToRehearsal, type RehearsalToHost } from '../../shared/protocol/rehearsal-protocol.ts';

/** The IPC channel to the host. */
export interface HostLink {
  /** Lost when the host is gone: then this process is ending anyway. */
  send(message: RehearsalToHost): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void;
}

export interface HostLinkHandlers {
  readonly onMessage: (message: HostToRehearsal) => void;
  /** The host closed the channel or died: nobody is left to rehearse for. */
  readonly onGone: () => void;
}

/** Opens the link of a process that was started with `fork` and `serialization: 'advanced'`. Messages that do not parse are logged and ignored. */
export function openHostLink({ onMessage, onGone }: HostLinkHandlers): HostLink {
  const send = (message: RehearsalToHost): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const log: HostLink['log'] = (level, message, fields) => send({ type: 'log', level, message, ...(fields && { fields }) });
  process.on('message', (raw) => {
    const parsed = HostToRehearsal.safeParse(raw);
    if (parsed.success) onMessage(parsed.data);
    else log('error', 'a message of the host is not understood; it is another version', { issues: parsed.error.issues.length });
  });
  process.on('disconnect', onGone);
  return { send, log };
}
