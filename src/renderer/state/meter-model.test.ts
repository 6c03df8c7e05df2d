import { describe, expect, test, vi } from 'vitest';
import { MeterModel, PEAK_HOLD_MS, STALE_MS } from './meter-model.ts';

const ALARM_MS = 5_000;

function frame(levels: Record<string, number>, clipped: readonly string[] = []) {
  return {
    atMs: 0,
    windowMs: 66,
    tracks: Object.entries(levels).map(([track, dbfs]) => ({ track, rmsDbfs: dbfs, peakDbfs: dbfs + 6, clipped: clipped.includes(track) })),
  };
}

/** Feeds `levels` every 100 ms from `fromMs` to `toMs`. */
function feed(model: MeterModel, fromMs: number, toMs: number, levels: Record<string, number>): void {
  for (let at = fromMs; at <= toMs; at += 100) model.take(frame(levels), at);
}

describe('MeterModel', () => {
  test('rises at once and falls 20 dB in 1.7 s', () => {
    const model = new MeterModel(ALARM_MS);
    model.take(frame({ floor: -10 }), 0);
    expect(model.read('floor', 0)?.rmsDbfs).toBe(-10);
    model.take(frame({ floor: -90 }), 100);
    for (let at = 100; at <= 850; at += 50) model.read('floor', at);
    expect(model.read('floor', 850)?.rmsDbfs).toBeCloseTo(-20, 5);
  });

  test('holds a peak for 1.5 s, then lets it go', () => {
    const model = new MeterModel(ALARM_MS);
    model.take(frame({ floor: -10 }), 0);
    feed(model, 100, PEAK_HOLD_MS, { floor: -40 });
    expect(model.read('floor', PEAK_HOLD_MS)?.peakDbfs).toBe(-4);
    model.take(frame({ floor: -40 }), PEAK_HOLD_MS + 100);
    expect(model.read('floor', PEAK_HOLD_MS + 100)?.peakDbfs).toBe(-34);
  });

  test('the clip light stays until it is acknowledged', () => {
    const model = new MeterModel(ALARM_MS);
    model.take(frame({ floor: -1 }, ['floor']), 0);
    feed(model, 100, 60_000, { floor: -30 });
    expect(model.flagsOf('floor').clipped).toBe(true);
    model.acknowledge('floor', 60_000);
    expect(model.flagsOf('floor').clipped).toBe(false);
  });

  test.each([
    ['a channel that is silent while the floor speaks', { floor: -20, 'channel:es': -120 }, 'channel:es', true],
    ['a channel that is silent because the floor is', { floor: -120, 'channel:es': -120 }, 'channel:es', false],
    ['the silent floor itself', { floor: -120, 'channel:es': -120 }, 'floor', true],
    ['a channel that is heard', { floor: -20, 'channel:es': -30 }, 'channel:es', false],
  ])('silence alarm: %s', (_, levels, track, alarmed) => {
    const model = new MeterModel(ALARM_MS);
    feed(model, 0, 100, { floor: -20, 'channel:es': -20 });
    feed(model, 200, ALARM_MS + 1_000, levels);
    expect(model.flagsOf(track).silentSinceMs !== undefined).toBe(alarmed);
  });

  test('frames that stop make the level unknown, not silent', () => {
    const model = new MeterModel(ALARM_MS);
    model.take(frame({ floor: -20 }), 0);
    model.check(STALE_MS + 1);
    expect(model.read('floor', STALE_MS + 1)).toBeUndefined();
    expect(model.flagsOf('floor')).toEqual({ clipped: false, silentSinceMs: undefined, unknown: true });
  });

  test('tells listeners of flags only, never of levels', () => {
    const model = new MeterModel(ALARM_MS);
    model.take(frame({ floor: -20 }), 0);
    const listener = vi.fn();
    model.subscribe(listener);
    feed(model, 100, 3_000, { floor: -30 });
    expect(listener).not.toHaveBeenCalled();
    model.take(frame({ floor: -1 }, ['floor']), 3_100);
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
