import { describe, expect, test } from 'vitest';
import { TrackMeter } from './track-meter.ts';

const RATE_HZ = 48_000;
const frame = (amplitude: number): Int16Array => new Int16Array(480).fill(amplitude);

/** `#` speech, `.` silence, `_` nothing arrives, `B` all that is missing arrives at once; 10 ms each. */
function listen(pattern: string): { onsets: number[]; meter: TrackMeter; endMs: number } {
  const meter = new TrackMeter();
  const onsets: number[] = [];
  let missing = 0;
  for (const [index, mark] of Array.from(pattern).entries()) {
    const atMs = (index + 1) * 10;
    if (mark === '_') {
      missing++;
      continue;
    }
    if (mark === 'B') for (; missing > 0; missing--) meter.take(frame(0), RATE_HZ, atMs);
    if (meter.take(frame(mark === '#' ? 2_000 : 1), RATE_HZ, atMs)) onsets.push(atMs);
  }
  return { onsets, meter, endMs: pattern.length * 10 };
}

describe('TrackMeter', () => {
  test.each([
    ['speech from the first frame', '####', [10]],
    ['after 40 ms of silence', '##....##', [10, 70]],
    ['30 ms of silence is inside speech', '##...##', [10]],
    ['only silence', '......', []],
    ['below −50 dBFS is silence', '.', []],
  ])('onset: %s', (_, pattern, expected) => {
    expect(listen(pattern).onsets).toEqual(expected);
  });

  test.each([
    ['unbroken', '.'.repeat(100), 0, 0],
    ['100 ms without a frame', `....${'_'.repeat(9)}${'.'.repeat(50)}`, 0, 0],
    ['110 ms without a frame, never made good', `....${'_'.repeat(11)}${'.'.repeat(50)}`, 1, 120],
    ['a stall of the listener: all came at once', `....${'_'.repeat(30)}B${'.'.repeat(50)}`, 0, 0],
    ['two gaps', `....${'_'.repeat(20)}${'.'.repeat(50)}${'_'.repeat(15)}${'.'.repeat(50)}`, 2, 210],
    ['the track went away for good', `....${'_'.repeat(60)}`, 1, 600],
    ['nothing was ever heard', '____', 0, 0],
  ])('gaps: %s', (_, pattern, gaps, longestGapMs) => {
    const { meter, endMs } = listen(pattern);
    expect(meter.totals(endMs)).toMatchObject({ gaps, longestGapMs });
  });

  test('audio seconds are what arrived, elapsed seconds run from the first frame', () => {
    const { meter } = listen(`${'.'.repeat(50)}${'_'.repeat(50)}`);
    expect(meter.totals(1_000)).toMatchObject({ audioSeconds: 0.5, elapsedSeconds: 1 });
  });
});
