import { AppError } from '../../../shared/app-error.ts';
import { drop } from '../../../shared/drop.ts';
import { ConnectionHistoryStore } from './connection-history.ts';
import { RoomVisit, type RoomAccess } from './room-visit.ts';
import { sampleBetween } from './stats-delta.ts';
import { readSnapshot, type StatsSnapshot } from './stats-snapshot.ts';
import { TrackPlayer } from './track-player.ts';
import { type WayOut, wayOutOf } from './way-out.ts';

/** Where the console's own connection to the SFU is. `reconnecting` counts its own attempts; 0: LiveKit is still trying. */
export type MonitorConnection =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly room: string }
  | { readonly kind: 'connected'; readonly room: string }
  | { readonly kind: 'reconnecting'; readonly room: string; readonly attempt: number; readonly error: AppError | undefined };

/** What the operator hears. `waiting`: that track is not there (yet); `blocked`: the browser wants a click first. */
export type Listening =
  | { readonly kind: 'off' }
  | { readonly kind: 'waiting'; readonly track: string }
  | { readonly kind: 'playing'; readonly track: string }
  | { readonly kind: 'blocked'; readonly track: string };

export interface MonitorView {
  readonly connection: MonitorConnection;
  readonly listening: Listening;
  /** 0…1. */
  readonly volume: number;
}

/** How address and token of a room are had: a fresh one for every join. */
export type FetchAccess = (room: string, signal: AbortSignal) => Promise<RoomAccess>;

const SAMPLE_INTERVAL_MS = 1_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

/**
 * The console's own pair of ears in the selected room: joins as hidden monitor, measures the connection on the floor's
 * tracks once a second, and plays one track when asked. One loop per room joins again for ever, each time with a fresh
 * token; choosing another room ends it and everything it opened.
 */
export class Monitor {
  readonly history = new ConnectionHistoryStore();
  readonly #fetchAccess: FetchAccess;
  readonly #listeners = new Set<() => void>();
  readonly #player: TrackPlayer;
  #view: MonitorView = { connection: { kind: 'idle' }, listening: { kind: 'off' }, volume: 1 };
  #room: string | undefined;
  #running: AbortController | undefined;
  #visit: RoomVisit | undefined;
  #listenTo: string | undefined;
  #audible = false;
  #blocked = false;

  constructor(fetchAccess: FetchAccess) {
    this.#fetchAccess = fetchAccess;
    this.#player = new TrackPlayer((blocked) => {
      this.#blocked = blocked;
      this.#showListening();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): MonitorView => this.#view;

  /** Goes to `room`, or nowhere. Idempotent; what was listened to stays chosen, because rooms share channel names. */
  setRoom(room: string | undefined): void {
    if (room === this.#room) return;
    this.#room = room;
    this.#running?.abort();
    this.#running = undefined;
    this.#forget();
    this.history.clear();
    if (room === undefined) return this.#showConnection({ kind: 'idle' });
    this.#running = new AbortController();
    this.#showConnection({ kind: 'connecting', room });
    drop(this.#stayIn(room, this.#running.signal), () => undefined);
  }

  /** Plays exactly this track (`floor` or `channel:<tag>`), or nothing; follows it when it is published again. */
  listen(track: string | undefined): void {
    this.#listenTo = track;
    this.#blocked = false;
    if (this.#visit) this.#visit.listen(track);
    else this.#showListening();
  }

  /** 0…1. */
  setVolume(volume: number): void {
    this.#player.setVolume(volume);
    this.#show({ volume: Math.min(1, Math.max(0, volume)) });
  }

  /** How long audio of `room` is on its way to this console at present; nothing is known while it is not connected there. */
  wayOut(room: string): WayOut {
    const { connection } = this.#view;
    return connection.kind === 'connected' && connection.room === room ? wayOutOf(this.history.getSnapshot().samples) : {};
  }

  /** After `blocked`: call it from the click or key that the browser wants. */
  resume(): void {
    this.#player.resume();
  }

  async #stayIn(room: string, signal: AbortSignal): Promise<void> {
    let attempt = 0;
    while (!signal.aborted) {
      let error: AppError | undefined;
      const sampling = new AbortController();
      try {
        const access = await this.#fetchAccess(room, signal);
        if (signal.aborted) return;
        const visit = this.#startVisit(room, signal);
        this.#sample(visit, sampling.signal);
        await visit.stay(access, signal, () => {
          if (attempt > 0) this.history.mark({ atMs: Date.now(), kind: 'back' });
          attempt = 0;
          this.#showConnection({ kind: 'connected', room });
        });
      } catch (thrown) {
        error = thrown instanceof AppError ? thrown : new AppError('SFU_UNREACHABLE', 'The console cannot join this room on the media server, so it cannot listen or measure. It keeps trying; look at Nodes if it stays.', { cause: thrown });
      } finally {
        sampling.abort();
      }
      if (signal.aborted) return;
      this.#forget();
      if (this.#view.connection.kind === 'connected') this.history.mark({ atMs: Date.now(), kind: 'lost' });
      attempt += 1;
      this.#showConnection({ kind: 'reconnecting', room, attempt, error });
      await pause(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1)), signal);
    }
  }

  #startVisit(room: string, signal: AbortSignal): RoomVisit {
    const visit = new RoomVisit(
      {
        onTransport: (up) => {
          // LiveKit announces one interruption twice when it first hopes to resume and then starts over.
          if (up === (this.#view.connection.kind === 'connected')) return;
          this.history.mark({ atMs: Date.now(), kind: up ? 'back' : 'lost' });
          this.#showConnection(up ? { kind: 'connected', room } : { kind: 'reconnecting', room, attempt: 0, error: undefined });
        },
        onTracks: (tracks) => {
          if (signal.aborted) return;
          const audible = new Set([...tracks].filter(([, { name }]) => name === this.#listenTo).map(([sid]) => sid));
          this.#audible = audible.size > 0;
          this.#player.sync(new Map([...tracks].map(([sid, { media }]) => [sid, media])), audible);
          this.#showListening();
        },
      },
      this.#listenTo,
    );
    this.#visit = visit;
    return visit;
  }

  #sample(visit: RoomVisit, signal: AbortSignal): void {
    let before: StatsSnapshot | undefined;
    let reading = false;
    const read = async (): Promise<void> => {
      if (reading) return;
      reading = true;
      try {
        const report = await visit.getStats();
        const after = readSnapshot(report ?? new Map(), performance.now());
        if (signal.aborted) return;
        this.history.add(sampleBetween(before, after, Date.now()), after.path);
        before = after;
      } finally {
        reading = false;
      }
    };
    // A reading that fails belongs to a connection that is closing: the second is left out, and the chart shows a gap.
    const timer = setInterval(() => drop(read(), () => undefined), SAMPLE_INTERVAL_MS);
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  #forget(): void {
    this.#visit?.leave();
    this.#visit = undefined;
    this.#audible = false;
    this.#player.clear();
    this.#showListening();
  }

  #showConnection(connection: MonitorConnection): void {
    this.#show({ connection });
  }

  #showListening(): void {
    const track = this.#listenTo;
    if (track === undefined) return this.#show({ listening: { kind: 'off' } });
    const kind = !this.#audible ? 'waiting' : this.#blocked ? 'blocked' : 'playing';
    this.#show({ listening: { kind, track } });
  }

  #show(change: Partial<MonitorView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
