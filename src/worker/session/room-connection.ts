import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/app-error.ts';
import type { SessionPhase } from '../../shared/protocol/session-protocol.ts';
import { joinRoom, type RtcRoom } from '../rtc/join-room.ts';
import type { PacedSource } from '../rtc/paced-source.ts';
import type { DisconnectCause, RoomEvent } from '../rtc/room-event.ts';

export interface RoomConnectionOptions {
  readonly url: string;
  /** A token to join with; `again` when one was used before. */
  readonly token: (again: boolean, signal: AbortSignal) => Promise<string>;
  readonly sources: readonly PacedSource[];
  /** Everything but the connection's own comings and goings. */
  readonly onEvent: (event: RoomEvent) => void;
  readonly onPublished: (trackName: string, sid: string) => void;
  readonly onPhase: (phase: SessionPhase) => void;
  /** The connection is lost: whatever was received has ended. */
  readonly onLost: () => void;
  readonly onError: (thrown: unknown) => void;
  readonly signal: AbortSignal;
}

/** The client heals a dead server by itself in 1 to 17 s; we begin again earlier, so that captions are back within 15 s. */
const PATIENCE_MS = 5_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 2_000;

type Ending = { readonly kind: 'lost'; readonly reason: string } | { readonly kind: 'over'; readonly cause: DisconnectCause };

/**
 * Keeps this program in its room until told otherwise: joins, publishes every source, and after any loss joins again for
 * ever. Only being removed, replaced, or the room being deleted ends it from outside.
 */
export class RoomConnection {
  readonly #options: RoomConnectionOptions;
  #room: RtcRoom | undefined;

  constructor(options: RoomConnectionOptions) {
    this.#options = options;
  }

  /** The room while it is live. */
  get room(): RtcRoom | undefined {
    return this.#room;
  }

  /** Runs until the signal aborts (`left`) or the room is over; resolves with the cause, never rejects. */
  async run(): Promise<DisconnectCause> {
    const { signal, onPhase, onLost, onError } = this.#options;
    let retryMs = FIRST_RETRY_MS;
    for (let again = false; !signal.aborted; again = true) {
      onPhase(again ? { kind: 'reconnecting', reason: 'Joining the room again.' } : { kind: 'joining' });
      const ending = await this.#stay(again, () => (retryMs = FIRST_RETRY_MS)).catch((thrown: unknown): Ending => {
        // Not being let in is foreseen, and so is giving up while leaving. All else is a bug, which only the log would show.
        if (!(thrown instanceof AppError) && !signal.aborted) onError(thrown);
        return { kind: 'lost', reason: 'The LiveKit server does not let us in.' };
      });
      this.#room = undefined;
      onLost();
      if (ending.kind === 'over') return ending.cause;
      if (signal.aborted) break;
      onPhase({ kind: 'reconnecting', reason: ending.reason });
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
    return 'left';
  }

  /** One stay in the room, from joining to its end. */
  async #stay(again: boolean, onLive: () => void): Promise<Ending> {
    const { url, token, sources, onEvent, onPublished, onPhase, onError, signal } = this.#options;
    let end: (ending: Ending) => void = () => undefined;
    const ended = new Promise<Ending>((resolve) => (end = resolve));
    let patience: ReturnType<typeof setTimeout> | undefined;
    let over = false;

    const handle = (event: RoomEvent): void => {
      // A client that was given up on may still come back for a moment: nobody listens to it any more.
      if (over) return;
      switch (event.kind) {
        case 'reconnecting':
          onPhase({ kind: 'reconnecting', reason: 'The connection to the LiveKit server was lost.' });
          patience ??= setTimeout(() => end({ kind: 'lost', reason: 'The LiveKit server did not come back in time.' }), PATIENCE_MS);
          return;
        case 'reconnected':
          clearTimeout(patience);
          patience = undefined;
          onPhase({ kind: 'live' });
          return;
        case 'republished':
          return onPublished(event.name, event.sid);
        case 'disconnected':
          return end(endingOf(event.cause));
        default:
          return onEvent(event);
      }
    };

    const leave = (): void => end({ kind: 'over', cause: 'left' });
    signal.addEventListener('abort', leave, { once: true });
    let room: RtcRoom | undefined;
    try {
      room = await joinRoom({ url, token: await token(again, signal), autoSubscribe: false, onEvent: handle, onError, signal });
      this.#room = room;
      // Speakers who were there before us: only now is there a room to subscribe with.
      room.announce();
      for (const source of sources) {
        const outcome = await Promise.race([room.publish(source), ended]);
        if ('kind' in outcome) return outcome;
        onPublished(source.name, outcome.sid);
      }
      onPhase({ kind: 'live' });
      onLive();
      return await ended;
    } finally {
      over = true;
      clearTimeout(patience);
      signal.removeEventListener('abort', leave);
      this.#room = undefined;
      // Not awaited when the server is gone: it cannot answer, and every second counts.
      const left = room?.leave();
      if (signal.aborted) await left;
    }
  }
}

function endingOf(cause: DisconnectCause): Ending {
  switch (cause) {
    case 'left':
    case 'removed':
    case 'room-deleted':
    case 'duplicate-identity':
      return { kind: 'over', cause };
    case 'server-shutdown':
      return { kind: 'lost', reason: 'The LiveKit server was shut down.' };
    default:
      return { kind: 'lost', reason: 'The connection to the LiveKit server was lost.' };
  }
}
