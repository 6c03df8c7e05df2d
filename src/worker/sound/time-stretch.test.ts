import { describe, expect, test } from 'vitest';
import { sounds } from '../engines/fixtures/sounds.ts';
import { upsample } from '../rehearsal/resample.ts';
import { SOUND_RATE_HZ } from './pcm.ts';
import { TimeStretch } from './time-stretch.ts';

const sine = (seconds: number, hz: number): Int16Array =>
  Int16Array.from({ length: seconds * SOUND_RATE_HZ }, (_, n) => Math.round(10_000 * Math.sin((2 * Math.PI * hz * n) / SOUND_RATE_HZ)));

/** `samples` at `rate`, pushed in pieces of `chunk`. */
function stretched(samples: Int16Array, rate: number, chunk = 480): Int16Array {
  const stretch = new TimeStretch();
  stretch.rate = rate;
  const out = new Int16Array(samples.length + SOUND_RATE_HZ);
  let length = 0;
  for (let at = 0; at < samples.length; at += chunk) {
    stretch.push(samples.subarray(at, at + chunk));
    length += stretch.read(out, length);
  }
  stretch.end();
  length += stretch.read(out, length);
  return out.slice(0, length);
}

/** Frequency by the time between the first and the last rising zero crossing, Hz. */
function frequencyOf(samples: Int16Array): number {
  const crossings: number[] = [];
  for (let n = 1; n < samples.length; n++) {
    const [before, after] = [samples[n - 1]!, samples[n]!];
    if (before < 0 && after >= 0) crossings.push(n - after / (after - before));
  }
  return ((crossings.length - 1) * SOUND_RATE_HZ) / (crossings.at(-1)! - crossings[0]!);
}

const biggestStep = (samples: Int16Array): number => samples.reduce((biggest, sample, n) => Math.max(biggest, Math.abs(sample - (samples[n - 1] ?? sample))), 0);

describe.each([1.05, 1.15, 1.3])('speech at %d times its pace', (rate) => {
  test('is shorter by that', () => {
    expect(stretched(sine(4, 220), rate).length).toBe(Math.round((4 * SOUND_RATE_HZ) / rate));
  });

  test.each([90, 140, 220, 440, 1_000])('keeps the pitch of %d Hz', (hz) => {
    // Where pieces join a few milliseconds early or late, crossings move: a hundredth of the frequency, a sixth of a semitone.
    const out = stretched(sine(3, hz), rate).subarray(4_800, -4_800);
    expect(Math.abs(frequencyOf(out) / hz - 1)).toBeLessThan(0.01);
  });

  test.each([90, 220, 440])('does not click and does not dip at %d Hz', (hz) => {
    const out = stretched(sine(3, hz), rate).subarray(0, -960);
    expect(biggestStep(out)).toBeLessThan(biggestStep(sine(1, hz)) * 1.1);
    for (let at = 960; at + 960 <= out.length; at += 960) {
      const peak = out.subarray(at, at + 960).reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0);
      expect(peak).toBeGreaterThan(9_000);
    }
  });

  test('is the same in whatever pieces it comes', () => {
    const speech = upsample(sounds('01_seen')[0]!.samples, 16_000, SOUND_RATE_HZ);
    expect(Buffer.from(stretched(speech, rate, 480).buffer).equals(Buffer.from(stretched(speech, rate, 777).buffer))).toBe(true);
  });

  test('is heard to its end', () => {
    // A word, a pause, a last word of 150 ms: as much of it must come out as of everything.
    const last = sine(0.15, 440);
    const speech = new Int16Array(SOUND_RATE_HZ * 1.4);
    speech.set(sine(1, 220));
    speech.set(last, speech.length - last.length);
    const loud = (samples: Int16Array): number => samples.filter((sample) => Math.abs(sample) > 5_000).length;
    const heard = loud(stretched(speech, rate).subarray((1.1 * SOUND_RATE_HZ) / rate));
    expect(heard / (loud(last) / rate)).toBeGreaterThan(0.85);
    expect(heard / (loud(last) / rate)).toBeLessThan(1.15);
  });
});

test('begins with the first sample that was pushed', () => {
  const tone = sine(1, 220).subarray(100);
  const out = stretched(tone, 1.3);
  expect(out[0]).toBe(tone[0]);
  expect(Math.abs(out[1]! - tone[1]!)).toBeLessThan(10);
});

test('the pace may change on the way, and what is left is known', () => {
  const stretch = new TimeStretch();
  const into = new Int16Array(SOUND_RATE_HZ);
  const tone = sine(1, 220);
  let read = 0;
  for (let at = 0; at < tone.length; at += 480) {
    stretch.rate = 1 + (0.3 * at) / tone.length;
    stretch.push(tone.subarray(at, at + 480));
    read += stretch.read(into, read);
  }
  expect(stretch.readySamples).toBe(0);
  expect(stretch.pendingSamples).toBeGreaterThan(0);
  stretch.end();
  const left = stretch.pendingSamples;
  expect(stretch.read(into, read)).toBe(left);
  expect(stretch.pendingSamples).toBe(0);
  // The mean of 1/rate from 1 to 1.3 is ln(1.3)/0.3.
  expect((read + left) / tone.length).toBeCloseTo(Math.log(1.3) / 0.3, 2);
  expect(biggestStep(into.subarray(0, read + left - 960))).toBeLessThan(biggestStep(tone) * 1.1);
});
