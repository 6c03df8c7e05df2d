import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clause, type ClauseOptions } from './clause.ts';
import { MachineVoice } from './machine-voice.ts';

const FRAME = 960;
const PATIENT = { maxLagMs: 60_000, maxClauses: 24 };

/** A clause of `ms` of a 200 Hz tone, complete. */
function said(ms: number, options: ClauseOptions = {}, onEnd: (how: string) => void = () => undefined): Clause {
  const clause = new Clause({ onFirstSample: () => undefined, onEnd }, options);
  clause.push(Int16Array.from({ length: 48 * ms }, (_, n) => Math.round(5_000 * Math.cos((2 * Math.PI * 200 * n) / 48_000))));
  clause.end();
  return clause;
}

/** Reads until nothing is said for 200 ms; returns how long was spoken, milliseconds, and the largest rate on the way. */
function listen(voice: MachineVoice): { ms: number; fastest: number } {
  const into = new Int16Array(FRAME);
  let frames = 0;
  let last = 0;
  let fastest = 1;
  while (frames - last < 10) {
    frames++;
    if (voice.read(into)) last = frames;
    fastest = Math.max(fastest, voice.rate);
  }
  return { ms: last * 20, fastest };
}

describe('the pace of a channel', () => {
  test('is the voice’s own while nothing waits', () => {
    const voice = new MachineVoice();
    voice.add(said(2_000));
    expect(listen(voice)).toEqual({ ms: 2_000, fastest: 1 });
  });

  test('grows to 1.3 while a clause waits, and what was synthesised already is made faster', () => {
    const voice = new MachineVoice(PATIENT);
    for (let n = 0; n < 4; n++) voice.add(said(3_000));
    const { ms, fastest } = listen(voice);
    expect(fastest).toBeCloseTo(1.3, 2);
    // The last clause has nobody behind it and slows down again.
    expect(ms).toBeGreaterThan(9_000 / 1.3 + 2_500);
    expect(ms).toBeLessThan(9_000 / 1.28 + 3_000 + 500);
  });

  test('together with the synthesis is never more than 1.3', () => {
    const voice = new MachineVoice(PATIENT);
    for (let n = 0; n < 4; n++) voice.add(said(3_000, { rate: 1.25 }));
    const { ms, fastest } = listen(voice);
    expect(fastest).toBeLessThanOrEqual(1.3 + 1e-9);
    expect(ms).toBeGreaterThan(12_000 / (1.3 / 1.25));
  });

  test('changes by little at a time', () => {
    const voice = new MachineVoice();
    for (let n = 0; n < 3; n++) voice.add(said(3_000));
    const into = new Int16Array(FRAME);
    let previous = 1;
    let biggest = 0;
    for (voice.read(into); voice.lagMs > 0; voice.read(into)) {
      biggest = Math.max(biggest, Math.abs(voice.rate - previous));
      previous = voice.rate;
    }
    expect(biggest).toBeGreaterThan(0);
    expect(biggest).toBeLessThan(0.05);
  });

  test('tells when another clause could begin, after a pause where it is another sentence', () => {
    const voice = new MachineVoice();
    expect(voice.freeInMs(false)).toBe(0);
    voice.add(said(1_000));
    expect([voice.freeInMs(false), voice.freeInMs(true)]).toEqual([1_120, 1_000]);
    const into = new Int16Array(FRAME);
    for (let read = 0; read < 1_000; read += 20) voice.read(into);
    voice.read(into);
    expect([voice.idle, voice.freeInMs(false), voice.freeInMs(true)]).toEqual([true, 100, 0]);
    for (let read = 0; read < 100; read += 20) voice.read(into);
    expect(voice.freeInMs(false)).toBe(0);
  });

  test('what is left is told as long as it will take', () => {
    const voice = new MachineVoice();
    for (let n = 0; n < 5; n++) voice.add(said(2_000));
    const into = new Int16Array(FRAME);
    for (let n = 0; n < 50; n++) voice.read(into);
    const promisedMs = voice.lagMs;
    const { ms } = listen(voice);
    // The pace falls for the last clause: that is all the promise does not know.
    expect(ms).toBeGreaterThan(promisedMs - 200);
    expect(ms).toBeLessThan(promisedMs * 1.15);
  });

  test('nothing clicks when the pace changes in the middle of a clause', () => {
    const voice = new MachineVoice();
    voice.add(said(3_000));
    const into = new Int16Array(FRAME);
    let previous: number | undefined;
    let biggest = 0;
    for (let frame = 0; frame < 100; frame++) {
      if (frame === 30) voice.add(said(3_000));
      voice.read(into);
      for (const sample of into) {
        biggest = Math.max(biggest, Math.abs(sample - (previous ?? sample)));
        previous = sample;
      }
    }
    expect(voice.rate).toBeGreaterThan(1.1);
    expect(biggest).toBeLessThan(5_000 * ((2 * Math.PI * 200) / 48_000) * 1.3);
  });
});

