import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/app-error.ts';
import { DisposableStore } from '../../shared/disposable-store.ts';
import { drop } from '../../shared/drop.ts';
import type { Caption } from '../../shared/live/caption.ts';
import type { ChannelSwitch, FloorSpeaker } from '../../shared/live/channel.ts';
import type { EngineStatus } from '../../shared/live/stats.ts';
import type { HostToSession, SessionConfig } from '../../shared/protocol/session-protocol.ts';
import { within } from '../../shared/within.ts';
import { ChannelEngine } from '../channels/channel-engine.ts';
import type { DisconnectCause, RemoteAudio } from '../rtc/room-event.ts';
import { CaptionPublisher } from './captions.ts';
import { EngineHostClient } from './engine-host-client.ts';
import { EngineTroubles } from './engine-troubles.ts';
import { Floor } from './floor.ts';
import type { HostLink } from './host-link.ts';
import { Interpretation } from './interpretation.ts';
import { Interpreters } from './interpreters.ts';
import { LastWords } from './last-words.ts';
import { RoomConnection } from './room-connection.ts';
import { SpeakerStream } from './speaker-stream.ts';
import type { Speaker } from './speaker.ts';
import { SpeechShare } from './speech-share.ts';
import { StallReport } from './stall-report.ts';
import { TokenSource } from './token-source.ts';
import { TraceBook } from './trace-book.ts';
import { WayEstimator } from './way-estimator.ts';

type StreamDrops = SpeakerStream['drops'];

const STATS_INTERVAL_MS = 1_000;
/** A text stream that the SFU does not take in this time is given up, so that the next caption is not held back. */
const CAPTION_TIMEOUT_MS = 2_000;

/**
 * One live room: hears the speakers, has them translated, writes the channels and the captions. Everything it opened is
 * closed by disposing it, in reverse order: room, streams, channels, engines.
 */
export class Session implements AsyncDisposable {
  readonly #host: HostLink;
  readonly #owned = new DisposableStore();
  readonly #leaving = new AbortController();
  readonly #id = randomUUID().slice(0, 8);
  readonly #tokens: TokenSource;
  readonly #engine: EngineHostClient;
  readonly #channels: ChannelEngine;
  readonly #captions: CaptionPublisher;
  readonly #interpretation: Interpretation;
  readonly #floor: Floor;
  readonly #interpreters: Interpreters;
  readonly #connection: RoomConnection;
  readonly #share: SpeechShare;
  #lastWords: LastWords | undefined;
  readonly #languages: readonly string[];
  readonly #streams = new Map<string, SpeakerStream>();
  readonly #stalls = new StallReport((worstMs, count) => this.#host.log('warn', 'The writer of the channels came late: this machine is too busy.', { worstMs, count }));
  /** Of streams that are over. */
  #dropsBefore: StreamDrops = { frames: 0, engineAudioMs: 0, unrecognisedSegments: 0 };
  #streamCount = 0;
  #running: Promise<DisconnectCause> | undefined;
  #engines: readonly EngineStatus[] = [];

