import { describe, expect, test } from 'vitest';
import { LevellerBank } from '../sound/leveller-bank.ts';
import { BoothBus, BoothFeed } from './booth-bus.ts';
import { FloorBus, FloorFeed } from './floor-bus.ts';
import { LiveFeed } from './live-feed.ts';

const FRAME = 960;
const MS = 48;

/** A 200 Hz tone, `ms` long, from `startMs` on: its own greatest step is 210. */
const tone = (startMs: number, ms: number): Int16Array => Int16Array.from({ length: ms * MS }, (_, n) => 8_000 * Math.sin((2 * Math.PI * 200 * (startMs * MS + n)) / 48_000));
const biggestStep = (samples: readonly number[]): number => samples.reduce((biggest, sample, n) => Math.max(biggest, n === 0 ? 0 : Math.abs(sample - samples[n - 1]!)), 0);

function take(feed: LiveFeed, frames: number): number[] {
  const into = new Int16Array(FRAME);
  return Array.from({ length: frames }, () => {
    feed.take(into);
    return [...into];
  }).flat();
}

describe('a live feed', () => {
  test('plays as soon as its preroll is there, and not before', () => {
    const feed = new LiveFeed(20);
    const into = new Int16Array(FRAME);
    feed.push(tone(1, 10));
    expect(feed.take(into)).toBe(false);
    feed.push(tone(11, 10));
    expect(feed.take(into)).toBe(true);
    expect(into[500]).toBe(tone(1, 20)[500]);
  });

  test('beginning, running dry and skipping do not click', () => {
    const feed = new LiveFeed(20);
    const heard: number[] = [];
    // The tone begins at its crest, runs dry inside a frame and at the edge of one, and comes in such plenty that it is skipped.
    feed.push(tone(1, 30));
    heard.push(...take(feed, 3));
    feed.push(tone(31, 40));
    heard.push(...take(feed, 3));
    feed.push(tone(71, 40));
    heard.push(...take(feed, 1));
    for (let ms = 111; ms < 311; ms += 20) feed.push(tone(ms, 20));
    heard.push(...take(feed, 12));
    expect(feed.skippedMs).toBeGreaterThan(0);
    // Bending a break of full height over 3 ms adds 8,000 / 144 to a step.
    expect(biggestStep(heard)).toBeLessThan(330);
    expect(heard.slice(-FRAME).every((sample) => sample === 0)).toBe(true);
  });
});

test('a pause in which a burst is made good does not click', () => {
  const feed = new LiveFeed(10);
  const into = new Int16Array(FRAME / 2);
  // The hum of the mains: its own steps are 3, and what is left out, half a period or several, would leave one of up to 780.
  const hum = (ms: number): Int16Array => Int16Array.from({ length: 10 * MS }, (_, n) => 390 * Math.cos((2 * Math.PI * 50 * (ms * MS + n)) / 48_000));
  const heard: number[] = [];
  for (let ms = 0; ms < 4_900; ms += 10) {
    feed.push(hum(ms));
    // A writer that comes late and takes no frame lets audio pile up.
    if (ms % 250 === 240) continue;
    feed.take(into);
    heard.push(...into);
  }
  expect([feed.queuedMs <= 10, feed.skippedMs]).toEqual([true, 0]);
  expect(biggestStep(heard.slice(FRAME))).toBeLessThan(10);
});

/** Even noise of at most `peak`, the same with every run. */
function noise(peak: number): () => Int16Array {
  let seed = 1;
  return () =>
    Int16Array.from({ length: 10 * MS }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return Math.round(peak * ((2 * seed) / 2_147_483_647 - 1));
    });
}

test('what waits when a microphone opens is not heard, and what is said next does not wait behind it', () => {
  const feed = new LiveFeed(10);
  for (let ms = 1; ms < 31; ms += 10) feed.push(tone(ms, 10));
  feed.clear();
  expect(feed.queuedMs).toBe(0);
  expect(feed.skippedMs).toBe(0);
  const into = new Int16Array(FRAME / 2);
  expect(feed.take(into)).toBe(false);
  feed.push(tone(31, 10));
  expect(feed.take(into)).toBe(true);
  expect(into.at(-1)).toBe(tone(31, 10).at(-1));
});

