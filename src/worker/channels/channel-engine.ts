import type { ChannelStatus, ChannelSwitch, LevelFrame } from '../../shared/live/channel.ts';
import type { SessionStats } from '../../shared/live/stats.ts';
import { channelTrack, FLOOR_TRACK } from '../../shared/tracks.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { startPacer } from '../rtc/pacer.ts';
import { OUTPUT_FRAME_MS, OUTPUT_FRAME_SAMPLES } from '../rtc/native-queue.ts';
import { PacedSource } from '../rtc/paced-source.ts';
import { AHEAD, Leveller } from '../sound/leveller.ts';
import { LevellerBank } from '../sound/leveller-bank.ts';
import { AirTime } from './air-time.ts';
import { BoothBus } from './booth-bus.ts';
import { isRouted } from './channel-guards.ts';
import { ChannelMixer, type FrameSource } from './channel-mixer.ts';
import type { BoothMicrophone, ChannelEvent, ChannelState } from './channel-model.ts';
import { awaitsTime, machineMayBegin, startingChannel, step, switchBetween, type PolicySetting } from './channel-state.ts';
import { ChannelOutput } from './channel-output.ts';
import { Clause, type ClauseListener, type ClauseOptions } from './clause.ts';
import { FloorBus } from './floor-bus.ts';
import { FloorClock } from './floor-clock.ts';
import { LevelMeter } from './level-meter.ts';
import { LIVE_FEED_LIMIT_MS } from './live-feed.ts';
import { MachineVoice } from './machine-voice.ts';
import { spokenBy } from './spoken-voice.ts';

/** Six frames: 16 levels a second. */
const FRAMES_PER_LEVEL = 6;
const STATUS_INTERVAL_MS = 250;

export interface ChannelEngineOptions {
  readonly languages: readonly string[];
  /** Audio kept ahead in the SFU client, milliseconds: what a stall of this process may take without being heard, and delay. */
  readonly leadMs: number;
  /** Channels whose policy is not the usual one, by language. */
  readonly policies: Readonly<Record<string, PolicySetting>>;
  /** Every voice is brought to this loudness, LUFS. */
  readonly loudnessTargetLufs: number;
  /** Another worker publishes the same channels and has them until they are passed on: this one begins in silence. */
  readonly succeeds?: boolean;
  /** All channels, after every change; of delays alone at most four times a second. */
  readonly onChannels: (channels: ChannelStatus[]) => void;
  /** Who is heard on a channel that is ours changed, or why; each change once, in order. */
  readonly onSwitch: (change: ChannelSwitch) => void;
  readonly onLevels: (frame: LevelFrame) => void;
  /** The writer came late by this much. */
  readonly onStall: (lateMs: number) => void;
}

interface Channel {
  readonly language: string;
  readonly source: PacedSource;
  readonly voice: MachineVoice;
  readonly leveller: Leveller;
  readonly machine: FrameSource;
  readonly ownFloor: FrameSource;
  readonly mixer: ChannelMixer;
  readonly output: ChannelOutput;
  readonly air: AirTime;
  state: ChannelState;
  trackSid: string | undefined;
}

/**
 * Writes every channel's track, one frame every 10 ms for the whole event, whatever the engines and the network do, and
 * decides who is heard on each. One loop for all channels: it is the only reader of the voices and of the floor.
 */
export class ChannelEngine {
  readonly #options: ChannelEngineOptions;
  readonly #channels: readonly Channel[];
  readonly #floor: FloorBus;
  readonly #booth: BoothBus;
  /** The floor as channels carry it that have nobody to interpret. */
  readonly #everyone: FrameSource = { next: () => (this.#floor.audible ? this.#floor.everyone : undefined) };
  readonly #floorMeter = new LevelMeter();
  readonly #stopPacer: () => void;
  readonly #statusTimer: ReturnType<typeof setInterval>;
  #beats = 0;
  /** Since when somebody on the floor has been speaking, monotonic milliseconds; undefined while nobody does. */
  #floorSpeaksSinceMs: number | undefined;
  #lastStatus = '';

