import { DisposableStore } from '../../../shared/disposable-store.ts';
import { raiseOwnMediaPriority } from '../../../shared/node/media-priority.ts';
import { Member } from '../member.ts';
import { BoothMicrophone } from './booth-microphone.ts';
import { type FromInterpreter, ToInterpreter } from './interpreter-protocol.ts';

/**
 * The process of the synthetic interpreter: one participant and nothing else, so that killing it is what a computer that
 * fails in a booth looks like. Ends when the rehearsal worker says so or is gone.
 */
export function runInterpreterProcess(): void {
  raiseOwnMediaPriority({ compiler: 'next' });
  const store = new DisposableStore();
  const send = (message: FromInterpreter): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const report = (thrown: unknown): void => send({ type: 'log', level: 'warn', message: 'the synthetic interpreter had trouble', fields: { reason: String(thrown) } });
  const exit = async (): Promise<void> => {
    // Half a second more than leaving a room may take.
    setTimeout(() => process.exit(1), 2_500).unref();
    await store[Symbol.asyncDispose]().catch(() => undefined);
    process.exit(0);
  };
  let booth: Booth | undefined;
  process.on('message', (raw) => {
    const parsed = ToInterpreter.safeParse(raw);
    if (!parsed.success) return report(parsed.error.message);
    const message = parsed.data;
    if (message.type === 'shutdown') return void exit();
    if (message.type === 'join') return void (booth ??= store.own(new Booth(message, send, report), (it) => it[Symbol.asyncDispose]()));
    booth?.take(message);
  });
  process.on('disconnect', () => void exit());
  process.on('SIGTERM', () => void exit());
  // A terminal may send it to this process as well (on Windows); the rehearsal worker decides when this process ends.
  process.on('SIGINT', () => undefined);
}

type Joining = Extract<ToInterpreter, { type: 'join' }>;

class Booth implements AsyncDisposable {
  readonly #clips: readonly Int16Array[];
  readonly #microphone: BoothMicrophone;
  readonly #member: Member;

  constructor({ url, identity, token, track, clips }: Joining, send: (message: FromInterpreter) => void, onError: (thrown: unknown) => void) {
    this.#clips = clips;
    this.#microphone = new BoothMicrophone({
      track,
      onOpened: (atMs) => send({ type: 'opened', atMs }),
      onClosed: ({ closedAtMs, samples }) => send({ type: 'closed', atMs: closedAtMs, samples }),
      onError,
    });
    this.#member = new Member({
      url,
      identity,
      token,
      autoSubscribe: false,
      requestToken: () => send({ type: 'token-request' }),
      onJoined: async (room) => {
        await this.#microphone.publish(room);
        send({ type: 'ready' });
      },
      onEvent: ({ kind }) => {
        if (kind === 'disconnected') this.#microphone.cut();
      },
      onError,
    });
  }

  take(message: Exclude<ToInterpreter, { type: 'join' | 'shutdown' }>): void {
    switch (message.type) {
      case 'take':
        return this.#microphone.say(this.#clips[message.clip % this.#clips.length]!, message.muteAfter);
      case 'mute':
        return this.#microphone.mute();
      case 'token':
        return this.#member.renew(message.token);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#member[Symbol.asyncDispose]();
    await this.#microphone[Symbol.asyncDispose]();
  }
}