test.each([
  ['in a quiet room', noise(20)],
  ['in a booth whose noise is at −42 dBFS', noise(260)],
])('a burst is made good in the next pause %s, and never in speech', (_, pause) => {
  const feed = new LiveFeed(10);
  const into = new Int16Array(FRAME / 2);
  const live = (samples: (ms: number) => Int16Array, fromMs: number, toMs: number): void => {
    for (let ms = fromMs; ms < toMs; ms += 10) {
      feed.push(samples(ms));
      feed.take(into);
    }
  };
  live(pause, 0, 1_000);
  for (let ms = 0; ms < 80; ms += 10) feed.push(tone(ms, 10));
  live((ms) => tone(ms, 10), 80, 500);
  expect(feed.queuedMs).toBeGreaterThanOrEqual(80);
  live(pause, 500, 700);
  expect(feed.queuedMs).toBeLessThanOrEqual(20);
  expect(feed.skippedMs).toBe(0);
  live((ms) => tone(ms, 10), 700, 900);
  expect(feed.queuedMs).toBeLessThanOrEqual(20);
});

describe('frames that come late now and then', () => {
  /**
   * How many beats of speech had a hole, and the delay at the end. Speech with a pause of 200 ms every second, a frame a beat; half a second
   * into it, frames come `lateFrames` beats late, all at once.
   */
  const play = (feed: LiveFeed, seconds: number, lateFrames: number): { holes: number; queuedMs: number } => {
    const quiet = noise(20);
    const into = new Int16Array(FRAME / 2);
    let holes = 0;
    let waiting: Int16Array[] = [];
    for (let beat = 0; beat < seconds * 100; beat++) {
      const at = beat % 100;
      waiting.push(at < 80 ? tone(beat * 10, 10) : quiet());
      if (at < 50 || at >= 50 + lateFrames) {
        for (const samples of waiting) feed.push(samples);
        waiting = [];
      }
      feed.take(into);
      if (at > 10 && at < 80 && into.slice(240).every((sample) => sample === 0)) holes++;
    }
    return { holes, queuedMs: feed.queuedMs };
  };

  test('by one frame are not heard after the first pause', () => {
    expect(play(new LiveFeed(10), 1, 1).holes).toBe(1);
    const feed = new LiveFeed(10);
    play(feed, 1, 0);
    expect(play(feed, 10, 1).holes).toBe(0);
  });

  test('by more leave a hole once, not again after every pause', () => {
    const feed = new LiveFeed(10);
    expect(play(feed, 1, 3).holes).toBe(3);
    expect(play(feed, 10, 3).holes).toBeLessThanOrEqual(1);
  });

  test('cost little delay once they have been on time for a while', () => {
    const feed = new LiveFeed(10);
    play(feed, 5, 3);
    expect(feed.queuedMs).toBeGreaterThan(20);
    expect(play(feed, 60, 0)).toEqual({ holes: 0, queuedMs: 10 });
  });

  test('again and again without a pause, as late, are allowed for', () => {
    const feed = new LiveFeed(10);
    const into = new Int16Array(FRAME / 2);
    /** Speech of so many seconds; half a second into each, frames come two beats late. Counts beats with a hole. */
    const speak = (seconds: number): number => {
      let holes = 0;
      for (let beat = 0; beat < seconds * 100; beat++) {
        const at = beat % 100;
        for (let n = 0; n < (at === 50 || at === 51 ? 0 : at === 52 ? 3 : 1); n++) feed.push(tone(beat * 10, 10));
        feed.take(into);
        if (at > 10 && into.slice(240).every((sample) => sample === 0)) holes++;
      }
      return holes;
    };
    expect(speak(1)).toBeGreaterThan(0);
    speak(30);
    play(feed, 1, 0);
    expect(speak(3)).toBe(0);
  });

  test('are forgotten by one who speaks for short times, too', () => {
    const feed = new LiveFeed(10);
    play(feed, 5, 3);
    for (let takes = 0; takes < 30; takes++) {
      feed.clear();
      play(feed, 3, 0);
    }
    expect(feed.queuedMs).toBe(10);
  });

  test('are laid by for without a click', () => {
    const feed = new LiveFeed(10);
    const into = new Int16Array(FRAME / 2);
    const heard: number[] = [];
    // Speech, and then a hum of which a piece of 10 ms, half a period, is heard twice.
    for (let ms = 0; ms < 500; ms += 10) {
      const loud = ms < 200;
      feed.push(Int16Array.from({ length: 10 * MS }, (_, n) => (loud ? 8_000 : 390) * Math.cos((2 * Math.PI * 50 * (ms * MS + n)) / 48_000)));
      feed.take(into);
      if (ms >= 210) heard.push(...into);
    }
    expect(feed.queuedMs).toBe(10);
    expect(biggestStep(heard)).toBeLessThan(10);
  });

  test('are nothing to wait for when a microphone opens', () => {
    const feed = new LiveFeed(10);
    play(feed, 5, 3);
    feed.clear();
    const into = new Int16Array(FRAME / 2);
    for (const samples of [noise(20)(), noise(20)(), tone(1, 10)]) {
      feed.push(samples);
      feed.take(into);
    }
    expect(into.at(-1)).toBe(tone(1, 10).at(-1));
  });
});

