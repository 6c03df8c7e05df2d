import { describe, expect, test } from 'vitest';
import { sounds } from '../engines/fixtures/sounds.ts';
import { upsample } from '../rehearsal/resample.ts';
import { AHEAD, Leveller } from './leveller.ts';
import { LevellerBank } from './leveller-bank.ts';
import { LoudnessMeter } from './loudness-meter.ts';
import { fromDb, SOUND_RATE_HZ } from './pcm.ts';

const FRAME = 960;
const TARGET = -23;
const sentence = upsample(sounds('01_seen')[0]!.samples, 16_000, SOUND_RATE_HZ);

function loudness(samples: Int16Array): number {
  const meter = new LoudnessMeter();
  meter.add(samples);
  return meter.programmeLufs!;
}

/** The sentence again and again for `seconds`, at `lufs`. */
function speech(seconds: number, lufs: number): Int16Array {
  const gain = fromDb(lufs - loudness(sentence));
  return Int16Array.from({ length: seconds * SOUND_RATE_HZ }, (_, n) => Math.round(sentence[n % sentence.length]! * gain));
}

function noise(seconds: number, amplitude: number): Int16Array {
  let random = 1;
  return Int16Array.from({ length: seconds * SOUND_RATE_HZ }, () => {
    random = (random * 48_271) % 2_147_483_647;
    return amplitude * ((random / 2_147_483_647) * 2 - 1);
  });
}

/** `samples` through `leveller`, frame by frame, as a live source; overs are left as they are. */
function levelled(leveller: Leveller, samples: Int16Array): Int16Array {
  const out = new Int16Array(samples.length);
  const frame = new Float32Array(FRAME);
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    const pcm = samples.subarray(at, at + FRAME);
    leveller.measure(pcm);
    leveller.apply(pcm, frame);
    out.set(frame, at);
  }
  return out;
}

const seconds = (samples: Int16Array, from: number, to: number): Int16Array => samples.subarray(from * SOUND_RATE_HZ, to * SOUND_RATE_HZ);

describe('a voice', () => {
  test.each([-38, -30, -23, -14])('at %d LUFS comes out at the target', (lufs) => {
    const out = levelled(new Leveller(TARGET), speech(16, lufs));
    expect(Math.abs(loudness(seconds(out, 6, 16)) - TARGET)).toBeLessThan(0.5);
    expect(Math.abs(loudness(seconds(out, 1, 4)) - TARGET)).toBeLessThan(2);
  });

  test('of somebody new is brought down within half a second when it is far too loud', () => {
    const out = levelled(new Leveller(TARGET), speech(4, -10));
    expect(loudness(seconds(out, 0.5, 2))).toBeLessThan(TARGET + 3);
  });

  test('has its gain again in its next turn', () => {
    const bank = new LevellerBank(TARGET);
    levelled(bank.of('booth:anna'), speech(10, -33));
    levelled(bank.of('booth:boris'), speech(10, -15));
    const out = levelled(bank.of('booth:anna'), speech(3, -33));
    expect(Math.abs(loudness(out) - TARGET)).toBeLessThan(1);
  });

  test('that is measured before it is heard is right from its first sample', () => {
    const leveller = new Leveller(TARGET);
    const clause = speech(3, -33);
    leveller.measure(clause);
    leveller.settle();
    expect(Math.abs(loudness(levelled(leveller, clause)) - TARGET)).toBeLessThan(1);
  });

  test('that is measured ahead has each clause at the target, also a quiet one after a loud one', () => {
    const leveller = new Leveller(TARGET, AHEAD);
    const frame = new Float32Array(FRAME);
    for (const lufs of [-21, -25, -21]) {
      const clause = speech(4, lufs);
      leveller.measure(clause);
      leveller.settle();
      const out = new Int16Array(clause.length);
      for (let at = 0; at < clause.length; at += FRAME) {
        leveller.apply(clause.subarray(at, at + FRAME), frame);
        out.set(frame, at);
      }
      expect(Math.abs(loudness(out) - TARGET)).toBeLessThan(1);
    }
  });

  test('does not pump: between syllables and sentences the gain moves by less than 0.5 dB', () => {
    const leveller = new Leveller(TARGET);
    levelled(leveller, speech(20, -28));
    const gains: number[] = [];
    const more = speech(10, -28);
    for (let at = 0; at < more.length; at += 10 * FRAME) {
      levelled(leveller, more.subarray(at, at + 10 * FRAME));
      gains.push(leveller.gainDb);
    }
    expect(Math.max(...gains) - Math.min(...gains)).toBeLessThan(0.5);
  });

  test('that is raised for a moment stays raised', () => {
    const leveller = new Leveller(TARGET);
    levelled(leveller, speech(20, -28));
    const before = leveller.gainDb;
    levelled(leveller, speech(1.5, -20));
    expect(Math.abs(leveller.gainDb - before)).toBeLessThan(2);
  });

  test('that comes nearer to the microphone is followed', () => {
    const leveller = new Leveller(TARGET);
    levelled(leveller, speech(20, -33));
    const out = levelled(leveller, speech(60, -23));
    expect(Math.abs(loudness(seconds(out, 50, 60)) - TARGET)).toBeLessThan(1);
  });
});

