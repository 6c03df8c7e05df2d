import type { ChannelSwitch } from '../../shared/live/channel.ts';
import { AHEAD, Leveller } from '../sound/leveller.ts';
import type { AirState } from './air-time.ts';
import { ChannelMixer, type FrameSource } from './channel-mixer.ts';
import type { ChannelEvent, ChannelState } from './channel-model.ts';
import { awaitsMachine, awaitsTime, machineMayBegin, startingChannel, step, switchBetween, type PolicySetting } from './channel-state.ts';
import { Clause, type ClauseListener, type ClauseOptions } from './clause.ts';
import { MachineVoice } from './machine-voice.ts';
import { spokenBy } from './spoken-voice.ts';

/**
 * What is lost of a machine voice after it was measured: the time-stretch takes 0.1 to 0.4 dB, and the edges of clauses count in a
 * programme. Measured at listeners in four runs: -23.5 to -24.2 LUFS for a target of -23, beside interpreters at -22.9 to -23.6.
 */
const LOST_LATER_LU = 0.4;

/** Whose voices a channel may carry besides the machine's. */
export interface LiveVoices<Voice = FrameSource> {
  /** The floor as channels carry it that have nobody to interpret. */
  readonly everyone: Voice;
  /** Those on the floor who speak the channel's own language. */
  readonly ownFloor: Voice;
  /** Behind the booth microphone `sid`; undefined when it is gone. */
  readonly human: (sid: string) => Voice | undefined;
}

/** Who is to be heard on a channel in `state`; undefined: nobody. */
export function wantedOn<Voice>({ source, reason, human }: ChannelState, air: AirState, machine: Voice, live: LiveVoices<Voice>): Voice | undefined {
  if (air !== 'on-air') return undefined;
  switch (source) {
    case 'human':
      return human === undefined ? undefined : live.human(human);
    case 'machine':
      return machine;
    case 'floor':
      return reason === 'floor-language' ? live.ownFloor : live.everyone;
    default:
      // An empty floor: what its last speaker said is still interpreted to the end. The operator's silence is silence.
      return reason === 'operator' ? undefined : machine;
  }
}

export interface ChannelVoicesOptions {
  readonly language: string;
  readonly frameSamples: number;
  readonly loudnessTargetLufs: number;
  readonly live: LiveVoices;
  /** Undefined: the usual one. */
  readonly policy: PolicySetting | undefined;
  /** Unix milliseconds. */
  readonly startedAtMs: number;
  /** The channel is awaited first: it begins in silence. */
  readonly succeeds: boolean;
}

/** One channel without its track and without a clock: who is heard on it, and what that sounds like. Times are Unix milliseconds. */
export class ChannelVoices {
  readonly voice = new MachineVoice();
  readonly mixer: ChannelMixer;
  readonly #language: string;
  readonly #live: LiveVoices;
  readonly #leveller: Leveller;
  readonly #machine: FrameSource;
  #state: ChannelState;

  constructor({ language, frameSamples, loudnessTargetLufs, live, policy, startedAtMs, succeeds }: ChannelVoicesOptions) {
    this.#language = language;
    this.#live = live;
    this.#leveller = new Leveller(loudnessTargetLufs + LOST_LATER_LU, AHEAD);
    this.#machine = spokenBy(this.voice, this.#leveller, frameSamples);
    this.mixer = new ChannelMixer(frameSamples, succeeds ? undefined : live.everyone);
    this.#state = startingChannel(startedAtMs, policy);
  }

  get state(): ChannelState {
    return this.#state;
  }

  /** Whether a clause that is said now would be heard. */
  get machineIsHeard(): boolean {
    return machineMayBegin(this.#state);
  }

  /** Whether all that keeps the machine from being heard is what its engines have not got yet. */
  get awaitsMachine(): boolean {
    return awaitsMachine(this.#state, this.#language);
  }

  /** Something happened. Returns the change of who is heard, or why. */
  step(event: ChannelEvent, atMs: number): ChannelSwitch | undefined {
    const before = this.#state;
    this.#state = step(before, event, this.#language, atMs);
    // While it finishes a clause for somebody who waits it must not begin another.
    if (this.#state.finishUntilMs !== undefined) this.voice.finishClause();
    return switchBetween(before, this.#state, this.#language, atMs);
  }

  /** Queues a clause at its place now; its audio may follow. `undefined` when the machine is not heard. */
  say(options: ClauseOptions, listener: ClauseListener): Clause | undefined {
    if (!this.machineIsHeard) return undefined;
    const clause = new Clause(listener, { ...options, onAudio: (samples) => this.#leveller.measure(samples) });
    this.voice.add(clause);
    return clause;
  }

  /** The next frame; valid until the next call, `undefined` for digital silence. Once a beat, then {@link keepTime}. */
  mix(air: AirState): Float32Array | undefined {
    const frame = this.mixer.mix(wantedOn(this.#state, air, this.#machine, this.#live));
    // What the machine had still to say when somebody else took over is not said later: it would be about something past. But what
    // is to be said on a channel that is awaited waits for it.
    if (air !== 'awaited' && this.mixer.isOut(this.#machine)) this.voice.clear();
    return frame;
  }

  /** Tells the decision how far the machine is, and the time where it waits for it. Returns as {@link step} does. */
  keepTime(atMs: number): ChannelSwitch | undefined {
    const { saying } = this.voice;
    if (saying !== this.#state.saying) return this.step({ kind: 'saying', saying }, atMs);
    return awaitsTime(this.#state) ? this.step({ kind: 'tick' }, atMs) : undefined;
  }
}
