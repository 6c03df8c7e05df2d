import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDb } from './pcm.ts';
import { Resampler } from './resampler.ts';

const AMPLITUDE = 20_000;

function converted(samples: Int16Array, fromHz: number, toHz: number, chunk = Math.round(fromHz / 50)): Int16Array {
  const resampler = new Resampler(fromHz, toHz);
  const out = new Int16Array(Math.ceil((samples.length * toHz) / fromHz) + 1);
  let length = 0;
  const take = (part: Int16Array): void => {
    out.set(part, length);
    length += part.length;
  };
  for (let at = 0; at < samples.length; at += chunk) take(resampler.push(samples.subarray(at, at + chunk)));
  take(resampler.flush());
  return out.slice(0, length);
}

const tone = (hz: number, rateHz: number): Int16Array => Int16Array.from({ length: rateHz }, (_, n) => Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hz * n) / rateHz)));

/** Splits the middle of `samples` into the tone of `hz` and all else (noise, images, aliases, distortion), dB of {@link AMPLITUDE}. */
function analysed(samples: Int16Array, hz: number, rateHz: number): { toneDb: number; restDb: number } {
  const middle = samples.subarray(rateHz / 4, (rateHz * 3) / 4);
  const turn = (2 * Math.PI * hz) / rateHz;
  // Half a second holds whole periods of every frequency used here, so sine and cosine are orthogonal.
  let [sine, cosine] = [0, 0];
  middle.forEach((sample, n) => {
    sine += (2 * sample * Math.sin(turn * n)) / middle.length;
    cosine += (2 * sample * Math.cos(turn * n)) / middle.length;
  });
  const rest = middle.reduce((sum, sample, n) => sum + (sample - sine * Math.sin(turn * n) - cosine * Math.cos(turn * n)) ** 2, 0);
  return { toneDb: toDb(Math.hypot(sine, cosine) / AMPLITUDE), restDb: toDb(Math.sqrt((2 * rest) / middle.length) / AMPLITUDE) };
}

describe.each([
  ['a voice to the channels', 22_050, 48_000, [100, 1_000, 4_000, 8_000, 9_500]],
  ['the floor to the recogniser', 48_000, 16_000, [100, 1_000, 4_000, 6_900]],
  ['a voice of 16 kHz to the channels', 16_000, 48_000, [100, 1_000, 4_000, 6_900]],
  ['a voice of 24 kHz to the channels', 24_000, 48_000, [100, 1_000, 10_000]],
  ['a voice of 44.1 kHz to the channels', 44_100, 48_000, [100, 1_000, 18_000]],
] as const)('%s (%d to %d Hz)', (_, fromHz, toHz, passed) => {
  test.each(passed)('%d Hz passes unchanged, and nothing is added', (hz) => {
    const { toneDb, restDb } = analysed(converted(tone(hz, fromHz), fromHz, toHz), hz, toHz);
    expect(Math.abs(toneDb)).toBeLessThan(0.1);
    // 16 bits themselves leave −88 dB under this tone.
    expect(restDb).toBeLessThan(-78);
  });
});

test.each([8_000, 8_500, 9_000, 12_000, 15_000, 20_000, 23_000])('%d Hz does not fold into what the recogniser hears', (hz) => {
  const heard = converted(tone(hz, 48_000), 48_000, 16_000).subarray(1_000, -1_000);
  expect(toDb(Math.sqrt((2 * heard.reduce((sum, sample) => sum + sample * sample, 0)) / heard.length) / AMPLITUDE)).toBeLessThan(-75);
});

test('holds back no more than 2.5 ms, and gives all of it in the end', () => {
  const resampler = new Resampler(48_000, 16_000);
  let heard = 0;
  for (let pushed = 480; pushed <= 48_000; pushed += 480) {
    heard += resampler.push(new Int16Array(480)).length;
    expect(pushed / 48 - heard / 16).toBeLessThanOrEqual(2.5);
  }
  expect(heard + resampler.flush().length).toBe(16_000);
});

test('gives the same in whatever pieces it comes', () => {
  const rates = fc.constantFrom(8_000, 16_000, 22_050, 24_000, 44_100, 48_000);
  fc.assert(
    fc.property(rates, rates, fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 3_000 }), fc.integer({ min: 1, max: 900 }), (fromHz, toHz, values, chunk) => {
      const samples = Int16Array.from(values);
      const whole = converted(samples, fromHz, toHz, samples.length);
      expect(converted(samples, fromHz, toHz, chunk)).toEqual(whole);
      expect(whole.length).toBe(Math.ceil((samples.length * toHz) / fromHz));
    }),
    { numRuns: 100 },
  );
});
