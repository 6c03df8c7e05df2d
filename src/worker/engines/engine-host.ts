import { AppError } from '../../shared/app-error.ts';
import { drop } from '../../shared/drop.ts';
import { lowerComputingPriority } from '../../shared/node/media-priority.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { readCatalogue } from './catalogue.ts';
import { closeEngineSet, createEngineSet, type EnginePlaces } from './engine-set.ts';
import { tryApart, tryEngine } from './engine-trial.ts';
import { LiveEngines } from './live-engines.ts';
import { type FromEngineHost, ToEngineHost } from './protocol.ts';
import type { SpeechStream } from './recognisers.ts';
import { Turns } from './turns.ts';

const LOG_LOST_EVERY_MS = 10_000;
const SET_ASIDE =
  'Set aside for now: the engines ended again and again while models of your own were in use, and every language with them. Its languages are not recognised meanwhile. It is tried again by itself; if that goes on, use another model.';

/** What the engine host needs from the process it runs in. */
interface EngineHostOptions {
  /** What its voices are made of. */
  readonly voices: Pick<EnginePlaces, 'voiceThreadFile' | 'voiceHostFile' | 'espeakProgram'>;
  /** The built engine host itself, for trying models apart. */
  readonly program: string;
  readonly send: (message: FromEngineHost) => void;
  /** The session worker asked for the end; everything is closed by then. */
  readonly onShutdown: () => void;
}

/** Answers the session worker's messages with engines. Owns every stream, request and program it starts. */
export class EngineHost implements AsyncDisposable {
  readonly #options: EngineHostOptions;
  readonly #streams = new Map<string, SpeechStream>();
  readonly #requests = new Map<number, AbortController>();
  readonly #turns = new Turns();
  #live: LiveEngines | undefined;
  /** Audio of all streams that was left out since that was last logged. */
  #lostSamples = 0;
  #lostLoggedMs = -Infinity;
  /** The most audio of one stream that waited since the last ping. */
  #longestWaitMs = 0;

  constructor(options: EngineHostOptions) {
    this.#options = options;
  }

  /** Takes one message as it came over the wire; one that is not of the protocol is logged and otherwise ignored. */
  receive(raw: unknown): void {
    const parsed = ToEngineHost.safeParse(raw);
    if (!parsed.success) {
      this.#log('error', 'A message to the engine host is not of the protocol and was ignored.', { paths: parsed.error.issues.map((issue) => issue.path.join('.')) });
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'start':
        this.#start(message);
        break;
      case 'catalogue':
        drop(this.#catalogue(message), (thrown) => this.#logFailure('The engines of this machine could not be listed.', thrown));
        break;
      case 'try':
        drop(tryEngine(message.engine).then(this.#options.send), (thrown) => this.#logFailure('An engine could not be tried.', thrown));
        break;
      case 'stream.open':
        this.#openStream(message.streamId, message.language);
        break;
      case 'stream.audio':
        this.#hear(message);
        break;
      case 'stream.close':
        this.#closeStream(message.streamId);
        break;
      case 'translate':
        this.#serve(message.requestId, (live, signal) => this.#translate(live, message, signal));
        break;
      case 'synthesise':
        this.#serve(message.requestId, (live, signal) => this.#synthesise(live, message, signal));
        break;
      case 'cancel':
        this.#requests.get(message.requestId)?.abort();
        break;
      case 'ping':
        this.#pong();
        break;
      case 'shutdown':
        drop(this[Symbol.asyncDispose]().finally(this.#options.onShutdown), () => undefined);
        break;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const request of this.#requests.values()) request.abort();
    for (const streamId of this.#streams.keys()) this.#closeStream(streamId);
    await this.#live?.[Symbol.asyncDispose]();
  }

  #start(message: Extract<ToEngineHost, { type: 'start' }>): void {
    if (this.#live) {
      this.#log('error', 'The engine host was started twice; the second start was ignored.');
      return;
    }
    // Before anything is loaded: it was started by the process that carries audio, and scheduled like it.
    lowerComputingPriority();
    this.#live = new LiveEngines(message, this.#places(message.resourcesDir, message.setAside), this.#options.send);
    drop(this.#live.run(), (thrown) => this.#logFailure('The engines could not be started.', thrown));
  }

  #places(resourcesDir: string, setAside: readonly string[] = []): EnginePlaces {
    const { voices, program } = this.#options;
    const trial: EnginePlaces['trial'] = async (spec) => {
      if (setAside.includes(spec.id)) throw new AppError('MODEL_INVALID', SET_ASIDE);
      await tryApart(program, { spec });
    };
    return { resourcesDir, ...voices, trial };
  }

  async #catalogue({ resourcesDir, floorLanguage, engines }: Extract<ToEngineHost, { type: 'catalogue' }>): Promise<void> {
    const set = createEngineSet(this.#places(resourcesDir), engines);
    try {
      this.#options.send(await readCatalogue(set, floorLanguage));
    } finally {
      await closeEngineSet(set);
    }
  }

  #openStream(streamId: string, language: string): void {
    if (!this.#live?.hears || this.#streams.has(streamId)) {
      this.#log('warn', this.#live?.hears ? 'A speech stream was opened twice.' : 'A speech stream was opened, but voice activity is not available.', { streamId });
      return;
    }
    const stream = this.#live.listen(
      language,
      (event) => this.#options.send(event.type === 'hypothesis' ? { ...event, streamId } : { ...event, type: `speech.${event.type}`, streamId } as FromEngineHost),
      (thrown) => this.#tellUnread(streamId, thrown),
    );
    this.#streams.set(streamId, stream);
    this.#turns.add(stream);
  }

  #hear({ streamId, firstSample, samples, channelsBusy }: Extract<ToEngineHost, { type: 'stream.audio' }>): void {
    const stream = this.#streams.get(streamId);
    if (!stream) return;
    const lost = stream.push(firstSample, samples, channelsBusy);
    this.#longestWaitMs = Math.max(this.#longestWaitMs, stream.waitingMs);
    if (lost > 0) this.#tellLost(streamId, lost);
    this.#turns.wake();
  }

  #pong(): void {
    this.#options.send({ type: 'pong', audioWaitMs: this.#longestWaitMs });
    this.#longestWaitMs = [...this.#streams.values()].reduce((longest, { waitingMs }) => Math.max(longest, waitingMs), 0);
  }

  /** Each piece is counted by the session worker; a busy machine must not also fill the log. */
  #tellLost(streamId: string, samples: number): void {
    this.#options.send({ type: 'stream.lost', streamId, samples });
    this.#lostSamples += samples;
    if (nowMs() - this.#lostLoggedMs < LOG_LOST_EVERY_MS) return;
    this.#lostLoggedMs = nowMs();
    this.#log('warn', 'The recogniser is too slow for this machine: audio was left out.', { streamId, lostSamples: this.#lostSamples });
    this.#lostSamples = 0;
  }

  #closeStream(streamId: string): void {
    const stream = this.#streams.get(streamId);
    if (!stream) return;
    this.#streams.delete(streamId);
    this.#turns.remove(stream);
    stream.close();
  }

  async #translate(live: LiveEngines, message: Extract<ToEngineHost, { type: 'translate' }>, signal: AbortSignal): Promise<FromEngineHost> {
    const { text, computeMs } = await live.set.translators.translate(message.text, message.source, message.target, signal, { startsSentence: message.startsSentence });
    return { type: 'translated', requestId: message.requestId, text, computeMs };
  }

