import { ENGINE_SAMPLE_RATE_HZ, ENGINE_SAMPLES_PER_MS, type FromEngineHost, type HypothesisWord, MAX_ENGINE_WAIT_MS, type ToEngineHost } from '../engines/protocol.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { joined } from '../sound/pcm.ts';
import type { Reading } from '../stages/commit-policy.ts';

/** What the engines hear in one stream. Positions are samples of the stream's own time, whatever the engine host counts. */
export interface EngineStreamHandlers {
  /** At once, whoever hears it; the others are told in the order of what was said. */
  readonly onSpeaking: (speaking: boolean) => void;
  /** `toldMs`: when that became known, monotonic. */
  readonly onStarted: (atSample: number, toldMs: number) => void;
  readonly onStopped: (atSample: number, heardSample: number) => void;
  readonly onReading: (reading: Reading, computeMs: number) => void;
  /**
   * Another engine host hears from here on: what the one before was about to say never comes, and segments are counted from 0 again.
   * What it read that ends after `untilSample` is read again.
   */
  readonly onLost: (untilSample: number) => void;
}

/** What an `EngineStream` needs of an engine host. */
export interface EngineSender {
  /** Streams can be opened. */
  readonly hears: boolean;
  /** So much audio that was sent to it has not been heard yet, milliseconds. */
  readonly behindMs: number;
  send(message: ToEngineHost): void;
  /** False when the engine host does not keep up: audio that waits longer than it would take to say it again is worthless. */
  sendAudio(message: ToEngineHost): boolean;
}

/** What an engine host says about one stream. */
export type HeardMessage = Extract<FromEngineHost, { type: 'stream.lost' | 'segment.lost' | 'speech.started' | 'speech.stopped' | 'hypothesis' }>;

/** What is kept for the next engine host: what the one before has not heard or read, and what is said while there is none. A stream that begins may wait for twice as long as others, which leaves room for what is said while it catches up. */
const REMEMBERED_SAMPLES = 1.5 * MAX_ENGINE_WAIT_MS * ENGINE_SAMPLES_PER_MS;
/** Of what it has heard so much goes along: the first, still unnoticed sound of what is said next. */
const UNNOTICED_SAMPLES = 0.5 * ENGINE_SAMPLE_RATE_HZ;
/** Its last word comes in milliseconds; without it the stream moves all the same. */
const DRAIN_WITHIN_MS = 1_000;
/** A move waits for a pause of the speaker; one who makes none for so long is interrupted, which can cost a word. */
const MOVE_WITHIN_MS = 30_000;
/** A server has answered by then, or never will. */
const READ_WITHIN_MS = 20_000;

/** A stretch of the stream. */
interface Heard {
  readonly firstSample: number;
  readonly samples: Int16Array;
}

type Place =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'open'; readonly engine: EngineSender; readonly base: number }
  /** Told to close in the middle of speech; everything before `fromSample` was heard there. */
  | { readonly kind: 'draining'; readonly engine: EngineSender; readonly base: number; readonly fromSample: number; readonly untilMs: number };

/** An engine host that hears nothing new of the stream, and still has to read what it heard. */
interface Finishing {
  readonly engine: EngineSender;
  readonly wireId: string;
  readonly base: number;
  /** Segments that it heard to their end, and those of them that it has read. */
  readonly heard: number;
  read: number;
  readonly untilMs: number;
  /** What is to be told of what its successor says meanwhile, in order. */
  readonly held: Array<() => void>;
}

/**
 * One speaker's audio on its way to the engines. Survives the engine host: when it dies, the stream is opened again under a
 * new name, beginning after the last word that was read to its end, three seconds back at most. Told to {@link move}, it changes to the engine
 * host of the day in the speaker's next pause, and no sentence is lost by it: what the old one heard it reads to its end, which may
 * take a recogniser of whole segments seconds, and what the new one hears meanwhile is told after it.
 */