  constructor(config: SessionConfig, enginesProgram: string, host: HostLink) {
    this.#host = host;
    this.#tokens = new TokenSource(host, config.token);

    const { languages, policies, holds, floorLanguage, resourcesDir, engines, loudnessTargetLufs, succeeds } = config;
    this.#languages = languages;
    this.#share = new SpeechShare({ successor: succeeds });
    // The writer of the channels comes first and goes last but the engines: nothing of what follows may interrupt it.
    this.#channels = new ChannelEngine({
      languages,
      policies,
      loudnessTargetLufs,
      succeeds,
      onChannels: (channels) => host.send({ type: 'channels', channels }),
      onSwitch: (change) => this.#switched(change),
      onLevels: (frame) => host.send({ type: 'levels', frame }),
      onStall: (lateMs) => this.#stalls.add(lateMs),
    });
    const channels = this.#channels;
    const troubles = new EngineTroubles((level, message, fields) => host.log(level, message, fields));
    this.#engine = this.#owned.own(
      new EngineHostClient({
        program: enginesProgram,
        start: { resourcesDir, floorLanguage, languages, engines },
        standsBy: succeeds,
        onRoute: ({ target, translator, voice, path, understood }) => {
          channels.dispatch({ kind: 'route', from: floorLanguage, translator, voice, path, understood }, target);
          this.#interpretation.channelChanged(target);
        },
        onDown: () => {
          channels.dispatch({ kind: 'engines-down' });
          this.#engines = this.#engines.map((engine) => ({ ...engine, state: 'starting', message: 'The engines stopped and are being started again.' }));
        },
        onEngines: (statuses) => (this.#engines = troubles.take(statuses)),
        log: (level, message, fields) => host.log(level, message, fields),
      }),
      (engine) => engine.close(),
    );
    this.#owned.own(channels, (owned) => owned.close());
    const traces = this.#owned.own(new TraceBook((trace) => host.send({ type: 'trace', trace })), (owned) => owned.close());
    this.#captions = this.#owned.own(
      new CaptionPublisher({
        send: (topic, text, attributes) => this.#sendText(topic, text, attributes),
        toHost: (caption) => host.send({ type: 'caption', caption }),
        trackSidOf: (caption) => this.#trackSidOf(caption),
        onFailure: (failures) => {
          if (failures % 50 === 1) host.log('warn', 'A caption could not be sent to the room; the host still has it.', { failures });
        },
      }),
      (owned) => owned.close(),
    );
    const ways = this.#owned.own(new WayEstimator(() => this.#connection.room?.stats()), (owned) => owned.close());
    this.#interpretation = new Interpretation({ languages, engine: this.#engine, channels, captions: this.#captions, traces, headStartMs: ({ speaker }) => this.#floor.headStartMs(speaker.identity), wayOf: ({ trackSid }) => ways.wayOf(trackSid), onError: this.#report });
    this.#owned.own(this.#interpretation, (owned) => owned.close());
    for (const [language, hold] of Object.entries(holds)) channels.dispatch({ kind: 'hold', hold }, language);
    this.#floor = new Floor({
      defaultLanguage: floorLanguage,
      subscribe: (sid) => this.#connection.room?.setSubscribed(sid, true),
      onHeard: (speaker, track) => this.#hear(speaker, track),
      onGone: (sid) => this.#streams.get(sid)?.close(),
      onSpeakers: (speakers) => this.#speakersChanged(speakers),
    });
    this.#interpreters = this.#owned.own(
      new Interpreters({
        languages,
        channels,
        subscribe: (sid) => this.#connection.room?.setSubscribed(sid, true),
        stats: () => this.#connection.room?.stats(),
        onError: this.#report,
        onMisplaced: (language, interpretsInto) =>
          host.log('warn', 'An interpreter publishes in the booth of another language than the token is for, and is not heard there. Invite them for this language, or let them publish in their own booth.', { language, interpretsInto }),
      }),
      (owned) => owned.close(),
    );
    this.#connection = new RoomConnection({
      url: config.url,
      token: (again, signal) => this.#tokens.next(again, signal),
      sources: channels.sources,
      onEvent: (event) => {
        this.#floor.handle(event);
        this.#interpreters.handle(event);
      },
      onPublished: (trackName, sid) => channels.setTrackSid(trackName, sid),
      onPhase: (phase) => host.send({ type: 'phase', phase }),
      onLost: () => {
        this.#floor.clear();
        this.#interpreters.clear();
      },
      onError: this.#report,
      signal: this.#leaving.signal,
    });
  }

  /** Stays in the room until disposed, or until the room is over; resolves with the reason. */
  async run(): Promise<DisconnectCause> {
    const stats = setInterval(() => this.#sendStats(), STATS_INTERVAL_MS);
    try {
      this.#running = this.#connection.run();
      return await this.#running;
    } finally {
      clearInterval(stats);
      this.#host.send({ type: 'phase', phase: { kind: 'left' } });
    }
  }

  /** The host has a token for us. */
  receiveToken(token: string): void {
    this.#tokens.receive(token);
  }

  /** The operator changes a channel. */
  steer(message: Extract<HostToSession, { type: 'channel.policy' | 'channel.hold' }>): void {
    const { language } = message;
    switch (message.type) {
      case 'channel.policy':
        return this.#channels.dispatch({ kind: 'policy', policy: message.policy, takeover: message.takeover }, language);
      case 'channel.hold':
        return this.#channels.dispatch({ kind: 'hold', hold: message.hold }, language);
    }
  }

  /** A fresh engine host takes the place of the one that runs, without a gap. */
  recycleEngines(reason: string): void {
    this.#engine.recycle(reason);
  }

  /** Speech that began to arrive before `atMs` (monotonic) is the predecessor's; a predecessor tells when all of it has been said. */
  divideSpeech(atMs: number): void {
    if (this.#share.divideAt(atMs) === 'successor') return this.#engine.takeOver();
    const heardAll = (): boolean => [...this.#streams.values()].every(({ openSinceMs }) => openSinceMs === undefined || openSinceMs >= atMs);
    const lastWords = new LastWords({
      languages: this.#languages,
      saidAll: (language) => heardAll() && this.#interpretation.pendingOf(language) === 0 && this.#channels.hasSaidAll(language),
      onSaid: (language) => this.#host.send({ type: 'channel-said', language }),
    });
    this.#lastWords = this.#owned.own(lastWords, (owned) => owned.close());
  }

  /** The successor will not come: whatever was divided, all speech and every channel are this worker's. */
  keepAll(): void {
    this.#share.keepAll();
    this.#lastWords?.close();
    this.#channels.keepAll();
  }

  /** At `atMs` (monotonic) a channel passes from a worker to its successor. */
  passChannel(language: string, atMs: number): void {
    this.#channels.pass(language, atMs);
  }

  /** Ends `run`; disposing closes the rest. */
  leave(): void {
    this.#leaving.abort();
  }

  /** The process ends now: only what would outlive it is ended. */
  abandon(): void {
    this.#engine.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave();
    await this.#running;
    await this.#owned[Symbol.asyncDispose]();
  }

  readonly #report = (thrown: unknown): void => this.#host.report(AppError.from(thrown));

  #hear(speaker: Speaker, track: RemoteAudio): void {
    const stream = new SpeakerStream({
      speaker,
      track,
      streamId: `${this.#id}-${this.#streamCount++}`,
      engine: this.#engine,
      floor: this.#channels.floor,
      channelsBusy: () => this.#interpretation.channelsBusy(speaker),
      onSpeaking: (speaking) => this.#floor.setSpeaking(speaker.identity, speaker.trackSid, speaking),
      onSpoken: (spoken) => {
        if (this.#share.has(spoken)) this.#interpretation.take(spoken);
      },
    });
    this.#streams.set(speaker.trackSid, stream);
    const running = stream.run().finally(() => {
      this.#dropsBefore = plus(this.#dropsBefore, stream.drops);
      if (this.#streams.get(speaker.trackSid) === stream) this.#streams.delete(speaker.trackSid);
    });
    drop(running, (thrown) => {
      if (!(thrown instanceof Error && thrown.name === 'AbortError')) this.#report(thrown);
    });
  }

  #switched(change: ChannelSwitch): void {
    const { language, from, to, reason, humanLeft } = change;
    this.#interpretation.channelChanged(language);
    this.#host.send({ type: 'switch', change });
    this.#host.log('info', 'Somebody else is heard on a channel.', { language, from, to, reason, ...(humanLeft && { humanLeft }) });
  }

  #speakersChanged(speakers: FloorSpeaker[]): void {
    this.#channels.dispatch({ kind: 'speakers', speakers });
    this.#host.send({ type: 'floor', speakers });
  }

  async #sendText(topic: string, text: string, attributes: Record<string, string>): Promise<void> {
    const { room } = this.#connection;
    if (!room) throw new AppError('SFU_UNREACHABLE', 'The room is being joined; this caption only reaches the host.');
    await within(room.sendText(topic, text, attributes), CAPTION_TIMEOUT_MS, () => new AppError('SFU_UNREACHABLE', 'The LiveKit server did not take a caption in time.'));
  }

  #trackSidOf({ kind, language, speakerIdentity }: Caption): string | undefined {
    if (kind === 'translation') return this.#channels.trackSidOf(language);
    for (const { speaker } of this.#streams.values()) if (speaker.identity === speakerIdentity) return speaker.trackSid;
    return undefined;
  }

  #sendStats(): void {
    const { processes } = this.#engine;
    this.#host.send({
      type: 'stats',
      stats: {
        atMs: Date.now(),
        speakers: [...this.#streams.values()].map((stream) => stream.stats()),
        channels: this.#channels.stats(),
        liveQueue: this.#channels.liveQueue,
        engineLoad: this.#engine.load,
        drops: {
          ...[...this.#streams.values()].map((stream) => stream.drops).reduce(plus, this.#dropsBefore),
          liveAudioMs: this.#channels.skippedLiveMs,
          segments: this.#interpretation.droppedSegments,
          captions: this.#captions.failures,
        },
        engines: [...this.#engines],
        processes: [{ name: 'session-worker', pid: process.pid }, ...processes],
      },
    });
  }
}

const plus = (one: StreamDrops, other: StreamDrops): StreamDrops => ({
  frames: one.frames + other.frames,
  engineAudioMs: one.engineAudioMs + other.engineAudioMs,
  unrecognisedSegments: one.unrecognisedSegments + other.unrecognisedSegments,
});