describe('the gain', () => {
  test('does not rise on silence, noise or a tone', () => {
    const leveller = new Leveller(TARGET);
    levelled(leveller, new Int16Array(10 * SOUND_RATE_HZ));
    levelled(leveller, noise(10, 300));
    levelled(leveller, Int16Array.from({ length: 10 * SOUND_RATE_HZ }, (_, n) => 300 * Math.sin(n / 20)));
    expect(leveller.gainDb).toBe(0);
  });

  test('stays through a pause, also one full of noise', () => {
    const leveller = new Leveller(TARGET);
    levelled(leveller, speech(10, -30));
    const before = leveller.gainDb;
    levelled(leveller, new Int16Array(20 * SOUND_RATE_HZ));
    levelled(leveller, noise(20, 200));
    expect(before).toBeGreaterThan(6);
    expect(leveller.gainDb).toBeCloseTo(before, 0);
  });

  test('waits for sound before it moves', () => {
    const leveller = new Leveller(TARGET);
    leveller.measure(speech(3, -33));
    leveller.apply(new Int16Array(FRAME), new Float32Array(FRAME));
    expect(leveller.gainDb).toBe(0);
  });

  test('falls when noise is loud', () => {
    const leveller = new Leveller(TARGET);
    const out = levelled(leveller, noise(5, 16_000));
    expect(loudness(seconds(out, 2, 5))).toBeLessThan(TARGET + 1);
  });

  test('is bounded', () => {
    const leveller = new Leveller(TARGET);
    levelled(leveller, speech(10, -48));
    expect(leveller.gainDb).toBeLessThanOrEqual(20);
    expect(leveller.gainDb).toBeGreaterThan(19);
  });

  test('never jumps while it falls', () => {
    const leveller = new Leveller(TARGET);
    leveller.measure(speech(3, -6));
    const loud = new Int16Array(FRAME).fill(10_000);
    const frame = new Float32Array(FRAME);
    let previous = 10_000;
    let biggest = 0;
    for (let n = 0; n < 100; n++) {
      leveller.apply(loud, frame);
      for (const sample of frame) {
        biggest = Math.max(biggest, Math.abs(sample - previous));
        previous = sample;
      }
    }
    expect(previous).toBeLessThan(2_000);
    expect(biggest).toBeLessThan(2);
  });
});

test('the bank forgets the source that was not heard for the longest', () => {
  const bank = new LevellerBank(TARGET);
  const first = bank.of('first');
  const second = bank.of('second');
  for (let n = 0; n < 127; n++) {
    bank.of(`other ${n}`);
    bank.of('second');
  }
  expect(bank.of('second')).toBe(second);
  expect(bank.of('first')).not.toBe(first);
});
