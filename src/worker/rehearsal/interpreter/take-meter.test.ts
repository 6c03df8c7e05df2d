import { describe, expect, test } from 'vitest';
import { FADE_MS } from '../../channels/fade.ts';
import { FRAME_SAMPLES } from './channel-recording.ts';
import { measureTake } from './take-meter.ts';
import { WINDOW_MS } from './voice-match.ts';

const RATE_HZ = 48_000;
const PAUSE_MS = 150;
const BEFORE_MS = 2_500;
const samplesIn = (ms: number): number => Math.round((ms * RATE_HZ) / 1000);

/** The same numbers every time (Park and Miller). */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Speech-like: syllables of 120 to 250 ms, each with a pitch of its own and some breath, pauses between some. */
function voice(seed: number, lengthMs: number, pitchHz: number): Int16Array {
  const next = random(seed);
  const samples = new Int16Array(samplesIn(lengthMs));
  for (let from = 0; from < samples.length; ) {
    const length = samplesIn(120 + 130 * next());
    const hz = pitchHz * (0.85 + 0.3 * next());
    const formant = (400 + 1_200 * next()) / hz;
    for (let n = 0; n < length && from + n < samples.length; n++) {
      let sum = (next() - 0.5) * 0.3;
      for (let harmonic = 1; harmonic <= 20; harmonic++) sum += Math.sin((2 * Math.PI * hz * harmonic * n) / RATE_HZ + harmonic * hz) / (1 + Math.abs(harmonic - formant));
      samples[from + n] = 2_500 * sum * Math.sin((Math.PI * n) / length) ** 0.3;
    }
    from += length + (next() < 0.2 ? samplesIn(PAUSE_MS) : 0);
  }
  return samples;
}

interface Scene {
  /** The machine is cut off this long after the interpreter is heard. */
  readonly overlapMs?: number;
  /** Of the interpreter's first sound, this much is not let through. */
  readonly lateMs?: number;
  /** The jitter buffer drops this much in the middle of the take. */
  readonly squeezedMs?: number;
  /** A hole in the interpreter's speech. */
  readonly holeMs?: number;
  /** For so long, frames of it come too late: 8 of 20 ms are missing. */
  readonly choppedMs?: number;
  /** For so long a fade stands still in the middle: both are heard at half their level. */
  readonly halfwayMs?: number;
  readonly click?: boolean;
  /** Silence until the machine goes on. */
  readonly pauseMs?: number;
  readonly interpreterHeard?: boolean;
  readonly gain?: number;
  /** What the machine says, of all that it could say. */
  readonly machineSeed?: number;
}

const WAY_MS = 120;
const TAKE_MS = 3_000;

/** The machine speaks, the interpreter takes the channel at 2.5 s for 3 s, the machine goes on. */
function take({ overlapMs = 0, lateMs = 0, squeezedMs = 0, holeMs = 0, choppedMs = 0, halfwayMs = 0, click = false, pauseMs = 200, interpreterHeard = true, gain = 0.8, machineSeed = 21 }: Scene) {
  const human = voice(7, TAKE_MS, 120);
  const machine = voice(machineSeed, 9_000, 210);
  const samples = new Int16Array(samplesIn(9_000));
  const opened = samplesIn(BEFORE_MS + WAY_MS);
  const closed = opened + human.length - samplesIn(squeezedMs);
  for (let n = 0; n < samples.length; n++) {
    const said = n - opened;
    const position = said > human.length / 2 ? said + samplesIn(squeezedMs) : said;
    const inHole = said > samplesIn(1_000) && said < samplesIn(1_000 + holeMs);
    const late = said > samplesIn(1_000) && said < samplesIn(1_000 + choppedMs) && said % samplesIn(20) < samplesIn(8);
    const humanOn = interpreterHeard && said >= samplesIn(lateMs) && n < closed && !inHole && !late;
    const machineOn = !interpreterHeard || said < samplesIn(Math.max(lateMs, overlapMs)) || n >= closed + samplesIn(pauseMs);
    const halfway = said > samplesIn(1_000) && said < samplesIn(1_000 + halfwayMs);
    // What codecs leave: a little noise under the voice.
    if (humanOn) samples[n] = (human[position] ?? 0) * gain * (halfway ? 0.5 : 1) + 60 * Math.sin(n * n);
    if (machineOn || halfway) samples[n] = Math.max(-32_768, Math.min(32_767, samples[n]! + machine[n]! * (halfway ? 0.5 : 1)));
  }
  if (click) for (let n = 0; n < 3; n++) samples[opened + n] = 20_000 * (n % 2 === 0 ? 1 : -1);
  const arrivedMs = Float64Array.from({ length: samples.length / FRAME_SAMPLES }, (_, frame) => 10_000 + frame * 10);
  return measureTake({ channel: { samples, arrivedMs }, voice: human, openedAtMs: 10_000 + BEFORE_MS, closedAtMs: 10_000 + BEFORE_MS + TAKE_MS });
}

