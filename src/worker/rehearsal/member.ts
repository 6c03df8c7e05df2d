import { setTimeout as sleep } from 'node:timers/promises';
import { drop } from '../../shared/drop.ts';
import { joinRoom, type RtcRoom } from '../rtc/join-room.ts';
import type { RoomEvent } from '../rtc/room-event.ts';

export interface MemberOptions {
  readonly url: string;
  readonly identity: string;
  readonly token: string;
  /** Hear everything that is published. */
  readonly autoSubscribe: boolean;
  /** Asks the host for a fresh token; it comes by {@link Member.renew}. */
  readonly requestToken: (identity: string) => void;
  /** Called after each join, before {@link Member.connected} becomes true; a failure leaves the room and joins again. */
  readonly onJoined: (room: RtcRoom) => Promise<void>;
  readonly onEvent: (event: RoomEvent) => void;
  readonly onError: (thrown: unknown) => void;
}

const RETRY_MS = 500;
const TOKEN_TIMEOUT_MS = 2_000;

/** A participant that stays in the room: whatever ends its connection, it asks for a token and comes back, until disposed. */
export class Member implements AsyncDisposable {
  readonly #options: MemberOptions;
  readonly #leaving = new AbortController();
  readonly #loop: Promise<void>;
  #token: string;
  #renewed: (() => void) | undefined;
  #ended: (() => void) | undefined;
  #connected = false;
  #room: RtcRoom | undefined;

  constructor(options: MemberOptions) {
    this.#options = options;
    this.#token = options.token;
    this.#loop = this.#stay();
  }

  /** In the room, and the connection is not being repaired. */
  get connected(): boolean {
    return this.#connected;
  }

  /** The room, while joined. */
  get room(): RtcRoom | undefined {
    return this.#room;
  }

  /** The token asked for. */
  renew(token: string): void {
    this.#token = token;
    this.#renewed?.();
  }

  /** Leaves the room. Never rejects. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaving.abort();
    this.#ended?.();
    await this.#loop;
  }

  async #stay(): Promise<void> {
    const { signal } = this.#leaving;
    while (!signal.aborted) {
      try {
        await this.#beThere(signal);
      } catch (thrown) {
        if (!signal.aborted) this.#options.onError(thrown);
      }
      if (signal.aborted) return;
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      await this.#freshToken(signal);
    }
  }

  /** From joining to the end of the connection. */
  async #beThere(signal: AbortSignal): Promise<void> {
    const over = new Promise<void>((resolve) => (this.#ended = resolve));
    const { url, autoSubscribe, onJoined, onError } = this.#options;
    const room = await joinRoom({ url, token: this.#token, autoSubscribe, signal, onError, onEvent: (event) => this.#take(event) });
    this.#room = room;
    try {
      await onJoined(room);
      this.#connected = room.connected;
      if (!signal.aborted) await over;
    } finally {
      this.#connected = false;
      this.#room = undefined;
      await room.leave();
    }
  }

  #take(event: RoomEvent): void {
    if (event.kind === 'reconnecting') this.#connected = false;
    if (event.kind === 'reconnected') this.#connected = this.#room !== undefined;
    if (event.kind === 'disconnected') {
      this.#connected = false;
      this.#ended?.();
    }
    this.#options.onEvent(event);
  }

  /** Waits a moment for a new token; without one the old is tried again. */
  async #freshToken(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const renewed = new Promise<void>((resolve) => (this.#renewed = resolve));
    this.#options.requestToken(this.#options.identity);
    const late = sleep(TOKEN_TIMEOUT_MS, undefined, { signal: AbortSignal.any([signal, stop.signal]) });
    drop(late, () => undefined);
    await Promise.race([renewed, late.catch(() => undefined)]);
    stop.abort();
  }
}
