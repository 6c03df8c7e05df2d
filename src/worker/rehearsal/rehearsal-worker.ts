import { setTimeout as sleep } from 'node:timers/promises';
import { DisposableStore } from '../../shared/disposable-store.ts';
import { raiseOwnMediaPriority } from '../../shared/node/media-priority.ts';
import { drop } from '../../shared/drop.ts';
import type { HostToRehearsal, RehearsalConfig, RehearsalSpeaker, ScriptLine } from '../../shared/protocol/rehearsal-protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { channelTrack } from '../../shared/tracks.ts';
import { Director, type ReadyLine } from './director.ts';
import { type HostLink, openHostLink } from './host-link.ts';
import { Interpreter } from './interpreter/interpreter.ts';
import { LinePlayer } from './line-player.ts';
import { measureJoin } from './measure-join.ts';
import { Member } from './member.ts';
import { Probe } from './probe.ts';
import { Voice } from './voice.ts';

/** The rehearsal process: synthetic speakers and the probe, until the host says `shutdown` or is gone. */
export function runRehearsalWorker(): void {
  // Speakers and listeners of a real event have machines of their own, which our computing does not slow down.
  raiseOwnMediaPriority({ compiler: 'ordinary' });
  const store = new DisposableStore();
  let rehearsal: Rehearsal | undefined;
  const exit = async (): Promise<void> => {
    // Half a second more than leaving a room may take.
    setTimeout(() => process.exit(1), 2_500).unref();
    await store[Symbol.asyncDispose]().catch(() => undefined);
    process.exit(0);
  };
  const link = openHostLink({
    onGone: () => void exit(),
    onMessage: (message) => {
      if (message.type === 'shutdown') return void exit();
      if (message.type !== 'configure') return rehearsal?.take(message);
      if (rehearsal) return link.log('error', 'configured twice; the second configuration is ignored');
      rehearsal = store.own(new Rehearsal(link, message.config), (it) => it[Symbol.asyncDispose]());
      drop(rehearsal.prepare(), (thrown) => {
        link.log('error', 'the rehearsal could not be prepared', { reason: String(thrown) });
        void exit();
      });
    },
  });
  process.on('SIGTERM', () => void exit());
  // A terminal may send it to this process as well (on Windows); the host decides when it ends.
  process.on('SIGINT', () => undefined);
}

interface Actor {
  readonly speaker: RehearsalSpeaker;
  readonly player: LinePlayer;
  readonly member: Member;
}

/** Lines that are made as fast as possible: beside engines that load each takes seconds, later a tenth of speaking it. */
const LINES_AHEAD = 3;
/** Of its length is how long the making of each further line lasts once speakers may be heard: at full speed a new voice keeps a core from those who hear for ten seconds. */
const MAKING_SHARE = 0.8;

class Rehearsal implements AsyncDisposable {
  readonly #link: HostLink;
  readonly #config: RehearsalConfig;
  readonly #store = new DisposableStore();
  readonly #leaving = new AbortController();
  readonly #voice: Voice;
  #actors: readonly Actor[] = [];
  #probe: Member | undefined;
  #interpreter: Interpreter | undefined;
  #askedToJoin: () => void = () => undefined;
  readonly #mayJoin = new Promise<void>((resolve) => (this.#askedToJoin = resolve));
  #director: Director | undefined;

  constructor(link: HostLink, config: RehearsalConfig) {
    this.#link = link;
    this.#config = config;
    this.#voice = this.#store.own(new Voice(), (voice) => voice[Symbol.asyncDispose]());
    this.#store.own(this.#leaving, (leaving) => leaving.abort());
  }

