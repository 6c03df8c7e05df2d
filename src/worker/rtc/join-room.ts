import { Room, TrackPublishOptions, TrackSource, type LocalTrackPublication, type RoomOptions } from '@livekit/rtc-node';
import { AppError } from '../../shared/app-error.ts';
import { drop } from '../../shared/drop.ts';
import { TimeLimit } from '../../shared/node/time-limit.ts';
import { BoundedQuestions } from './bounded-questions.ts';
import type { PacedSource } from './paced-source.ts';
import { announcePresent, listenToRoom } from './room-events.ts';
import type { RoomEvent, RoomParticipant } from './room-event.ts';
import { readStats, type RoomStats } from './room-stats.ts';

export interface JoinOptions {
  readonly url: string;
  readonly token: string;
  /** False: only what `subscribe` is called for. */
  readonly autoSubscribe: boolean;
  readonly onEvent: (event: RoomEvent) => void;
  /** Gives up joining. It does not end a room that was joined: `leave` does. */
  readonly signal: AbortSignal;
  /** A handler of ours threw; the library would have ended the process. */
  readonly onError?: (thrown: unknown) => void;
  /** How long the SFU may take to let us in, milliseconds. */
  readonly timeoutMs?: number;
}

export interface ReceivedText {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly identity: string;
}

// A writer that dies leaves its reader pending for ever.
const TEXT_READ_TIMEOUT_MS = 10_000;
const LEAVE_TIMEOUT_MS = 2_000;
/** More than one participant ever reads: each language, each speaker, each booth. Beyond it the client warns of a leak. */
const MAX_TRACKS = 200;
/** An answer takes about a millisecond; one that never comes must not hide an outage for the rest of the event. */
const STATS_LIMITS = { withinMs: 500, mostUnanswered: 4 } as const;

/**
 * Joins a room. Everyone who is already there is announced through `onEvent` before this resolves.
 *
 * @throws AppError `SFU_UNREACHABLE` when the SFU does not answer in time or refuses; the token may be why, so a retry
 * should use a fresh one. The library's own message is kept from logs because it can contain the token.
 */
export async function joinRoom(options: JoinOptions): Promise<RtcRoom> {
  const { url, token, autoSubscribe, signal, onError = () => undefined, timeoutMs = 5_000 } = options;
  signal.throwIfAborted();
  const room = new Room();
  // The client listens to its room once for every track that is read.
  room.setMaxListeners(MAX_TRACKS);
  listenToRoom(room, options.onEvent, onError);

  // Undocumented: `/rtc/v1` is answered 404 by LiveKit 1.8, and trying it first costs a round trip on every join.
  const settings: RoomOptions & { singlePeerConnection: boolean; joinRetries: number; connectTimeoutMs: bigint } = {
    autoSubscribe,
    dynacast: false,
    singlePeerConnection: false,
    joinRetries: 0,
    connectTimeoutMs: BigInt(timeoutMs),
  };
  const connecting = room.connect(url, token, settings);
  const limit = new TimeLimit([signal], timeoutMs + 1_000);
  try {
    await orAborted(connecting, limit.signal);
  } catch {
    // The library cannot cancel: whoever arrives late is shown out again.
    drop(connecting.then(() => room.disconnect()), () => undefined);
    signal.throwIfAborted();
    throw new AppError('SFU_UNREACHABLE', 'The LiveKit server did not let us into the room. It may be down or the token may be old; joining is tried again.');
  } finally {
    limit.release();
  }
  const joined = new RtcRoom(room, options.onEvent, onError);
  joined.announce();
  return joined;
}

/** A local track in the room. `sid` changes when the client reconnects. */
export interface PublishedTrack {
  readonly name: string;
  readonly sid: string;
}

/** A joined room. */
export class RtcRoom {
  readonly #room: Room;
  readonly #onEvent: (event: RoomEvent) => void;
  readonly #onError: (thrown: unknown) => void;
  readonly #published: LocalTrackPublication[] = [];
  readonly #stats: BoundedQuestions<RoomStats>;

