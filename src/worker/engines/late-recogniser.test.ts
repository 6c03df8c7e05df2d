import { describe, expect, onTestFinished, test } from 'vitest';
import { drop } from '../../shared/drop.ts';
import type { Recogniser, SegmentReader, StreamReader } from './recogniser.ts';
import { Recognisers } from './recognisers.ts';

const segments: SegmentReader = { reads: 'segments', interim: false, transcribe: () => Promise.resolve({ words: [], confidence: {} }) };
const stream: StreamReader = { reads: 'stream', openStream: () => ({ feed: () => undefined, words: () => [], restart: () => undefined }) };

/** A recogniser of Spanish that is loaded when it is told to. */
class LateRecogniser implements Recogniser {
  readonly about = '';
  readonly trouble = undefined;
  readonly languages = ['es'];
  readonly id: string;
  readonly reader: Recogniser['reader'];
  readonly #loading: Promise<void>;
  /** Its model is there. */
  loaded: () => void = () => undefined;

  constructor(id: string, reader: Recogniser['reader']) {
    this.id = id;
    this.reader = reader;
    this.#loading = new Promise((resolve) => (this.loaded = resolve));
  }

  check(): Promise<{ ok: true; message: string }> {
    return Promise.resolve({ ok: true, message: '' });
  }

  load(): Promise<void> {
    return this.#loading;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.loaded();
    return Promise.resolve();
  }
}

/** `engines` being loaded, a stream of Spanish, and the languages that are said to be heard better after each load. */
function listening(...engines: LateRecogniser[]) {
  const recognisers = new Recognisers(engines, []);
  onTestFinished(() => recognisers[Symbol.asyncDispose]());
  const told: string[][] = [];
  drop(recognisers.load(() => told.push(recognisers.takeBetter())), (thrown) => expect.unreachable(String(thrown)));
  const listen = (): void => recognisers.listen({ language: 'es-MX', detector: { hears: () => false, close: () => undefined }, onEvent: () => undefined, onLost: () => undefined }).close();
  return { told, listen };
}

describe('a stream that is opened before its recogniser is loaded', () => {
  test.each([
    ['streams', stream],
    ['segments', segments],
  ])('is said to be heard better once it is: one that reads %s', async (_, reader) => {
    const engine = new LateRecogniser('own', reader);
    const { told, listen } = listening(engine);
    listen();
    engine.loaded();
    await expect.poll(() => told).toEqual([['es-MX']]);
  });

  test('again when the preferred one follows, and not when another one does', async () => {
    const [first, second, third] = [new LateRecogniser('first', stream), new LateRecogniser('second', stream), new LateRecogniser('third', stream)];
    const { told, listen } = listening(first, second, third);
    listen();
    second.loaded();
    await expect.poll(() => told).toEqual([['es-MX']]);
    listen();
    third.loaded();
    await expect.poll(() => told.slice(1)).toEqual([[]]);
    first.loaded();
    await expect.poll(() => told.slice(2)).toEqual([['es-MX']]);
  });

  test('need not be opened anew where segments are read, which are given to whoever is loaded by then', async () => {
    const [first, second] = [new LateRecogniser('first', segments), new LateRecogniser('second', segments)];
    const { told, listen } = listening(first, second);
    second.loaded();
    await expect.poll(() => told).toEqual([[]]);
    listen();
    first.loaded();
    await expect.poll(() => told).toEqual([[], []]);
  });
});