  /** Gives the first line its voice, and those that follow it without a pause; when the host says so, everybody joins. Resolves once all lines have theirs. */
  async prepare(): Promise<void> {
    const { lines: script, speakers, probeToken } = this.#config;
    const lines: Array<ReadyLine | undefined> = script.map(() => undefined);
    const pause = script.findIndex(({ gapMs }, index) => index > 0 && gapMs > 0);
    const first = Math.min(pause === -1 ? script.length : pause, LINES_AHEAD);
    await this.#make(lines, 0, first);
    // What cannot be said is noticed at the end.
    const ahead = this.#make(lines, first, LINES_AHEAD);
    drop(ahead, () => undefined);
    const clips = await this.#clips();
    await this.#mayJoin;
    if (this.#leaving.signal.aborted) return;
    // The rest is made while these are read, and not while the engines load.
    const rest = ahead.then(() => this.#make(lines, LINES_AHEAD, script.length));
    drop(rest, () => undefined);
    this.#actors = speakers.map((speaker) => this.#actor(speaker));
    this.#interpreter = clips && this.#booth(clips);
    this.#probe = probeToken === undefined ? undefined : this.#listener(probeToken);
    this.#director = new Director({
      stage: this.#stage(),
      lines,
      repeat: this.#config.repeat,
      onLineStarted: (index, { speaker, text }, atMs) => this.#link.send({ type: 'line-started', index, speaker, text, atMs }),
      onLineEnded: (index, { speaker, text }, { words, startMs, endMs }) =>
        this.#link.send({ type: 'line-ended', index, speaker, identity: this.#actorOf(speaker).speaker.identity, text, words: [...words], startMs, endMs }),
      onScriptEnded: () => this.#link.send({ type: 'script-ended' }),
      onError: this.#report,
    });
    drop(this.#director.run(this.#leaving.signal), this.#report);
    while (!this.#leaving.signal.aborted && !this.#everybodyThere) await new Promise((resolve) => setTimeout(resolve, 50));
    this.#link.send({ type: 'ready' });
    await rest;
  }

  take(message: Exclude<HostToRehearsal, { type: 'configure' | 'shutdown' }>): void {
    switch (message.type) {
      case 'join':
        return this.#askedToJoin();
      case 'start':
        this.#interpreter?.start();
        return this.#director?.start();
      case 'pause':
        if (this.#interpreter) drop(this.#interpreter.finish().then(() => this.#link.send({ type: 'interpreter-ended' })), this.#report);
        return this.#director?.pause();
      case 'say':
        return drop(
          this.#ready({ speaker: message.speaker, text: message.text, gapMs: 600 }).then((line) => this.#director?.say(line)),
          this.#report,
        );
      case 'token':
        for (const { speaker, member } of this.#actors) if (speaker.identity === message.identity) return member.renew(message.token);
        if (this.#config.interpreter?.identity === message.identity) return this.#interpreter?.renew(message.token);
        return this.#probe?.renew(message.token);
      case 'measure-join':
        return drop(
          measureJoin(this.#config.url, message.token, this.#leaving.signal).then(
            (times) => this.#link.send({ type: 'joined', ...times }),
            () => this.#link.send({ type: 'joined' }),
          ),
          this.#report,
        );
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#store[Symbol.asyncDispose]();
  }

  readonly #report = (thrown: unknown): void => this.#link.log('warn', 'a participant of the rehearsal had trouble', { reason: String(thrown) });
  readonly #requestToken = (identity: string): void => this.#link.send({ type: 'token-request', identity });

  #stage(): { readonly connected: boolean; play: (speaker: string, line: ReadyLine['spoken']) => ReturnType<LinePlayer['play']> } {
    const actors = this.#actors;
    return {
      get connected() {
        return actors.every(({ member }) => member.connected);
      },
      play: (speaker, line) => this.#actorOf(speaker).player.play(line),
    };
  }

  get #everybodyThere(): boolean {
    return this.#stage().connected && (this.#probe?.connected ?? true) && (this.#interpreter?.ready ?? true);
  }

  /** The interpreter's voice, if there is one. */
  async #clips(): Promise<Int16Array[] | undefined> {
    const { interpreter } = this.#config;
    if (!interpreter) return undefined;
    return Promise.all(interpreter.texts.map(async (text) => (await this.#voice.speak(text, interpreter.voice, interpreter.wordsPerMinute)).samples));
  }

  #booth(clips: readonly Int16Array[]): Interpreter | undefined {
    const { url, interpreter: config } = this.#config;
    if (!config) return undefined;
    const interpreter = new Interpreter({ url, config, clips, onTake: (take, closedAtMs) => this.#link.send({ type: 'interpreter-take', take, closedAtMs }), requestToken: this.#requestToken, onError: this.#report });
    return this.#store.own(interpreter, (it) => it[Symbol.asyncDispose]());
  }

  #actorOf(letter: string): Actor {
    return this.#actors.find(({ speaker }) => speaker.speaker === letter) ?? (this.#actors[0] as Actor);
  }

  /** Gives `lines` from index `from` to before `to` their sound. */
  async #make(lines: Array<ReadyLine | undefined>, from: number, to: number): Promise<void> {
    const { signal } = this.#leaving;
    for (const [index, script] of [...this.#config.lines.entries()].slice(from, to)) {
      const startedMs = nowMs();
      const line = await this.#ready(script).catch((thrown: unknown) => {
        // Its voice is ended when everybody leaves.
        if (!signal.aborted) throw thrown;
      });
      if (!line) return;
      lines[index] = line;
      const { samples, sampleRateHz } = line.spoken;
      const restMs = ((samples.length * 1000) / sampleRateHz) * MAKING_SHARE - (nowMs() - startedMs);
      if (index >= LINES_AHEAD && restMs > 0) await sleep(restMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
  }

  async #ready(script: ScriptLine): Promise<ReadyLine> {
    const { speakers } = this.#config;
    const { voice, wordsPerMinute } = speakers.find(({ speaker }) => speaker === script.speaker) ?? speakers[0]!;
    return { script, spoken: await this.#voice.speak(script.text, voice, script.wordsPerMinute ?? wordsPerMinute) };
  }

  #actor(speaker: RehearsalSpeaker): Actor {
    const player = this.#store.own(new LinePlayer(this.#report), (it) => it[Symbol.asyncDispose]());
    const member = this.#store.own(
      new Member({
        url: this.#config.url,
        identity: speaker.identity,
        token: speaker.token,
        autoSubscribe: false,
        requestToken: this.#requestToken,
        onJoined: (room) => player.publish(room),
        onEvent: ({ kind }) => {
          if (kind === 'reconnecting' || kind === 'disconnected') player.cut();
        },
        onError: this.#report,
      }),
      (it) => it[Symbol.asyncDispose](),
    );
    return { speaker, player, member };
  }

  #listener(token: string): Member {
    const { url, languages, probeFloor, interpreter } = this.#config;
    const interpreted = interpreter && channelTrack(interpreter.language);
    const onFrame = (track: string, samples: Int16Array, arrivedAtMs: number): void => {
      if (track === interpreted) this.#interpreter?.hear(samples, arrivedAtMs);
    };
    const probe = this.#store.own(new Probe({ languages, probeFloor, onFrame, send: (message) => this.#link.send(message), onError: this.#report }), (it) => it[Symbol.asyncDispose]());
    return this.#store.own(
      new Member({
        url,
        identity: 'listener:probe',
        token,
        autoSubscribe: true,
        requestToken: this.#requestToken,
        onJoined: (room) => probe.joined(room),
        onEvent: (event) => probe.take(event),
        onError: this.#report,
      }),
      (it) => it[Symbol.asyncDispose](),
    );
  }
}