  constructor(room: Room, onEvent: (event: RoomEvent) => void, onError: (thrown: unknown) => void) {
    this.#room = room;
    this.#stats = new BoundedQuestions(async () => readStats(await room.getRtcStats()), STATS_LIMITS);
    this.#onEvent = onEvent;
    this.#onError = onError;
  }

  get identity(): string {
    return this.#room.localParticipant?.identity ?? '';
  }

  /** True until the client has given up; also while it reconnects. */
  get connected(): boolean {
    return this.#room.isConnected;
  }

  /** Announces everyone who is there once more, for handlers that had no room to subscribe with when {@link joinRoom} did. */
  announce(): void {
    announcePresent(this.#room, this.#onEvent, this.#onError);
  }

  participants(): RoomParticipant[] {
    return [...this.#room.remoteParticipants.values()].map(({ identity, name, attributes }) => ({ identity, name: name ?? '', attributes }));
  }

  /**
   * Publishes as a microphone: RED on (it conceals losses that NACK is too late for), DTX off (a channel is continuous).
   * Takes up to 10 s to fail when this participant may not publish.
   */
  async publish(source: PacedSource): Promise<PublishedTrack> {
    const { localParticipant } = this.#room;
    if (!localParticipant) throw gone();
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, red: true, dtx: false });
    const publication = await localParticipant.publishTrack(source.track, options).catch(() => {
      throw gone();
    });
    this.#published.push(publication);
    return {
      name: source.name,
      get sid() {
        return publication.sid ?? '';
      },
    };
  }

  /** Asks for a track by SID, or stops; nothing happens when it is not there (any more). */
  setSubscribed(sid: string, subscribed: boolean): void {
    for (const participant of this.#room.remoteParticipants.values()) {
      participant.trackPublications.get(sid)?.setSubscribed(subscribed);
    }
  }

  /**
   * Sends `text` to everyone as one text stream. Await it before the next one when their order matters.
   *
   * @throws AppError `SFU_UNREACHABLE` when the room is gone or refuses
   */
  async sendText(topic: string, text: string, attributes: Record<string, string>): Promise<void> {
    const { localParticipant } = this.#room;
    if (!localParticipant) throw gone();
    await localParticipant.sendText(text, { topic, attributes }).catch(() => {
      throw gone();
    });
  }

  /** Calls `handler` with every whole text stream on `topic`, those of one participant in the order in which they began. Once per topic. */
  onText(topic: string, handler: (received: ReceivedText) => void): void {
    // The library may tell the end of a stream sooner than that of the one before.
    const before = new Map<string, Promise<void>>();
    this.#room.registerTextStreamHandler(topic, (reader, { identity }) => {
      const previous = before.get(identity);
      const read = async (): Promise<void> => {
        const timeout = setTimeout(() => drop(reader.close(), this.#onError), TEXT_READ_TIMEOUT_MS);
        try {
          const text = await reader.readAll();
          await previous;
          handler({ text, attributes: reader.info.attributes ?? {}, identity });
        } finally {
          clearTimeout(timeout);
        }
      };
      const done = read()
        .catch(this.#onError)
        .finally(() => {
          if (before.get(identity) === done) before.delete(identity);
        });
      before.set(identity, done);
    });
  }

  /** What WebRTC measured on this connection so far. @throws AppError `SFU_UNREACHABLE`, also when the answer takes longer than 500 ms */
  async stats(): Promise<RoomStats> {
    try {
      return await this.#stats.ask();
    } catch {
      throw gone();
    }
  }

  /** Leaves; resolves when the SFU has been told, at the latest after 2 s. Idempotent, never rejects. */
  async leave(): Promise<void> {
    await orAborted(this.#room.disconnect(), AbortSignal.timeout(LEAVE_TIMEOUT_MS)).catch(() => undefined);
  }
}

const gone = (): AppError => new AppError('SFU_UNREACHABLE', 'The connection to the LiveKit server was lost. It is re-established by itself.');

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
