import { join } from 'node:path';
import { AppError } from '../../shared/app-error.ts';
import { drop } from '../../shared/drop.ts';
import { raiseOwnMediaPriority } from '../../shared/node/media-priority.ts';
import type { HostToSession } from '../../shared/protocol/session-protocol.ts';
import { HostLink } from './host-link.ts';
import { Session } from './session.ts';

/** Everything must be closed within this time, or the process ends without: before the 3 s after which its host kills it. */
const SHUTDOWN_BUDGET_MS = 2_500;

const host = new HostLink();
let session: Session | undefined;
let ending = false;
// Audio is written every 10 ms on a machine that also recognises speech; the media library's threads, started later, inherit it.
const scheduling = raiseOwnMediaPriority({ compiler: 'next' });

/** Leaves the room, closes everything, and ends the process. */
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => {
    session?.abandon();
    process.exit(0);
  }, SHUTDOWN_BUDGET_MS).unref();
  await session?.[Symbol.asyncDispose]();
  process.exit(0);
}

const fail = (thrown: unknown): void => {
  host.report(AppError.from(thrown));
  session?.abandon();
  // One turn of the loop, so that the report leaves before the process does.
  setImmediate(() => process.exit(1));
};

async function live(running: Session): Promise<void> {
  const cause = await running.run();
  host.log('info', 'The session is over.', { cause });
  await end();
}

function receive(message: HostToSession): void {
  switch (message.type) {
    case 'configure':
      if (session) return;
      session = new Session(message.config, join(import.meta.dirname, 'engine-host.js'), host);
      return drop(live(session), fail);
    case 'token':
      return session?.receiveToken(message.token);
    case 'channel.policy':
    case 'channel.hold':
      return session?.steer(message);
    case 'engines.recycle':
      return session?.recycleEngines(message.reason);
    case 'speech.divide':
      return session?.divideSpeech(message.atMs);
    case 'succession.off':
      return session?.keepAll();
    case 'channel.pass':
      return session?.passChannel(message.language, message.atMs);
    case 'shutdown':
      return drop(end(), fail);
  }
}

host.log('debug', 'The scheduling of this process is as good as the system allows; when it is normal, channels may stutter on a busy machine.', { scheduling });

// Without its host nobody could end this process: it does so itself, at once, and takes the engine host with it.
host.listen(receive, () => drop(end(), fail));
process.on('SIGTERM', () => drop(end(), fail));
process.on('SIGINT', () => drop(end(), fail));
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
host.send({ type: 'phase', phase: { kind: 'starting' } });
