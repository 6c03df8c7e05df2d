import type { ChannelStatus, LevelFrame } from '../../shared/live/channel.ts';
import type { SessionStats } from '../../shared/live/stats.ts';
import { channelTrack, FLOOR_TRACK } from '../../shared/tracks.ts';
import { nowMs } from '../pipeline/clock.ts';
import { startPacer } from '../rtc/pacer.ts';
import { PacedSource } from '../rtc/paced-source.ts';
import { ChannelMixer } from './channel-mixer.ts';
import { startingChannel, step, type ChannelEvent, type ChannelState } from './channel-state.ts';
import { Clause, type ClauseListener, type ClauseOptions } from './clause.ts';
import { FloorBus } from './floor-bus.ts';
import { LevelMeter } from './level-meter.ts';
import { MachineVoice } from './machine-voice.ts';

const FRAME_MS = 20;
/** Three frames: 16 levels a second. */
const FRAMES_PER_LEVEL = 3;
const STATUS_INTERVAL_MS = 250;

export interface ChannelEngineOptions {
  readonly languages: readonly string[];
  /** All channels, after every change; of delays alone at most four times a second. */
  readonly onChannels: (channels: ChannelStatus[]) => void;
  readonly onLevels: (frame: LevelFrame) => void;
  /** The writer came late by this much. */
  readonly onStall: (lateMs: number) => void;
}

interface Channel {
  readonly language: string;
  readonly source: PacedSource;
  readonly voice: MachineVoice;
  readonly mixer: ChannelMixer;
  readonly meter: LevelMeter;
  state: ChannelState;
  trackSid: string | undefined;
}

/**
 * Writes every channel's track, one frame every 20 ms for the whole event, whatever the engines and the network do, and
 * decides who is heard on each. One loop for all channels: it is the only reader of the voices and of the floor.
 */
export class ChannelEngine {
  readonly #options: ChannelEngineOptions;
  readonly #channels: readonly Channel[];
  readonly #floor = new FloorBus((48_000 / 1000) * FRAME_MS);
  readonly #floorMeter = new LevelMeter();
  readonly #silence = new Int16Array((48_000 / 1000) * FRAME_MS);
  readonly #stopPacer: () => void;
  readonly #statusTimer: ReturnType<typeof setInterval>;
  #beats = 0;
  #lastStatus = '';

  constructor(options: ChannelEngineOptions) {
    this.#options = options;
    const atMs = Date.now();
    this.#channels = options.languages.map((language) => {
      const source = new PacedSource({ name: channelTrack(language), frameMs: FRAME_MS });
      const voice = new MachineVoice();
      const mixer = new ChannelMixer(voice, source.frameSamples, 'floor');
      return { language, source, voice, mixer, meter: new LevelMeter(), state: startingChannel(atMs), trackSid: undefined };
    });
    const clock = this.#channels[0]?.source ?? new FloorClock();
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

  stateOf(language: string): ChannelState | undefined {
    return this.#find(language)?.state;
  }

  /** Something happened that concerns all channels, or only `language`. */
  dispatch(event: ChannelEvent, language?: string): void {
    for (const channel of this.#channels) {
      if (language === undefined || channel.language === language) channel.state = step(channel.state, event, channel.language, Date.now());
    }
    this.#report();
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
    if (channel?.state.source !== 'machine') return undefined;
    const clause = new Clause(listener, options);
    channel.voice.add(clause);
    return clause;
  }

  /** Translated speech waiting on the channel, milliseconds. */
  lagMsOf(language: string): number {
    return this.#find(language)?.voice.lagMs ?? 0;
  }

  /** Audio in front of the next frame inside the SFU client, milliseconds. */
  outQueueMsOf(language: string): number {
    return this.#find(language)?.source.queuedMs ?? 0;
  }

  stats(): SessionStats['channels'] {
    return this.#channels.map(({ language, source, mixer }) => ({
      language,
      outQueueMs: source.queuedMs,
      underruns: source.underruns,
      twoVoicesMs: mixer.twoVoicesMs,
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

  #writeFrame(): void {
    const ownLanguage = this.#channels.filter(({ state }) => state.reason === 'floor-language').map(({ language }) => language);
    this.#floor.advance(ownLanguage);
    if (this.#floor.audible) this.#floorMeter.add(this.#floor.everyone);
    else this.#floorMeter.addSilence(this.#silence.length);

    for (const { language, source, voice, mixer, meter, state } of this.#channels) {
      const wanted = state.source === 'floor' ? 'floor' : 'machine';
      const floor = state.reason === 'floor-language' ? this.#floor.inLanguage(language) : this.#floor.everyone;
      const frame = mixer.mix(wanted, floor, this.#floor.audible);
      // What the machine had still to say when the floor took over is not said later: it would be about something past.
      if (wanted === 'floor' && mixer.floorOnly) voice.clear();
      if (frame) meter.add(frame);
      else meter.addSilence(this.#silence.length);
      source.write(frame ?? this.#silence);
    }

    if (++this.#beats % FRAMES_PER_LEVEL === 0) this.#sendLevels();
  }

  #sendLevels(): void {
    const tracks: LevelFrame['tracks'] = [{ track: FLOOR_TRACK, ...this.#floorMeter.take() }];
    for (const { source, meter } of this.#channels) tracks.push({ track: source.name, ...meter.take() });
    this.#options.onLevels({ atMs: Date.now(), windowMs: FRAME_MS * FRAMES_PER_LEVEL, tracks });
  }

  #report(): void {
    const statuses = this.#channels.map(statusOf);
    const fingerprint = JSON.stringify(statuses);
    if (fingerprint === this.#lastStatus) return;
    this.#lastStatus = fingerprint;
    this.#options.onChannels(statuses);
  }
}

function statusOf({ language, source, voice, state, trackSid }: Channel): ChannelStatus {
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
    policy: 'machine-until-human',
    takeover: 'drop',
    rate: Math.round(voice.rate * 100) / 100,
  };
}

/** Beats for an event without channels, whose floor is still metered. */
class FloorClock {
  readonly frameMs = FRAME_MS;
  #dueMs = nowMs();

  advance(): void {
    this.#dueMs = Math.max(this.#dueMs + FRAME_MS, nowMs() - FRAME_MS);
  }

  framesDue(atMs: number): number {
    return atMs >= this.#dueMs ? 1 : 0;
  }

  untilDueMs(atMs: number): number {
    return this.#dueMs - atMs;
  }
}
