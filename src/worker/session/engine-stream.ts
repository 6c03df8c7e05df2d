import { ENGINE_SAMPLE_RATE_HZ, type FromEngineHost, type HypothesisWord, type ToEngineHost } from '../engines/protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import type { Reading } from '../stages/commit-policy.ts';

/** What the engines hear in one stream. Positions are samples of the stream's own time, whatever the engine host counts. */
export interface EngineStreamHandlers {
  readonly onStarted: (atSample: number) => void;
  readonly onStopped: (atSample: number, heardSample: number) => void;
  readonly onReading: (reading: Reading, computeMs: number) => void;
  /** Another engine host hears from here on: what the one before was about to say never comes, and segments are counted from 0 again. */
  readonly onLost: () => void;
}

/** What an `EngineStream` needs of an engine host. */
export interface EngineSender {
  /** Streams can be opened. */
  readonly hears: boolean;
  send(message: ToEngineHost): void;
  /** False when the engine host does not keep up: audio that waits longer than it would take to say it again is worthless. */
  sendAudio(message: ToEngineHost): boolean;
}

/** What an engine host says about one stream. */
export type HeardMessage = Extract<FromEngineHost, { type: 'stream.lost' | 'segment.lost' | 'speech.started' | 'speech.stopped' | 'hypothesis' }>;

/** Kept so that a stream which moves in a pause takes the first, still unnoticed sound of what is said next with it. */
const REMEMBERED_SAMPLES = 0.5 * ENGINE_SAMPLE_RATE_HZ;
/** While the old engine host says its last word on what it heard, what is said meanwhile is kept for the new one. */
const REMEMBERED_WHILE_DRAINING_SAMPLES = 2 * ENGINE_SAMPLE_RATE_HZ;
/** Its last word comes in milliseconds; without it the stream moves all the same. */
const DRAIN_WITHIN_MS = 1_000;
/** A move waits for a pause of the speaker; one who makes none for so long is interrupted, which can cost a word. */
const MOVE_WITHIN_MS = 30_000;

type Place =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'open'; readonly engine: EngineSender; readonly base: number }
  /** Told to close in the middle of speech; everything before `fromSample` was heard there. */
  | { readonly kind: 'draining'; readonly engine: EngineSender; readonly base: number; readonly fromSample: number; readonly untilMs: number };

/**
 * One speaker's audio on its way to the engines. Survives the engine host: when it dies, the stream is opened again under a
 * new name, counting from the sample that comes next. Told to {@link move}, it changes to the engine host of the day in the
 * speaker's next pause. A recogniser that hears while somebody speaks loses nothing by it; one that reads whole segments loses the
 * sentence that it has not read yet, because that is known to be said only when it has been read.
 */
export class EngineStream {
  readonly language: string;
  readonly handlers: EngineStreamHandlers;
  readonly #name: string;
  readonly #engineOfTheDay: () => EngineSender | undefined;
  readonly #onClose: (stream: EngineStream) => void;
  readonly #remembered: Array<{ readonly firstSample: number; readonly samples: Int16Array }> = [];
  #generation = 0;
  #place: Place = { kind: 'nowhere' };
  #speaking = false;
  /** Something was read of this speech: a final reading will follow its end. */
  #read = false;
  /** End of the last speech, stream time: nothing before it is said again. */
  #stoppedSample = 0;
  #moveByMs: number | undefined;
  #droppedSamples = 0;
  #unrecognisedSegments = 0;

  /** @param engineOfTheDay the engine host at which streams are opened now; undefined while there is none */
  constructor(name: string, language: string, handlers: EngineStreamHandlers, engineOfTheDay: () => EngineSender | undefined, onClose: (stream: EngineStream) => void) {
    this.#name = name;
    this.language = language;
    this.handlers = handlers;
    this.#engineOfTheDay = engineOfTheDay;
    this.#onClose = onClose;
  }

  /** The name under which the engine host knows it now. */
  get wireId(): string {
    return `${this.#name}~${this.#generation}`;
  }

  /** Samples the engine host was too busy to take, or to recognise. */
  get droppedSamples(): number {
    return this.#droppedSamples;
  }

  /** Segments that a recogniser failed on, or was too slow to read. */
  get unrecognisedSegments(): number {
    return this.#unrecognisedSegments;
  }

  /** Whether `engine` hears this stream, or still has to say its last word on it. */
  isAt(engine: EngineSender): boolean {
    return this.#place.kind !== 'nowhere' && this.#place.engine === engine;
  }

