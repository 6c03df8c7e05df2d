import type { HypothesisWord, ToEngineHost } from '../engines/protocol.ts';
import type { Reading } from '../stages/commit-policy.ts';

/** What the engines hear in one stream. Positions are samples of the stream's own time, whatever the engine host counts. */
export interface EngineStreamHandlers {
  readonly onStarted: (atSample: number) => void;
  readonly onStopped: (atSample: number, heardSample: number) => void;
  readonly onReading: (reading: Reading, computeMs: number) => void;
  /** The engine host died: what it was about to say never comes, and its segments are counted from 0 again. */
  readonly onLost: () => void;
}

/** What an `EngineStream` needs of its client. */
export interface EngineSender {
  /** Streams can be opened. */
  readonly hears: boolean;
  send(message: ToEngineHost): void;
  /** False when the engine host does not keep up: audio that waits longer than it would take to say it again is worthless. */
  sendAudio(message: ToEngineHost): boolean;
}

/**
 * One speaker's audio on its way to the engines. Survives the engine host: after its restart the stream is opened again
 * under a new name, counting from the sample that comes next.
 */
export class EngineStream {
  readonly language: string;
  readonly handlers: EngineStreamHandlers;
  readonly #name: string;
  readonly #engine: EngineSender;
  readonly #onClose: (stream: EngineStream) => void;
  #generation = 0;
  #open = false;
  #base: number | undefined;
  #droppedSamples = 0;

  constructor(name: string, language: string, handlers: EngineStreamHandlers, engine: EngineSender, onClose: (stream: EngineStream) => void) {
    this.#name = name;
    this.language = language;
    this.handlers = handlers;
    this.#engine = engine;
    this.#onClose = onClose;
  }

  /** The name under which the engine host knows it now. */
  get wireId(): string {
    return `${this.#name}~${this.#generation}`;
  }

  /** Samples the engine host was too busy to take. */
  get droppedSamples(): number {
    return this.#droppedSamples;
  }

  /** 16 kHz mono; `firstSample` jumps where audio was lost. Nothing is kept while the engine host is away or still loading. */
  push(firstSample: number, samples: Int16Array): void {
    if (!this.#engine.hears) return;
    if (!this.#open) {
      this.#open = true;
      this.#base = firstSample;
      this.#engine.send({ type: 'stream.open', streamId: this.wireId, language: this.language });
    }
    const sent = this.#engine.sendAudio({ type: 'stream.audio', streamId: this.wireId, firstSample: firstSample - (this.#base ?? 0), samples });
    if (!sent) this.#droppedSamples += samples.length;
  }

  /** A position of the engine host in this stream's time. */
  toSample(wireSample: number): number {
    return wireSample + (this.#base ?? 0);
  }

  toWords(words: readonly HypothesisWord[]): HypothesisWord[] {
    return words.map(({ text, startSample, endSample }) => ({ text, startSample: this.toSample(startSample), endSample: this.toSample(endSample) }));
  }

  /** The engine host is gone. */
  lost(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#generation++;
    this.handlers.onLost();
  }

  close(): void {
    if (this.#open) this.#engine.send({ type: 'stream.close', streamId: this.wireId });
    this.#open = false;
    this.#onClose(this);
  }
}