export class EngineStream {
  readonly language: string;
  readonly handlers: EngineStreamHandlers;
  readonly #name: string;
  readonly #engineOfTheDay: () => EngineSender | undefined;
  readonly #onClose: (stream: EngineStream) => void;
  readonly #remembered: Heard[] = [];
  #rememberedUntil = 0;
  #generation = 0;
  #place: Place = { kind: 'nowhere' };
  #finishing: Finishing | undefined;
  #speaking = false;
  /** Segments that were heard to their end where it is now, and how many of them were read: a final reading follows each. */
  #segments = { heard: 0, read: 0 };
  /** End of the last speech, stream time: nothing before it is said again. */
  #stoppedSample = 0;
  /** End of the last word that was read to its end, or of the speech that is read to its end or counted as lost, stream time: no other engine host hears what was before it. */
  #takenSample = 0;
  /** What came before it an engine host has died over, or may have. */
  #diedSample = 0;
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
    return this.#finishing?.engine === engine || (this.#place.kind !== 'nowhere' && this.#place.engine === engine);
  }

  /** 16 kHz mono; `firstSample` jumps where audio was lost. While there is no engine host, or it still loads, the newest three seconds are kept. */
  push(firstSample: number, samples: Int16Array, channelsBusy = false): void {
    if (this.#finishing && nowMs() > this.#finishing.untilMs) this.#handedOver(this.#finishing);
    this.#remember(firstSample, samples);
    this.#considerMove(firstSample);
    switch (this.#place.kind) {
      case 'nowhere':
        return this.#open(this.#takenSample);
      case 'open':
        this.#send(this.#place.engine, this.#place.base, { firstSample, samples, channelsBusy });
        return;
      case 'draining':
        if (nowMs() > this.#place.untilMs) this.#moveNow(this.#place.fromSample);
        return;
    }
  }

  /** Takes in what an engine host says of a stream that {@link isAt} it; nothing happens when that is another stream, or one it was once. */
  receive(message: HeardMessage): void {
    const finishing = this.#finishing;
    if (finishing && message.streamId === finishing.wireId) return this.#finish(message, finishing);
    if (this.#place.kind === 'nowhere' || message.streamId !== this.wireId) return;
    this.#hear(message, this.#place.base);
  }

  /** Opens anew at the engine host of the day, which may be the same one, in the speaker's next pause, at once when nobody speaks; after `withinMs` in any case. */
  move(withinMs = MOVE_WITHIN_MS): void {
    if (this.#place.kind !== 'open') return;
    this.#moveByMs = nowMs() + withinMs;
    this.#moveInPause();
  }

  /** An engine host that it {@link isAt} is gone. */
  lost(engine: EngineSender): void {
    if (this.#place.kind !== 'nowhere' && this.#place.engine === engine) {
      this.#countUnread(this.#segments);
      // What both had heard may be what ended them: nobody hears it a third time.
      this.#takenSample = Math.max(this.#takenSample, this.#diedSample);
      this.#diedSample = this.#rememberedUntil;
      this.#leave();
      const untilSample = this.#takenSample;
      this.#tell(() => this.handlers.onLost(untilSample));
    }
    if (this.#finishing?.engine === engine) this.#handedOver(this.#finishing);
  }

  close(): void {
    if (this.#place.kind === 'open') this.#place.engine.send({ type: 'stream.close', streamId: this.wireId });
    this.#leave();
    if (this.#finishing) this.#handedOver(this.#finishing);
    this.#onClose(this);
  }

  /** In the order of what was said: after whoever is finishing. */
  #tell(call: () => void): void {
    if (this.#finishing) this.#finishing.held.push(call);
    else call();
  }

  #setSpeaking(speaking: boolean): void {
    if (speaking === this.#speaking) return;
    this.#speaking = speaking;
    this.handlers.onSpeaking(speaking);
  }

  #hear(message: HeardMessage, base: number): void {
    switch (message.type) {
      case 'stream.lost':
        this.#droppedSamples += message.samples;
        return;
      case 'segment.lost':
        this.#unrecognisedSegments++;
        return;
      case 'speech.started': {
        const toldMs = nowMs();
        this.#setSpeaking(true);
        this.#tell(() => this.handlers.onStarted(message.atSample + base, toldMs));
        return;
      }
      case 'speech.stopped':
        this.#setSpeaking(false);
        this.#segments.heard++;
        this.#stoppedSample = message.atSample + base;
        this.#takenSample = Math.max(this.#takenSample, this.#stoppedSample);
        this.#tell(() => this.handlers.onStopped(message.atSample + base, message.heardSample + base));
        this.#moveInPause(message.heardSample + base);
        return;
      case 'hypothesis':
        this.#takenSample = Math.max(this.#takenSample, endOfLastWhole(message) + base);
        this.#tell(() => this.#tellReading(message, base));
        if (!message.final) return;
        this.#segments.read = message.segment + 1;
        if (this.#place.kind === 'draining') this.#moveNow(this.#place.fromSample);
    }
  }

  /** Of whoever is finishing only the readings count that it owes: what it hears of a later segment, its successor hears as well. */
  #finish(message: HeardMessage, finishing: Finishing): void {
    if (message.type === 'segment.lost') this.#unrecognisedSegments++;
    if (message.type !== 'hypothesis' || message.segment >= finishing.heard) return;
    this.#tellReading(message, finishing.base);
    if (message.final) finishing.read = message.segment + 1;
    if (finishing.read === finishing.heard) this.#handedOver(finishing);
  }

  #tellReading({ segment, final, refused, pausing, words, heardSample, computeMs }: Extract<HeardMessage, { type: 'hypothesis' }>, base: number): void {
    this.handlers.onReading({ segment, final, refused, pausing, words: inStreamTime(words, base), heardSample: heardSample + base }, computeMs);
  }

  /** Whoever was finishing has no more to say, or will not say it: its successor's turn. */
  #handedOver(finishing: Finishing): void {
    const { engine, wireId, held } = finishing;
    this.#finishing = undefined;
    this.#countUnread(finishing);
    engine.send({ type: 'stream.close', streamId: wireId });
    this.handlers.onLost(Infinity);
    for (const call of held) call();
    this.#moveInPause();
  }

  #countUnread({ heard, read }: { readonly heard: number; readonly read: number }): void {
    this.#unrecognisedSegments += heard - read;
  }

  /** A move that is wished for and not made yet: one at a time, and in no sentence. `heardSample`: so far it is known to have been heard. */
  #moveInPause(heardSample = Infinity): void {
    if (this.#moveByMs !== undefined && this.#place.kind === 'open' && !this.#speaking && !this.#finishing) this.#moveNow(this.#stoppedSample, heardSample);
  }

  /** A speaker who makes no pause is interrupted when the time is over. */
  #considerMove(fromSample: number): void {
    if (this.#place.kind !== 'open' || this.#finishing || nowMs() < (this.#moveByMs ?? Infinity)) return;
    const { engine, base } = this.#place;
    engine.send({ type: 'stream.close', streamId: this.wireId });
    this.#place = { kind: 'draining', engine, base, fromSample, untilMs: nowMs() + DRAIN_WITHIN_MS };
  }

  /** Leaves where it is for the engine host of the day, which begins with what is remembered from `earliestSample` on. */
  #moveNow(earliestSample: number, heardSample = Infinity): void {
    let from = earliestSample;
    if (this.#place.kind === 'open') {
      const { engine: old, base } = this.#place;
      if (this.#segments.read < this.#segments.heard) this.#finishing = { engine: old, wireId: this.wireId, base, ...this.#segments, untilMs: nowMs() + READ_WITHIN_MS, held: [] };
      else old.send({ type: 'stream.close', streamId: this.wireId });
      from = Math.max(from, Math.min(heardSample, this.#rememberedUntil - UNNOTICED_SAMPLES - old.behindMs * ENGINE_SAMPLES_PER_MS));
    }
    this.#leave();
    if (!this.#finishing) this.handlers.onLost(Infinity);
    this.#open(from);
  }

  /** Opens at the engine host of the day, if it hears, beginning with what is remembered from `from` on. */
  #open(from: number): void {
    const engine = this.#engineOfTheDay();
    if (!engine?.hears) return;
    const again = unbroken(this.#remembered, from);
    const base = again[0]?.firstSample;
    if (base === undefined) return;
    this.#place = { kind: 'open', engine, base };
    engine.send({ type: 'stream.open', streamId: this.wireId, language: this.language });
    for (const { firstSample, samples } of again) this.#send(engine, base, { firstSample, samples });
  }

  #leave(): void {
    this.#place = { kind: 'nowhere' };
    this.#generation++;
    this.#setSpeaking(false);
    this.#segments = { heard: 0, read: 0 };
    this.#moveByMs = undefined;
  }

  #send(engine: EngineSender, base: number, { firstSample, samples, channelsBusy }: Heard & { readonly channelsBusy?: boolean }): void {
    const sent = engine.sendAudio({ type: 'stream.audio', streamId: this.wireId, firstSample: firstSample - base, samples, ...(channelsBusy && { channelsBusy }) });
    if (!sent) this.#droppedSamples += samples.length;
  }

  #remember(firstSample: number, samples: Int16Array): void {
    this.#remembered.push({ firstSample, samples });
    this.#rememberedUntil = firstSample + samples.length;
    const oldest = this.#rememberedUntil - REMEMBERED_SAMPLES;
    while (this.#remembered[0] && this.#remembered[0].firstSample < oldest) this.#remembered.shift();
  }
}

/** What `pieces` hold from `from` on, in one piece wherever nothing is missing between two: an engine host that got it bit by bit would take the first for all there is. */
function unbroken(pieces: readonly Heard[], from: number): Heard[] {
  const runs: Heard[][] = [];
  for (const { firstSample, samples } of pieces) {
    const skip = Math.max(0, from - firstSample);
    if (skip >= samples.length) continue;
    const piece = { firstSample: firstSample + skip, samples: samples.subarray(skip) };
    const before = runs.at(-1)?.at(-1);
    if (before && before.firstSample + before.samples.length === piece.firstSample) runs.at(-1)!.push(piece);
    else runs.push([piece]);
  }
  return runs.map((run) => ({ firstSample: run[0]!.firstSample, samples: joined(...run.map(({ samples }) => samples)) }));
}

/** End of the last word that will not become another: in the middle of speech the newest may be half of one. */
function endOfLastWhole({ words, final, pausing }: Extract<HeardMessage, { type: 'hypothesis' }>): number {
  return words.at(final || pausing ? -1 : -2)?.endSample ?? 0;
}

function inStreamTime(words: readonly HypothesisWord[], base: number): HypothesisWord[] {
  return words.map(({ text, startSample, endSample }) => ({ text, startSample: startSample + base, endSample: endSample + base }));
}
