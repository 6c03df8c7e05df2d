import type { ParticipantInfo } from 'livekit-server-sdk';
import type { RoomPlan, RoomView } from '../../../shared/contract/rooms.ts';
import type { ProcessRef } from '../../../shared/live/stats.ts';
import type { OperatorHold } from '../../../shared/live/channel.ts';
import type { SessionConfig, SessionPhase } from '../../../shared/protocol/session-protocol.ts';
import { participantAttributes } from '../../../shared/tracks.ts';
import { LiveHub } from './live-hub.ts';
import { SessionProcess, type SessionProcessOptions } from './session-process.ts';

export interface LiveRoomOptions extends Omit<SessionProcessOptions, 'room' | 'configure' | 'onMessage' | 'onPhase' | 'onGone'> {
  readonly plan: RoomPlan;
  readonly rehearsal: boolean;
  readonly createdAtMs: number;
  /** As for {@link SessionProcessOptions}; what is held is known here. */
  readonly configure: () => Promise<Omit<SessionConfig, 'holds'>>;
  readonly onChange: () => void;
  /** A caption has its last revision. */
  readonly onFinalCaption: (caption: Parameters<LiveHub['captions']['push']>[0]) => void;
  readonly onWorkerGone: (reason: string) => void;
}

/** One room that this console launched: its plan, its session worker and what that says. */
export class LiveRoom implements AsyncDisposable {
  readonly rehearsal: boolean;
  readonly createdAtMs: number;
  readonly hub: LiveHub;
  readonly #process: SessionProcess;
  readonly #onChange: () => void;
  readonly #holds = new Map<string, OperatorHold>();
  #plan: RoomPlan;
  /** The worker was told to make room for a fresh one. */
  #recycling = false;
  #phase: SessionPhase = { kind: 'starting' };
  #participants: RoomView['participants'] = [];

  constructor({ plan, rehearsal, createdAtMs, configure, onChange, onFinalCaption, onWorkerGone, ...process }: LiveRoomOptions) {
    this.#plan = plan;
    this.rehearsal = rehearsal;
    this.createdAtMs = createdAtMs;
    this.hub = new LiveHub(plan.languages);
    this.#onChange = onChange;
    this.#process = new SessionProcess({
      ...process,
      room: plan.name,
      configure: async () => ({ ...(await configure()), holds: Object.fromEntries(this.#holds) }),
      onMessage: (message) => {
        this.hub.receive(message);
        if (message.type === 'caption' && message.caption.final) onFinalCaption(message.caption);
      },
      onPhase: (phase) => {
        this.#phase = phase;
        onChange();
      },
      onGone: (reason) => {
        if (!this.#recycling) this.#holds.clear();
        this.#recycling = false;
        this.hub.workerGone();
        onWorkerGone(reason);
      },
    });
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
    this.#process.tell({ type: 'channel.policy', language, policy, takeover });
  }

  /** Remembered for a planned restart of the worker alone: after one that died the policy decides again. */
  hold(language: string, hold: OperatorHold | 'auto'): void {
    if (hold === 'auto') this.#holds.delete(language);
    else this.#holds.set(language, hold);
    this.#process.tell({ type: 'channel.hold', language, hold });
  }

  /** Replaces the engine host behind the channels without a gap. */
  recycleEngines(reason: string): void {
    this.#process.tell({ type: 'engines.recycle', reason });
  }

  /** Starts the worker anew: it leaves in order, and its successor publishes the channels again, held as they are. */
  recycleWorker(): void {
    this.#recycling = true;
    this.#process.tell({ type: 'shutdown' });
  }

  /** For how long nobody on the floor has been speaking, milliseconds; 0 while somebody is. */
  quietMs(atMs: number): number {
    const speakers = this.hub.floor.current ?? [];
    if (speakers.some(({ speaking }) => speaking)) return 0;
    return atMs - Math.max(this.createdAtMs, ...speakers.map(({ changedAtMs }) => changedAtMs));
  }

  get view(): RoomView {
    const { name, floorLanguage, languages } = this.plan;
    return { name, floorLanguage, languages, rehearsal: this.rehearsal, createdAtMs: this.createdAtMs, phase: this.#phase, participants: this.#participants };
  }

  /** The worker and the processes it names. */
  get processes(): readonly ProcessRef[] {
    const own = this.#process.process;
    const named = this.hub.stats.current?.processes ?? [];
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
    this.#onChange();
  }

  /** Ends the worker and every stream; resolves once the worker is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    this.hub.close();
  }
}