describe('measureTake', () => {
  test('finds when the voice came, when somebody else did, and nothing to complain about', () => {
    const figures = take({});
    expect(figures).toMatchObject({ twoVoicesMs: 0, noSourceMs: 0, clicks: 0 });
    expect(Math.abs((figures.heardAfterMs ?? 0) - WAY_MS)).toBeLessThanOrEqual(15);
    expect(Math.abs((figures.handBackAfterMs ?? 0) - WAY_MS - 200)).toBeLessThanOrEqual(35);
  });

  test('a voice let through late is heard late, while the machine still speaks', () => {
    const figures = take({ lateMs: 400 });
    expect(Math.abs((figures.heardAfterMs ?? 0) - WAY_MS - 400)).toBeLessThanOrEqual(30);
    expect(figures.twoVoicesMs).toBe(0);
    // The machine draws breath meanwhile.
    expect(figures.noSourceMs).toBeLessThanOrEqual(PAUSE_MS - FADE_MS - WINDOW_MS);
  });

  test.each([40, 300, 700])('two voices for %i ms are counted beyond a fade, less where one covers the other', (overlapMs) => {
    const { twoVoicesMs } = take({ overlapMs });
    const expected = Math.max(0, overlapMs - FADE_MS - WINDOW_MS);
    expect(twoVoicesMs).toBeGreaterThanOrEqual(expected * 0.25);
    expect(twoVoicesMs).toBeLessThanOrEqual(expected + 30);
  });

  test('two voices for as long as a fade do not count; equally loud for 80 ms, they do', () => {
    expect(take({ overlapMs: FADE_MS, machineSeed: 1 }).twoVoicesMs).toBe(0);
    expect(take({ overlapMs: 80, machineSeed: 1 }).twoVoicesMs).toBeGreaterThan(0);
  });

  test.each([40, 300])('a hole of %i ms in the speech is time without a source beyond a fade', (holeMs) => {
    const { noSourceMs } = take({ holeMs });
    expect(Math.abs(noSourceMs - Math.max(0, holeMs - FADE_MS - WINDOW_MS))).toBeLessThanOrEqual(60);
  });

  test('a voice of which pieces are missing is not two voices', () => {
    expect(take({ choppedMs: 300 }).twoVoicesMs).toBe(0);
  });

  test('a fade that stands still is two voices, however much softer both are', () => {
    expect(take({ halfwayMs: 400 }).twoVoicesMs).toBeGreaterThan(150);
  });

  test('a jitter buffer that squeezes the voice does not hide it', () => {
    expect(take({ squeezedMs: 12 })).toMatchObject({ twoVoicesMs: 0, noSourceMs: 0, clicks: 0 });
  });

  test('a step in the waveform at the switch is a click', () => {
    expect(take({ click: true }).clicks).toBe(1);
  });

  test('how loud it was before, meanwhile and after', () => {
    const { loudnessBeforeLufs, loudnessLufs, loudnessAfterLufs } = take({});
    const louder = take({ gain: 0.4 }).loudnessLufs;
    expect(Math.abs((loudnessBeforeLufs ?? NaN) - (loudnessAfterLufs ?? NaN))).toBeLessThan(1.5);
    expect((loudnessLufs ?? NaN) - (louder ?? NaN)).toBeCloseTo(6, 0);
  });

  test('a voice that never comes is not found in another', () => {
    const figures = take({ interpreterHeard: false });
    expect(figures.heardAfterMs).toBeUndefined();
    expect(figures.noSourceMs).toBe(TAKE_MS);
  });
});