describe('a voice that is slower than it is heard', () => {
  const biggestStep = (samples: readonly number[]): number => samples.reduce((biggest, sample, n) => Math.max(biggest, n === 0 ? 0 : Math.abs(sample - samples[n - 1]!)), 0);
  const tone = (from: number, samples: number): Int16Array => Int16Array.from({ length: samples }, (_, n) => Math.round(8_000 * Math.cos((2 * Math.PI * 200 * (from + n)) / 48_000)));
  /** Its own greatest step is 210, and bending a break of full height over 3 ms adds 8,000 / 144. */
  const NO_CLICK = 330;

  /** What is heard of a voice, where `given` is how many samples come of its tone before each frame; `goOn` follows on it. */
  function heard(given: readonly number[], goOn: { readonly speaks: boolean; readonly behind: number }): number[] {
    const voice = new MachineVoice(PATIENT);
    const clause = new Clause({ onFirstSample: () => undefined, onEnd: () => undefined });
    voice.add(clause);
    for (let n = 0; n < goOn.behind; n++) voice.add(said(3_000));
    const into = new Int16Array(FRAME / 2);
    const samples: number[] = [];
    let from = 0;
    for (const [n, count] of [...given, ...Array.from({ length: 30 }, () => 0)].entries()) {
      if (count > 0) clause.push(tone(from, count));
      from += count;
      if (n === given.length && goOn.speaks) clause.end();
      const speaks = voice.read(into);
      // A frame in which nothing is said is left out of the channel as it is.
      samples.push(...(speaks ? into : new Int16Array(into.length)));
    }
    return samples;
  }

  test.each([
    ['inside a frame', [700, 0, 0, 0, 700, 0, 0]],
    ['at the edge of a frame', [480, 0, 0, 480, 480, 0, 0]],
    ['in the last 3 ms of a frame', [400, 0, 0, 440, 470, 0, 0]],
    ['again and again', Array.from({ length: 40 }, (_, n) => [480, 300, 0, 377][n % 4]!)],
  ])('does not click where it runs dry %s and where it goes on', (_, given) => {
    const samples = heard(given, { speaks: true, behind: 0 });
    // The tone begins at its crest, as no voice does.
    expect(biggestStep(samples.slice(1))).toBeLessThan(NO_CLICK);
    expect(Math.max(...samples)).toBeGreaterThan(7_000);
    expect(samples.slice(-FRAME).every((sample) => sample === 0)).toBe(true);
  });

  test('does not click where it is hurried, and never goes on', () => {
    const samples = heard([...Array.from({ length: 40 }, () => 480), ...Array.from({ length: 20 }, (_, n) => (n % 5 < 3 ? 480 : 0))], { speaks: false, behind: 3 });
    expect(biggestStep(samples.slice(1))).toBeLessThan(NO_CLICK * 1.3);
  });

  test('what was left of it is forgotten when somebody else takes the channel', () => {
    const voice = new MachineVoice();
    const clause = new Clause({ onFirstSample: () => undefined, onEnd: () => undefined });
    voice.add(clause);
    clause.push(tone(0, 400));
    const into = new Int16Array(FRAME / 2);
    voice.read(into);
    expect(into.at(-1)).not.toBe(0);
    voice.clear();
    expect(voice.read(into)).toBe(false);
    expect(into.every((sample) => sample === 0)).toBe(true);
  });
});