  constructor(options: ChannelEngineOptions) {
    this.#options = options;
    const levellers = new LevellerBank(options.loudnessTargetLufs);
    this.#floor = new FloorBus(OUTPUT_FRAME_SAMPLES, levellers);
    this.#booth = new BoothBus(OUTPUT_FRAME_SAMPLES, levellers);
    const atMs = Date.now();
    let first: PacedSource | undefined;
    this.#channels = options.languages.map((language) => {
      const source = new PacedSource({ name: channelTrack(language), leadMs: options.leadMs, inStepWith: first });
      first ??= source;
      const voice = new MachineVoice();
      const leveller = new Leveller(options.loudnessTargetLufs, AHEAD);
      return {
        language,
        source,
        voice,
        leveller,
        machine: spokenBy(voice, leveller, OUTPUT_FRAME_SAMPLES),
        ownFloor: { next: () => (this.#floor.audible ? this.#floor.inLanguage(language) : undefined) },
        mixer: new ChannelMixer(OUTPUT_FRAME_SAMPLES, options.succeeds ? undefined : this.#everyone),
        output: new ChannelOutput(OUTPUT_FRAME_SAMPLES),
        air: new AirTime(options.succeeds ? 'awaited' : 'on-air'),
        state: startingChannel(atMs, options.policies[language]),
        trackSid: undefined,
      };
    });
    const clock = first ?? new FloorClock();
    this.#stopPacer = startPacer({
      clock,
      writeFrame: () => {
        this.#writeFrame();
        if (clock instanceof FloorClock) clock.advance();
      },
      onStall: options.onStall,
    });
    this.#statusTimer = setInterval(() => this.#report(), STATUS_INTERVAL_MS);
  }

  /** The tracks to publish; the same objects for the whole event. */
  get sources(): readonly PacedSource[] {
    return this.#channels.map((channel) => channel.source);
  }

  /** Where the speakers' audio goes in. */
  get floor(): FloorBus {
    return this.#floor;
  }

  /** Where the interpreters' audio goes in. */
  get booth(): BoothBus {
    return this.#booth;
  }

  /**
   * The engines are there and cannot translate `source` into `language`, whoever is heard on the channel. Only of the language
   * that the route is for that is known beforehand; of any other, it is known once it was tried.
   */
  lacksTranslator(language: string, source: string): boolean {
    const state = this.#find(language)?.state;
    return state?.engines === 'up' && state.translator === undefined && isRouted(state, source);
  }

  /** Whether a clause that is said on the channel now would be heard. */
  machineIsHeard(language: string): boolean {
    const state = this.#find(language)?.state;
    return state !== undefined && machineMayBegin(state);
  }

  /** Something happened that concerns all channels, or only `language`. */
  dispatch(event: ChannelEvent, language?: string): void {
    if (event.kind === 'speakers') this.#floorSpeaksSinceMs = event.speakers.some(({ speaking }) => speaking) ? (this.#floorSpeaksSinceMs ?? nowMs()) : undefined;
    for (const channel of this.#channels) {
      if (language === undefined || channel.language === language) this.#step(channel, event);
    }
    this.#report();
  }

  /** At `atMs`, monotonic milliseconds, the channel passes to the worker that succeeds this one, or from the one before to this one. */
  pass(language: string, atMs: number): void {
    this.#find(language)?.air.passAt(atMs);
  }

  /** Nothing is being said on the channel, and nothing waits to be. */
  hasSaidAll(language: string): boolean {
    return this.#find(language)?.voice.idle ?? true;
  }

  setTrackSid(trackName: string, sid: string): void {
    const channel = this.#channels.find(({ source }) => source.name === trackName);
    if (channel) channel.trackSid = sid;
    this.#report();
  }

  trackSidOf(language: string): string | undefined {
    return this.#find(language)?.trackSid;
  }

  /**
   * Queues a clause on a channel, at its place now; its audio may follow. `undefined` when the machine is not heard there.
   */
  say(language: string, options: ClauseOptions, listener: ClauseListener): Clause | undefined {
    const channel = this.#find(language);
    // While it finishes a clause for somebody who waits it must not begin another.
    if (!channel || !this.machineIsHeard(language)) return undefined;
    const clause = new Clause(listener, { ...options, onAudio: (samples) => channel.leveller.measure(samples) });
    channel.voice.add(clause);
    return clause;
  }

  /** A clause of the channel was given up because too many waited for their translation: it counts as one that was dropped. */
  missClause(language: string): void {
    this.#find(language)?.voice.missClause();
  }

  /** Translated speech waiting on the channel, milliseconds. */
  lagMsOf(language: string): number {
    return this.#find(language)?.voice.lagMs ?? 0;
  }

  /** Audio in front of the next frame inside the SFU client, milliseconds. */
  outQueueMsOf(language: string): number {
    return this.#find(language)?.source.queuedMs ?? 0;
  }

  /** What waits between the network and the channels of the voices of speakers and interpreters: the fullest of them. */
  get liveQueue(): SessionStats['liveQueue'] {
    return { fullestMs: Math.max(this.#floor.load.fullestMs, this.#booth.load.fullestMs), limitMs: LIVE_FEED_LIMIT_MS };
  }

  /** Their audio that came in such plenty that no channel could carry it, milliseconds since the start. */
  get skippedLiveMs(): number {
    return this.#floor.load.skippedMs + this.#booth.load.skippedMs;
  }

  stats(): SessionStats['channels'] {
    return this.#channels.map(({ language, source, mixer }) => ({
      language,
      outQueueMs: source.queuedMs,
      underruns: source.underruns,
      twoVoicesMs: mixer.twoVoicesMs,
      noSourceMs: mixer.noSourceMs,
      writtenMs: source.writtenMs,
    }));
  }

  /** Stops writing and frees the tracks. What waits is dropped. */
  async close(): Promise<void> {
    this.#stopPacer();
    clearInterval(this.#statusTimer);
    for (const { voice } of this.#channels) voice.clear();
    await Promise.all(this.#channels.map(({ source }) => source.close()));
  }

  #find(language: string): Channel | undefined {
    return this.#channels.find((channel) => channel.language === language);
  }

  #step(channel: Channel, event: ChannelEvent): void {
    const atMs = Date.now();
    const before = channel.state;
    channel.state = step(before, event, channel.language, atMs);
    const change = switchBetween(before, channel.state, channel.language, atMs);
    if (change && channel.air.state === 'on-air') this.#options.onSwitch(change);
    if (channel.state.finishUntilMs !== undefined) channel.voice.finishClause();
  }

  #writeFrame(): void {
    const ownLanguage = this.#channels.filter(({ state }) => state.reason === 'floor-language').map(({ language }) => language);
    this.#floor.advance(ownLanguage);
    this.#booth.advance();
    if (this.#floor.audible) this.#floorMeter.add(this.#floor.asHeard);
    else this.#floorMeter.addSilence(OUTPUT_FRAME_SAMPLES);

    const floorSpeaksForMs = this.#floorSpeaksSinceMs === undefined ? undefined : nowMs() - this.#floorSpeaksSinceMs;
    const atMs = nowMs();
    for (const channel of this.#channels) {
      channel.voice.floorSpeaksForMs = floorSpeaksForMs;
      const { source, voice, machine, mixer, output, air } = channel;
      air.advance(atMs);
      const frame = mixer.mix(this.#wantedOn(channel));
      // What the machine had still to say when somebody else took over is not said later: it would be about something past. But what a successor has to say waits until the channel is its own.
      if (air.state !== 'awaited' && mixer.isOut(machine)) voice.clear();
      source.write(output.finish(frame));
      this.#keepTime(channel);
    }

    if (++this.#beats % FRAMES_PER_LEVEL === 0) this.#sendLevels();
  }

  /** Whose frames the channel carries now. */
  #wantedOn({ state, machine, ownFloor, air }: Channel): FrameSource | undefined {
    if (air.state !== 'on-air') return undefined;
    switch (state.source) {
      case 'human':
        return state.human === undefined ? undefined : this.#booth.voice(state.human);
      case 'machine':
        return machine;
      case 'floor':
        return state.reason === 'floor-language' ? ownFloor : this.#everyone;
      default:
        // An empty floor: what its last speaker said is still interpreted to the end. The operator's silence is silence.
        return state.reason === 'operator' ? undefined : machine;
    }
  }

  /** Tells the decision how far the machine is. */
  #keepTime(channel: Channel): void {
    const { voice, state } = channel;
    if (voice.saying !== state.saying) this.#step(channel, { kind: 'saying', saying: voice.saying });
    else if (awaitsTime(state)) this.#step(channel, { kind: 'tick' });
    if (channel.state.source !== state.source) this.#report();
  }

  #sendLevels(): void {
    const tracks: LevelFrame['tracks'] = [{ track: FLOOR_TRACK, ...this.#floorMeter.take() }];
    for (const { source, output } of this.#channels) tracks.push({ track: source.name, ...output.takeLevel() });
    this.#options.onLevels({ atMs: Date.now(), windowMs: OUTPUT_FRAME_MS * FRAMES_PER_LEVEL, tracks });
  }

  #report(): void {
    const statuses = this.#channels.map(statusOf);
    const fingerprint = JSON.stringify(statuses);
    if (fingerprint === this.#lastStatus) return;
    this.#lastStatus = fingerprint;
    this.#options.onChannels(statuses);
  }
}

function statusOf({ language, source, voice, output, state, trackSid }: Channel): ChannelStatus {
  const human = humanOf(state);
  const { shortTermLufs } = output;
  return {
    language,
    trackName: source.name,
    ...(trackSid !== undefined && { trackSid }),
    source: state.source,
    reason: state.reason,
    sinceMs: state.sinceMs,
    ...(state.translator !== undefined && { translator: state.translator }),
    ...(state.voice !== undefined && { voice: state.voice }),
    path: [...state.path],
    // To a tenth of a second: finer is noise, and would be sent for every frame.
    lagMs: Math.round(voice.lagMs / 100) * 100,
    droppedClauses: voice.droppedClauses,
    policy: state.policy,
    takeover: state.takeover,
    ...(state.hold !== undefined && { hold: state.hold }),
    ...(human && { human: { identity: human.identity, name: human.name, open: human.open } }),
    rate: Math.round(voice.rate * 100) / 100,
    // To half a unit, for the same reason.
    ...(shortTermLufs !== undefined && { shortTermLufs: Math.round(shortTermLufs * 2) / 2 }),
  };
}

/** The interpreter to show: who is heard, else who could be. */
function humanOf({ human, booth: { microphones } }: ChannelState): BoothMicrophone | undefined {
  return microphones.find(({ sid }) => sid === human) ?? microphones.find(({ open }) => open) ?? microphones[0];
}