test('the noise of a booth is a pause from the beginning, whatever silence was before it', () => {
  const feed = new LiveFeed(10);
  const into = new Int16Array(FRAME / 2);
  const [noisy, muted] = [noise(260), new Int16Array(10 * MS)];
  for (const samples of Array.from({ length: 500 }, () => muted)) {
    feed.push(samples);
    feed.take(into);
  }
  feed.clear();
  for (let frame = 0; frame < 12; frame++) feed.push(noisy());
  for (let frame = 0; frame < 100; frame++) {
    feed.take(into);
    feed.push(noisy());
  }
  expect(feed.queuedMs).toBeLessThanOrEqual(20);
});

test('a soft voice is not taken for noise, however long it speaks', () => {
  const feed = new LiveFeed(10);
  const into = new Int16Array(FRAME / 2);
  const soft = (ms: number): Int16Array => tone(ms, 10).map((sample) => sample / 16);
  for (let ms = 0; ms < 80; ms += 10) feed.push(soft(ms));
  for (let ms = 80; ms < 30_000; ms += 10) {
    feed.push(soft(ms));
    feed.take(into);
  }
  // Taken for a pause it would have caught up.
  expect(feed.queuedMs).toBeGreaterThanOrEqual(80);
  expect(feed.skippedMs).toBe(0);
});

test('a speaker who ends in the middle of a sound ends without a click', () => {
  const bus = new FloorBus(FRAME, new LevellerBank(-14));
  const feed = new FloorFeed('en');
  bus.add(feed, 'speaker:a');
  feed.push(tone(1, 46));
  bus.advance([]);
  const heard = [...bus.everyone];
  bus.remove(feed);
  for (let frame = 0; frame < 3; frame++) {
    bus.advance([]);
    heard.push(...bus.everyone);
  }
  expect(biggestStep(heard)).toBeLessThan(330);
  // What came is heard to its end, and then it is gone.
  expect(Math.abs(heard[45 * MS]!)).toBeGreaterThan(0);
  expect(bus.audible).toBe(false);
  feed.push(tone(47, 40));
  bus.advance([]);
  expect(bus.audible).toBe(false);
});

describe('the booths', () => {
  // The tone is quieter than this, and a tone is never raised: it comes out as it is.
  const levellers = new LevellerBank(-14);

  test('a microphone that nobody hears is not late when somebody does', () => {
    const bus = new BoothBus(FRAME, levellers);
    const feed = new BoothFeed();
    bus.add('TR_1', 'interpreter:a', feed);
    for (let ms = 0; ms < 2_000; ms += 20) {
      feed.push(tone(ms, 20));
      bus.advance();
    }
    expect(feed.queuedMs).toBeLessThanOrEqual(20);
    expect(bus.voice('TR_1')!.next()![500]).toBe(tone(1_980, 20)[500]);
  });

  test('one that goes away ends without a click on the channel that it is fading from', () => {
    const bus = new BoothBus(FRAME, levellers);
    const feed = new BoothFeed();
    bus.add('TR_1', 'interpreter:a', feed);
    feed.push(tone(0, 26));
    bus.advance();
    const voice = bus.voice('TR_1')!;
    const heard = [...voice.next()!];
    bus.remove('TR_1');
    expect(bus.voice('TR_1')).toBeUndefined();
    for (let frame = 0; frame < 3; frame++) {
      bus.advance();
      heard.push(...(voice.next() ?? new Int16Array(FRAME)));
    }
    expect(biggestStep(heard)).toBeLessThan(330);
    expect(voice.next()).toBeUndefined();
  });
});
