import type { ChannelStatus, ChannelSwitch, LevelFrame } from '../../shared/live/channel.ts';
import type { SessionStats } from '../../shared/live/stats.ts';
import { channelTrack, FLOOR_TRACK } from '../../shared/tracks.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { startPacer } from '../rtc/pacer.ts';
import { OUTPUT_FRAME_MS, OUTPUT_FRAME_SAMPLES } from '../rtc/encoder-feed.ts';
import { PacedSource } from '../rtc/paced-source.ts';
import { LevellerBank } from '../sound/leveller-bank.ts';
import { AirTime } from './air-time.ts';
import { BoothBus } from './booth-bus.ts';
import { isRouted } from './channel-guards.ts';
import type { FrameSource } from './channel-mixer.ts';
import type { BoothMicrophone, ChannelEvent, ChannelState } from './channel-model.ts';
import { ChannelOutput } from './channel-output.ts';
import type { PolicySetting } from './channel-state.ts';
import { ChannelVoices } from './channel-voices.ts';
import type { Clause, ClauseListener, ClauseOptions } from './clause.ts';
import { FloorBus } from './floor-bus.ts';
import { LevelMeter } from './level-meter.ts';
import { LIVE_FEED_LIMIT_MS } from './live-feed.ts';

/** Six frames: 16 levels a second. */
const FRAMES_PER_LEVEL = 6;
const STATUS_INTERVAL_MS = 250;

export interface ChannelEngineOptions {
  readonly languages: readonly string[];
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
  readonly voices: ChannelVoices;
  readonly output: ChannelOutput;
  readonly air: AirTime;
  trackSid: string | undefined;
  /** Never written since the track is published and this worker's to fill. */
  lostFrames: number;
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
    const startedAtMs = Date.now();
    const { succeeds = false } = options;
    this.#channels = options.languages.map((language) => {
      const source = new PacedSource(channelTrack(language));
      const ownFloor: FrameSource = { next: () => (this.#floor.audible ? this.#floor.inLanguage(language) : undefined) };
      return {
        language,
        source,
        voices: new ChannelVoices({
          language,
          frameSamples: OUTPUT_FRAME_SAMPLES,
          loudnessTargetLufs: options.loudnessTargetLufs,
          live: { everyone: this.#everyone, ownFloor, human: (sid) => this.#booth.voice(sid) },
          policy: options.policies[language],
          startedAtMs,
          succeeds,
        }),
        air: new AirTime(succeeds ? 'awaited' : 'on-air'),
        output: new ChannelOutput(OUTPUT_FRAME_SAMPLES),
        trackSid: undefined,
        lostFrames: 0,
      };
    });
    this.#stopPacer = startPacer({ writeFrame: () => this.#writeFrame(), onStall: options.onStall, onLost: (frames) => this.#countLost(frames) });
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
    const state = this.#find(language)?.voices.state;
    return state?.engines === 'up' && state.translator === undefined && isRouted(state, source);
  }

  /** Whether a clause that is said on the channel now would be heard. */
  machineIsHeard(language: string): boolean {
    return this.#find(language)?.voices.machineIsHeard ?? false;
  }

  /** Whether all that keeps the machine off the channel is what its engines have not got yet. */
  awaitsMachine(language: string): boolean {
    return this.#find(language)?.voices.awaitsMachine ?? false;
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

  /** No channel is passed on, and those that were come back. */
  keepAll(): void {
    for (const { air } of this.#channels) air.keep();
  }

  /** Nothing is being said on the channel, and nothing waits to be. */
  hasSaidAll(language: string): boolean {
    return this.#find(language)?.voices.voice.idle ?? true;
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
    return this.#find(language)?.voices.say(options, listener);
  }

  /** A clause of the channel was given up because too many waited for their translation: it counts as one that was dropped. */
  missClause(language: string): void {
    this.#find(language)?.voices.voice.missClause();
  }

  /** Translated speech waiting on the channel, milliseconds. */
  lagMsOf(language: string): number {
    return this.#find(language)?.voices.voice.lagMs ?? 0;
  }

  /** When the channel could begin to say another clause, as far as is known, milliseconds; 0: now. `continues`: it goes on with the sentence before. */
  freeInMs(language: string, continues: boolean): number {
    return this.#find(language)?.voices.voice.freeInMs(continues) ?? 0;
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
    return this.#channels.map(({ language, source, lostFrames, voices: { mixer } }) => ({
      language,
      outQueueMs: source.queuedMs,
      unwrittenMs: lostFrames * OUTPUT_FRAME_MS + source.lostMs,
      twoVoicesMs: mixer.twoVoicesMs,
      noSourceMs: mixer.noSourceMs,
    }));
  }

  /** Stops writing and frees the tracks. What waits is dropped. */
  async close(): Promise<void> {
    this.#stopPacer();
    clearInterval(this.#statusTimer);
    for (const { voices } of this.#channels) voices.voice.clear();
    await Promise.all(this.#channels.map(({ source }) => source.close()));
  }

  #find(language: string): Channel | undefined {
    return this.#channels.find((channel) => channel.language === language);
  }

  #step(channel: Channel, event: ChannelEvent): void {
    this.#tell(channel, channel.voices.step(event, Date.now()));
  }

  #tell({ air }: Channel, change: ChannelSwitch | undefined): void {
    if (change && air.state === 'on-air') this.#options.onSwitch(change);
  }

  /** Nobody misses what was not written before anybody could hear it. A stall in which a channel passes from one worker to another is counted by the one that had it. */
  #countLost(frames: number): void {
    for (const channel of this.#channels) if (channel.trackSid !== undefined && channel.air.state === 'on-air') channel.lostFrames += frames;
  }

  #writeFrame(): void {
    const ownLanguage = this.#channels.filter(({ voices }) => voices.state.reason === 'floor-language').map(({ language }) => language);
    this.#floor.advance(ownLanguage);
    this.#booth.advance();
    if (this.#floor.audible) this.#floorMeter.add(this.#floor.asHeard);
    else this.#floorMeter.addSilence(OUTPUT_FRAME_SAMPLES);

    const floorSpeaksForMs = this.#floorSpeaksSinceMs === undefined ? undefined : nowMs() - this.#floorSpeaksSinceMs;
    const atMs = nowMs();
    for (const channel of this.#channels) {
      const { source, voices, output, air } = channel;
      voices.voice.floorSpeaksForMs = floorSpeaksForMs;
      air.advance(atMs);
      source.write(output.finish(voices.mix(air.state)));
      this.#keepTime(channel);
    }

    if (++this.#beats % FRAMES_PER_LEVEL === 0) this.#sendLevels();
  }

  /** Tells the decision how far the machine is. */
  #keepTime(channel: Channel): void {
    const { voices } = channel;
    const { source } = voices.state;
    this.#tell(channel, voices.keepTime(Date.now()));
    if (voices.state.source !== source) this.#report();
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

function statusOf({ language, source, voices: { voice, state }, output, trackSid }: Channel): ChannelStatus {
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
