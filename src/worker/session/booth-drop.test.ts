import { describe, expect, test } from 'vitest';
import { BOOTH_SILENCE_MS } from '../../shared/live/booth.ts';
import { PacketFlow, STALLED_QUIET_MS, STALLED_SPEAKING_MS } from './packet-flow.ts';
import { SpeechLevel } from './speech-level.ts';

const frame = (level: number): Int16Array => Int16Array.from({ length: 480 }, (_, n) => level * Math.sin(n / 10));

describe('the level of a microphone', () => {
  test('knows for how long nobody has spoken', () => {
    const level = new SpeechLevel();
    for (let n = 0; n < 10; n++) level.take(frame(20));
    expect(level.silentMs).toBe(100);
    expect(level.take(frame(4_000))).toBe(true);
    expect(level.silentMs).toBe(0);
  });

  test('a steady voice leaves no doubt; one that fades as lost packets do leaves some within 80 ms', () => {
    const level = new SpeechLevel();
    for (let n = 0; n < 50; n++) level.take(frame(8_000 + 1_000 * Math.sin(n)));
    expect(level.falling).toBe(false);
    // What the client makes up for packets that do not come, measured: a sixth softer every 10 ms.
    let [loudness, frames] = [8_000, 0];
    for (; !level.falling && frames < 20; frames++) level.take(frame((loudness *= 0.83)));
    expect(frames).toBeLessThanOrEqual(8);
    for (let n = 0; n < 30; n++) {
      level.take(frame((loudness *= 0.83)));
      expect(level.falling).toBe(true);
    }
  });
});

describe('a booth with noise of its own', () => {
  /** Even noise of at most `peak`, the same with every run. */
  const noise = (peak: number): (() => Int16Array) => {
    let seed = 1;
    return () => Int16Array.from({ length: 480 }, () => Math.round(peak * (2 * ((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647) - 1)));
  };
  /** A voice of `rms`: syllables of 150 ms with 50 ms between them, a pause of 400 ms every three seconds, over the noise of the booth. */
  const voice = (rms: number, booth: () => Int16Array) => (ms: number): Int16Array => {
    const sounds = ms % 200 < 150 && ms % 3_000 < 2_600;
    const spoken = frame(sounds ? rms * Math.SQRT2 : 0);
    return booth().map((sample, n) => sample + spoken[n]!);
  };
  /** The longest time without speech in `forMs` of `sound`. */
  const longest = (level: SpeechLevel, sound: (ms: number) => Int16Array, forMs: number): number => {
    let most = 0;
    for (let ms = 0; ms < forMs; ms += 10) {
      level.take(sound(ms));
      most = Math.max(most, level.speechlessMs);
    }
    return most;
  };
  const dbfs = (level: number): number => 32_768 * 10 ** (level / 20);

  test.each([
    ['−42 dBFS at its peaks', noise(260)],
    ['−38 dBFS at its peaks', noise(410)],
  ])('is silent when nobody speaks, with noise of %s, and speech is known at once', (_, booth) => {
    const level = new SpeechLevel();
    longest(level, voice(dbfs(-25), booth), 30_000);
    expect(longest(level, booth, BOOTH_SILENCE_MS + 5_000)).toBeGreaterThanOrEqual(BOOTH_SILENCE_MS);
    // It is as loud as a voice in a quiet booth all the same: whether packets have stopped is judged by that.
    expect(level.silentMs).toBe(0);
    expect(level.take(voice(dbfs(-25), booth)(0))).toBe(true);
    expect(level.speechlessMs).toBe(0);
  });

  test('a soft voice is never silence, and a steady one not for as long as it takes to be left', () => {
    expect(longest(new SpeechLevel(), voice(dbfs(-40), noise(20)), 60_000)).toBeLessThan(1_000);
    expect(longest(new SpeechLevel(), () => frame(dbfs(-40) * Math.SQRT2), BOOTH_SILENCE_MS)).toBe(0);
    expect(longest(new SpeechLevel(), () => frame(dbfs(-35) * Math.SQRT2), 60_000)).toBe(0);
  });
});

describe('the flow of packets', () => {
  test('that stops while somebody speaks has stalled after 150 ms, and goes on with the next packet', () => {
    const flow = new PacketFlow();
    expect(flow.stalled(10, 0, 1_000)).toBe(false);
    expect(flow.stalled(10, 140, 1_000 + STALLED_SPEAKING_MS - 1)).toBe(false);
    expect(flow.stalled(10, 150, 1_000 + STALLED_SPEAKING_MS)).toBe(true);
    expect(flow.stalled(11, 0, 1_200)).toBe(false);
  });

  test('that a browser thins out in a pause has not stalled', () => {
    const flow = new PacketFlow();
    for (let packets = 1; packets < 10; packets++) {
      expect(flow.stalled(packets, 200 + packets * 400, packets * 400)).toBe(false);
      expect(flow.stalled(packets, 550 + packets * 400, packets * 400 + 350)).toBe(false);
    }
    expect(flow.stalled(9, 5_000, 9 * 400 + STALLED_QUIET_MS)).toBe(true);
  });

  test('is counted anew after a reset', () => {
    const flow = new PacketFlow();
    flow.stalled(10, 0, 0);
    flow.reset();
    expect(flow.stalled(10, 0, 60_000)).toBe(false);
  });
});