describe('the pause between clauses', () => {
  const pauseMs = (voice: MachineVoice): number => {
    const into = new Int16Array(48);
    let longest = 0;
    let pause = 0;
    for (let ms = 0; ms < 4_000; ms++) {
      voice.read(into);
      pause = into.every((sample) => sample === 0) ? pause + 1 : 0;
      if (voice.lagMs > 0) longest = Math.max(longest, pause);
    }
    return longest;
  };

  test.each([
    ['is 120 ms after a sentence', {}, 110, 125],
    ['is none inside a sentence', { continues: true }, 0, 3],
  ])('%s', (_, options, atLeast, atMost) => {
    const voice = new MachineVoice();
    voice.add(said(150));
    voice.add(said(150, options));
    const pause = pauseMs(voice);
    expect(pause).toBeGreaterThanOrEqual(atLeast);
    expect(pause).toBeLessThanOrEqual(atMost);
  });

  test('shrinks when the channel lags', () => {
    const voice = new MachineVoice();
    voice.add(said(800));
    for (let n = 0; n < 3; n++) voice.add(said(2_000));
    expect(pauseMs(voice)).toBeLessThan(60);
  });
});

test('beyond its limit it drops what was not begun, the oldest first, also when the audio comes later', () => {
  const voice = new MachineVoice({ maxLagMs: 5_000, maxClauses: 24 });
  const ends: string[] = [];
  voice.add(said(2_000, {}, (how) => ends.push(`first ${how}`)));
  voice.read(new Int16Array(FRAME));
  const late = new Clause({ onFirstSample: () => undefined, onEnd: (how) => ends.push(`second ${how}`) });
  voice.add(late);
  voice.add(said(1_000, {}, (how) => ends.push(`third ${how}`)));
  late.push(new Int16Array(48 * 6_000).fill(5_000));
  late.end();
  voice.read(new Int16Array(FRAME));
  expect(ends).toEqual(['second dropped']);
  expect(voice.droppedClauses).toBe(1);
  listen(voice);
  expect(ends).toEqual(['second dropped', 'first spoken', 'third spoken']);
});

test('whatever is added and when, all of it is spoken or counted, and the rate stays within 1 and 1.3', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), ms: fc.integer({ min: 50, max: 4_000 }), rate: fc.double({ min: 1, max: 1.3, noNaN: true }), continues: fc.boolean() }),
    fc.record({ kind: fc.constant('read' as const), frames: fc.integer({ min: 1, max: 60 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const voice = new MachineVoice({ maxLagMs: 6_000, maxClauses: 5 });
      const into = new Int16Array(FRAME);
      let [added, spoken, dropped] = [0, 0, 0];
      const rates: number[] = [];
      for (const each of steps) {
        if (each.kind === 'add') {
          added++;
          voice.add(said(each.ms, each, (how) => void (how === 'spoken' ? spoken++ : dropped++)));
        } else
          for (let n = 0; n < each.frames; n++) {
            voice.read(into);
            rates.push(voice.rate);
          }
      }
      rates.push(listen(voice).fastest);
      expect(Math.min(...rates)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...rates)).toBeLessThanOrEqual(1.3 + 1e-9);
      expect(voice.lagMs).toBe(0);
      expect(spoken + dropped).toBe(added);
      expect(dropped).toBe(voice.droppedClauses);
    }),
    { numRuns: 60 },
  );
});
