import type { ParticipantInfo } from 'livekit-server-sdk';
import { AppError } from '../../../shared/app-error.ts';
import type { RoomPlan, RoomView } from '../../../shared/contract/rooms.ts';
import type { ProcessRef } from '../../../shared/live/stats.ts';
import type { OperatorHold } from '../../../shared/live/channel.ts';
import type { HostToSession, SessionConfig, SessionPhase, SessionToHost } from '../../../shared/protocol/session-protocol.ts';
import { participantAttributes } from '../../../shared/tracks.ts';
import { LiveHub } from './live-hub.ts';
import { type Seat, SessionProcess, type SessionProcessOptions } from './session-process.ts';
import { Succession } from './succession.ts';

export interface LiveRoomOptions extends Omit<SessionProcessOptions, 'room' | 'seat' | 'configure' | 'onMessage' | 'onPhase' | 'onGone'> {
  readonly plan: RoomPlan;
  readonly rehearsal: boolean;
  readonly createdAtMs: number;
  /** As for {@link SessionProcessOptions}; what is held, and who succeeds whom, is known here. */
  readonly configure: (seat: Seat) => Promise<Omit<SessionConfig, 'holds' | 'succeeds'>>;
  readonly onChange: () => void;
  /** A caption has its last revision. */
  readonly onFinalCaption: (caption: Parameters<LiveHub['captions']['push']>[0]) => void;
  readonly onWorkerGone: (reason: string) => void;
}

/** What a successor says of the room while the predecessor's word counts: the newest of each kind, for when it has taken over. */
type Latest = Map<SessionToHost['type'], SessionToHost>;

/** A worker that is taking the place of the one that has the room. */
interface Successor {
  readonly process: SessionProcess;
  readonly seat: Seat;
  readonly succession: Succession;
  readonly giveUp: AbortController;
  readonly latest: Latest;
  phase: SessionPhase;
}

/** One room that this console launched: its plan, its session worker and what that says. */
export class LiveRoom implements AsyncDisposable {
  readonly rehearsal: boolean;
  readonly createdAtMs: number;
  readonly hub: LiveHub;
  readonly #options: LiveRoomOptions;
  readonly #holds = new Map<string, OperatorHold>();
  /** What each worker has begun and not ended: ids of captions and segments. */
  readonly #begun = new Map<SessionProcess, Set<string>>();
  /** Workers that have been succeeded and are not gone yet. */
  readonly #leaving = new Set<Promise<void>>();
  #plan: RoomPlan;
  #seat: Seat = '';
  #process: SessionProcess;
  #successor: Successor | undefined;
  #recycling = false;
  #phase: SessionPhase = { kind: 'starting' };
  #participants: RoomView['participants'] = [];
  #closed = false;

  constructor(options: LiveRoomOptions) {
    const { plan, rehearsal, createdAtMs } = options;
    this.#options = options;
    this.#plan = plan;
    this.rehearsal = rehearsal;
    this.createdAtMs = createdAtMs;
    this.hub = new LiveHub(plan.languages);
    this.#process = this.#workerIn(this.#seat);
  }

  /** Starts the worker, without waiting for it. */
  start(): void {
    this.#process.start();
  }

  get plan(): RoomPlan {
    return this.#plan;
  }

  /** Remembered with the plan, so that a worker that is started again is configured with it. */
  setPolicy(language: string, { policy, takeover }: RoomPlan['policies'][string]): void {
    this.#plan = { ...this.#plan, policies: { ...this.#plan.policies, [language]: { policy, takeover } } };
    this.#tell({ type: 'channel.policy', language, policy, takeover });
  }

  /** Remembered for a worker that takes this one's place: after one that died with nobody in its place the policy decides again. */
  hold(language: string, hold: OperatorHold | 'auto'): void {
    if (hold === 'auto') this.#holds.delete(language);
    else this.#holds.set(language, hold);
    this.#tell({ type: 'channel.hold', language, hold });
  }

  /** Replaces the engine host behind the channels without a gap. */
  recycleEngines(reason: string): void {
    this.#process.tell({ type: 'engines.recycle', reason });
  }