  /** 16 kHz mono; `firstSample` jumps where audio was lost. Nothing is kept while there is no engine host or it still loads. */
  push(firstSample: number, samples: Int16Array): void {
    this.#remember(firstSample, samples);
    if (this.#moveByMs !== undefined) this.#considerMove(firstSample);
    switch (this.#place.kind) {
      case 'nowhere': {
        const engine = this.#engineOfTheDay();
        if (!engine?.hears) return;
        this.#open(engine, firstSample);
        this.#send(engine, firstSample, firstSample, samples);
        return;
      }
      case 'open':
        this.#send(this.#place.engine, this.#place.base, firstSample, samples);
        return;
      case 'draining':
        if (nowMs() > this.#place.untilMs) this.#moveNow(this.#place.fromSample);
        return;
    }
  }

  /** Takes in what the engine host says under the present name. */
  receive(message: HeardMessage): void {
    if (this.#place.kind === 'nowhere') return;
    const { base } = this.#place;
    switch (message.type) {
      case 'stream.lost':
        this.#droppedSamples += message.samples;
        return;
      case 'segment.lost':
        this.#unrecognisedSegments++;
        return;
      case 'speech.started':
        this.#speaking = true;
        this.#read = false;
        this.handlers.onStarted(message.atSample + base);
        return;
      case 'speech.stopped':
        this.#stoppedSample = message.atSample + base;
        if (!this.#read) this.#speaking = false;
        this.handlers.onStopped(this.#stoppedSample, message.heardSample + base);
        return;
      case 'hypothesis': {
        const { segment, final, refused, pausing } = message;
        this.#read = true;
        this.handlers.onReading({ segment, final, refused, pausing, words: inStreamTime(message.words, base), heardSample: message.heardSample + base }, message.computeMs);
        if (!final) return;
        // A final reading follows the end of speech, so that the segment is over only now.
        this.#speaking = false;
        if (this.#place.kind === 'draining') this.#moveNow(this.#place.fromSample);
        else if (this.#moveByMs !== undefined) this.#moveNow(this.#stoppedSample);
      }
    }
  }

  /** Opens anew at the engine host of the day, which may be the same one, in the speaker's next pause, at once when nobody speaks; after `withinMs` in any case. */
  move(withinMs = MOVE_WITHIN_MS): void {
    if (this.#place.kind !== 'open') return;
    if (this.#speaking) this.#moveByMs = nowMs() + withinMs;
    else this.#moveNow(this.#stoppedSample);
  }

  /** The engine host that heard it is gone. */
  lost(): void {
    if (this.#place.kind === 'nowhere') return;
    this.#leave();
    this.handlers.onLost();
  }

  close(): void {
    if (this.#place.kind === 'open') this.#place.engine.send({ type: 'stream.close', streamId: this.wireId });
    this.#place = { kind: 'nowhere' };
    this.#onClose(this);
  }

  #considerMove(fromSample: number): void {
    if (this.#place.kind !== 'open') return;
    // Silent since the sound before this one, and nothing was read: no final reading will come.
    if (!this.#speaking) return this.#moveNow(this.#stoppedSample);
    if (nowMs() < (this.#moveByMs ?? Infinity)) return;
    const { engine, base } = this.#place;
    engine.send({ type: 'stream.close', streamId: this.wireId });
    this.#place = { kind: 'draining', engine, base, fromSample, untilMs: nowMs() + DRAIN_WITHIN_MS };
  }

  /** Opens at the engine host of the day, beginning with what is remembered from `earliestSample` on. */
  #moveNow(earliestSample: number): void {
    if (this.#place.kind === 'open') this.#place.engine.send({ type: 'stream.close', streamId: this.wireId });
    this.#leave();
    this.handlers.onLost();
    const engine = this.#engineOfTheDay();
    if (!engine?.hears) return;
    const again = this.#remembered.flatMap(({ firstSample, samples }) => {
      const skip = Math.max(0, earliestSample - firstSample);
      return skip >= samples.length ? [] : [{ firstSample: firstSample + skip, samples: samples.subarray(skip) }];
    });
    const base = again[0]?.firstSample;
    if (base === undefined) return;
    this.#open(engine, base);
    for (const { firstSample, samples } of again) this.#send(engine, base, firstSample, samples);
  }

  #leave(): void {
    this.#place = { kind: 'nowhere' };
    this.#generation++;
    this.#speaking = false;
    this.#moveByMs = undefined;
  }

  #open(engine: EngineSender, base: number): void {
    this.#place = { kind: 'open', engine, base };
    engine.send({ type: 'stream.open', streamId: this.wireId, language: this.language });
  }

  #send(engine: EngineSender, base: number, firstSample: number, samples: Int16Array): void {
    const sent = engine.sendAudio({ type: 'stream.audio', streamId: this.wireId, firstSample: firstSample - base, samples });
    if (!sent) this.#droppedSamples += samples.length;
  }

  #remember(firstSample: number, samples: Int16Array): void {
    this.#remembered.push({ firstSample, samples });
    const most = this.#place.kind === 'draining' ? REMEMBERED_WHILE_DRAINING_SAMPLES : REMEMBERED_SAMPLES;
    const oldest = firstSample + samples.length - most;
    while (this.#remembered[0] && this.#remembered[0].firstSample < oldest) this.#remembered.shift();
  }
}

function inStreamTime(words: readonly HypothesisWord[], base: number): HypothesisWord[] {
  return words.map(({ text, startSample, endSample }) => ({ text, startSample: startSample + base, endSample: endSample + base }));
}