  async #synthesise(live: LiveEngines, message: Extract<ToEngineHost, { type: 'synthesise' }>, signal: AbortSignal): Promise<FromEngineHost> {
    const { requestId, text, rate, language } = message;
    const onChunk = (chunk: { samples: Int16Array; sampleRateHz: number }): void => this.#options.send({ type: 'speech', requestId, ...chunk });
    const computeMs = await live.set.voices.speak(language, { text, rate }, onChunk, signal);
    return { type: 'spoken', requestId, computeMs };
  }

  /** Runs one cancellable request; a failure travels as a value, a cancellation as silence. */
  #serve(requestId: number, work: (live: LiveEngines, signal: AbortSignal) => Promise<FromEngineHost>): void {
    const abort = new AbortController();
    this.#requests.set(requestId, abort);
    const serve = async (): Promise<void> => {
      try {
        if (!this.#live) throw new AppError('PEER_GONE', 'The engines are not started yet. Try again in a moment.');
        const answer = await work(this.#live, abort.signal);
        if (!abort.signal.aborted) this.#options.send(answer);
      } catch (thrown) {
        if (abort.signal.aborted) return;
        const { code, message } = AppError.from(thrown);
        if (code === 'INTERNAL') this.#logFailure('A request to an engine failed unexpectedly.', thrown);
        this.#options.send({ type: 'failed', requestId, code, message });
      } finally {
        this.#requests.delete(requestId);
      }
    };
    drop(serve(), (thrown) => this.#logFailure('An answer of an engine could not be sent.', thrown));
  }

  /** Logged without the words, and without what a server answered: both may hold what nobody should read in a log. */
  #tellUnread(streamId: string, thrown: unknown): void {
    this.#options.send({ type: 'segment.lost', streamId });
    const { code, message } = thrown === undefined ? { code: 'PEER_GONE', message: 'The recogniser is too slow.' } : AppError.from(thrown);
    if (code === 'INTERNAL') this.#logFailure('A recogniser failed unexpectedly.', thrown);
    else this.#log('warn', 'A stretch of speech was not recognised.', { streamId, why: message });
  }

  #log(level: 'warn' | 'error', message: string, fields: Record<string, unknown> = {}): void {
    this.#options.send({ type: 'log', level, message, fields });
  }

  #logFailure(message: string, thrown: unknown): void {
    this.#log('error', message, { error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
  }
}