  /**
   * A fresh worker takes the place of the one that has the room, without a gap: it joins beside it, and when it can do the same, speech and
   * channels pass to it. Resolves when it has them; at once while that is under way already. When the worker in use dies meanwhile, the
   * fresh one takes over if it can.
   *
   * @throws PROCESS_GAVE_UP the fresh worker did not get so far, and the one in use stays; CONFLICT the room was closed meanwhile
   */
  async recycleWorker(): Promise<void> {
    if (this.#recycling || this.#closed) return;
    this.#recycling = true;
    try {
      // Whoever had the seat before is gone first.
      await Promise.all(this.#leaving);
      if (!this.#closed) await this.#replaceWorker();
    } finally {
      this.#recycling = false;
    }
  }

  async #replaceWorker(): Promise<void> {
    const successor = this.#enter();
    const { process, succession } = successor;
    try {
      await succession.run(successor.giveUp.signal);
    } catch (thrown) {
      // Taken over already, because the worker in use died.
      if (this.#process === process) return;
      this.#successor = undefined;
      if (succession.divided) this.#process.tell({ type: 'succession.off' });
      await process[Symbol.asyncDispose]();
      this.#endWhatBegan(process);
      throw thrown;
    }
    this.#takeOver(successor);
  }

  get view(): RoomView {
    const { name, floorLanguage, languages } = this.plan;
    return { name, floorLanguage, languages, rehearsal: this.rehearsal, createdAtMs: this.createdAtMs, phase: this.#phase, participants: this.#participants };
  }

  /** The worker, one that takes its place, and the processes they name. */
  get processes(): readonly ProcessRef[] {
    const own = [...this.#process.process, ...(this.#successor?.process.process ?? [])];
    const coming = this.#successor?.latest.get('stats');
    const named = [...(this.hub.stats.current?.processes ?? []), ...(coming?.type === 'stats' ? coming.stats.processes : [])];
    return [...own, ...named.filter(({ pid }) => !own.some((mine) => mine.pid === pid))];
  }

  /** Takes in who is in the room; hidden ones (this console's own monitor) are left out. */
  setParticipants(present: readonly ParticipantInfo[]): void {
    const participants = present
      .filter((each) => each.permission?.hidden !== true)
      .map(({ identity, name, attributes, tracks, joinedAt }) => ({
        identity,
        name: name || identity,
        role: attributes[participantAttributes.role] ?? '',
        publishing: tracks.map((track) => track.name).sort(),
        joinedAtMs: Number(joinedAt) * 1_000,
      }))
      .sort((one, other) => one.joinedAtMs - other.joinedAtMs || one.identity.localeCompare(other.identity));
    if (JSON.stringify(participants) === JSON.stringify(this.#participants)) return;
    this.#participants = participants;
    this.#options.onChange();
  }

  /** Ends the workers and every stream; resolves once the workers are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#successor?.giveUp.abort(new AppError('CONFLICT', `Room ${this.#plan.name} was closed while its session worker was being replaced.`));
    await Promise.all([this.#process[Symbol.asyncDispose](), this.#successor?.process[Symbol.asyncDispose](), ...this.#leaving]);
    this.hub.close();
  }

  #tell(message: HostToSession): void {
    this.#process.tell(message);
    this.#successor?.process.tell(message);
  }

  #workerIn(seat: Seat): SessionProcess {
    const { plan, configure, rehearsal: _rehearsal, createdAtMs: _createdAtMs, onChange: _onChange, onFinalCaption: _onFinalCaption, onWorkerGone: _onWorkerGone, ...options } = this.#options;
    const worker: SessionProcess = new SessionProcess({
      ...options,
      seat,
      room: plan.name,
      // What the operator changed while the rest was being asked for counts, too.
      configure: async () => ({ ...(await configure(seat)), policies: this.#plan.policies, holds: Object.fromEntries(this.#holds), succeeds: worker !== this.#process }),
      onMessage: (message) => this.#receive(worker, message),
      onPhase: (phase) => this.#enterPhase(worker, phase),
      onGone: (reason) => this.#lose(worker, reason),
    });
    return worker;
  }

  /** A second worker joins the room. */
  #enter(): Successor {
    const seat: Seat = this.#seat === '' ? '.2' : '';
    const process = this.#workerIn(seat);
    const predecessor = this.#process;
    const succession = new Succession({
      languages: this.#plan.languages,
      channels: () => this.hub.channels.current ?? [],
      floor: () => this.hub.floor.current ?? [],
      behindMs: () => this.hub.stats.current?.engineLoad.behindMs ?? 0,
      tellPredecessor: (message) => predecessor.tell(message),
      tellSuccessor: (message) => process.tell(message),
      onStep: (step, fields) => this.#options.onLog('info', step, fields),
    });
    this.#successor = { process, seat, succession, giveUp: new AbortController(), latest: new Map(), phase: { kind: 'starting' } };
    process.start();
    return this.#successor;
  }

  /** From here on the successor's word counts, and the predecessor leaves. */
  #takeOver({ process, seat, latest, phase }: Successor): void {
    const predecessor = this.#process;
    this.#successor = undefined;
    this.#process = process;
    this.#seat = seat;
    for (const message of latest.values()) this.hub.receive(message);
    this.#phase = phase;
    this.#options.onChange();
    const gone = predecessor[Symbol.asyncDispose]().then(() => {
      this.#endWhatBegan(predecessor);
      this.#leaving.delete(gone);
    });
    this.#leaving.add(gone);
  }

  #receive(worker: SessionProcess, message: SessionToHost): void {
    this.#note(worker, message);
    if (message.type === 'caption' && message.caption.final) this.#options.onFinalCaption(message.caption);
    const successor = this.#successor;
    if (successor?.process === worker) {
      successor.succession.learn(message);
      // What it captions, traces and switches is its own already; of all else there can be one truth only.
      if (message.type !== 'caption' && message.type !== 'trace' && message.type !== 'switch') successor.latest.set(message.type, message);
      else this.hub.receive(message);
    } else if (worker === this.#process) {
      if (message.type === 'channel-said') successor?.succession.said(message.language);
      this.hub.receive(message);
    } else if (message.type === 'caption' || message.type === 'trace') this.hub.receive(message);
  }

  #note(worker: SessionProcess, message: SessionToHost): void {
    const open = this.#begun.get(worker) ?? new Set();
    this.#begun.set(worker, open);
    if (message.type === 'caption') open[message.caption.final ? 'delete' : 'add'](message.caption.id);
    if (message.type === 'trace') open[message.trace.done ? 'delete' : 'add'](message.trace.segmentId);
  }

  /** `worker` is gone: what it had begun comes to no other end. */
  #endWhatBegan(worker: SessionProcess): void {
    for (const caption of this.hub.end(this.#begun.get(worker) ?? new Set())) this.#options.onFinalCaption(caption);
    this.#begun.delete(worker);
  }

  #enterPhase(worker: SessionProcess, phase: SessionPhase): void {
    const successor = this.#successor;
    if (successor?.process === worker) {
      successor.phase = phase;
      successor.succession.learn({ type: 'phase', phase });
    } else if (worker === this.#process) {
      this.#phase = phase;
      this.#options.onChange();
    }
  }

  #lose(worker: SessionProcess, reason: string): void {
    const successor = this.#successor;
    if (successor?.process === worker) {
      successor.giveUp.abort(new AppError('PROCESS_GAVE_UP', `The fresh session worker of room ${this.#plan.name} ended (${reason}), so the one in use stays.`));
    } else if (worker === this.#process) {
      this.#options.onWorkerGone(reason);
      this.#endWhatBegan(worker);
      // Once anything is the successor's it is the one, whatever it lacks at this moment.
      if (successor && (successor.succession.ready || successor.succession.divided)) {
        successor.succession.takeAll();
        this.#takeOver(successor);
        successor.giveUp.abort(new AppError('PROCESS_GAVE_UP', reason));
        return;
      }
      successor?.giveUp.abort(new AppError('PROCESS_GAVE_UP', `The session worker in use ended (${reason}) and was started anew, so no other takes its place.`));
      this.#holds.clear();
      this.hub.workerGone();
    }
  }
}
