import { describe, expect, test } from 'vitest';
import { LoudnessMeter } from './loudness-meter.ts';
import { FULL_SCALE, fromDb, SOUND_RATE_HZ } from './pcm.ts';

const FRAME = 960;

/** A 1 kHz sine whose peaks are at `dbfs`. EBU Tech 3341 gives levels of both channels of a stereo pair. */
function tone(seconds: number, dbfs: number): Int16Array {
  const amplitude = (FULL_SCALE - 1) * fromDb(dbfs);
  return Int16Array.from({ length: seconds * SOUND_RATE_HZ }, (_, n) => Math.round(amplitude * Math.sin((2 * Math.PI * 1_000 * n) / SOUND_RATE_HZ)));
}

function heard(...parts: readonly Int16Array[]): LoudnessMeter {
  const meter = new LoudnessMeter();
  for (const part of parts) for (let at = 0; at < part.length; at += FRAME) meter.add(part.subarray(at, at + FRAME));
  return meter;
}

/** Two channels add 3.01 LU; a meter for one channel shows that much less than EBU Tech 3341 expects of the pair. */
const MONO = -3.01;

describe('EBU Tech 3341, with one channel instead of two', () => {
  test.each([
    ['case 1', -23],
    ['case 2', -33],
  ])('%s: 20 s at %d dBFS', (_, dbfs) => {
    const meter = heard(tone(20, dbfs));
    expect(Math.abs(meter.momentaryLufs! - (dbfs + MONO))).toBeLessThan(0.1);
    expect(Math.abs(meter.shortTermLufs! - (dbfs + MONO))).toBeLessThan(0.1);
    expect(Math.abs(meter.programmeLufs! - (dbfs + MONO))).toBeLessThan(0.1);
  });

  test('a mono sine that is −23 LUFS alone has its peaks at −20 dBFS', () => {
    expect(Math.abs(heard(tone(5, -19.99)).programmeLufs! + 23)).toBeLessThan(0.1);
  });

  test('case 3: what is quieter by more than 10 LU does not count', () => {
    const meter = heard(tone(10, -36), tone(60, -23), tone(10, -36));
    expect(Math.abs(meter.programmeLufs! - (-23 + MONO))).toBeLessThan(0.1);
  });

  test('case 4: nor does what is below −70 LUFS', () => {
    const meter = heard(tone(10, -72), tone(10, -36), tone(60, -23), tone(10, -36), tone(10, -72));
    expect(Math.abs(meter.programmeLufs! - (-23 + MONO))).toBeLessThan(0.1);
  });

  test('case 5: what is quieter by less counts', () => {
    const meter = heard(tone(20, -26), tone(20.1, -20), tone(20, -26));
    expect(Math.abs(meter.programmeLufs! - (-23 + MONO))).toBeLessThan(0.1);
  });
});

test('the high shelf and the high-pass weigh as BS.1770-4 says', () => {
  const at = (hz: number) => Int16Array.from({ length: 5 * SOUND_RATE_HZ }, (_, n) => Math.round(FULL_SCALE * 0.1 * Math.sin((2 * Math.PI * hz * n) / SOUND_RATE_HZ)));
  const reference = heard(at(1_000)).shortTermLufs!;
  // The magnitude of the two published filters, against 1 kHz: +3.34 dB at 10 kHz, −13.97 dB at 20 Hz.
  expect(heard(at(10_000)).shortTermLufs! - reference).toBeCloseTo(3.34, 1);
  expect(heard(at(20)).shortTermLufs! - reference).toBeCloseTo(-13.97, 1);
});

test('silence has no loudness, and is silent 3 s after the last sound', () => {
  const meter = heard(tone(1, -20));
  const silence = new Int16Array(FRAME);
  for (let n = 0; n < 50; n++) meter.addSilence(silence);
  expect(meter.momentaryLufs).toBeUndefined();
  expect(meter.shortTermLufs).toBeDefined();
  for (let n = 0; n < 110; n++) meter.addSilence(silence);
  expect(meter.shortTermLufs).toBeUndefined();
  expect(meter.programmeLufs).toBeDefined();
});

test('the short-term figure stands for 3 s, the momentary for 400 ms', () => {
  const meter = heard(tone(3, -40), tone(1.5, -20));
  expect(meter.momentaryLufs!).toBeCloseTo(-20 + MONO, 1);
  expect(meter.shortTermLufs!).toBeCloseTo(-20 + MONO - 3.0, 1);
});
