import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelDelays, DELAY_STAGES, stagesAt } from './channel-delays.ts';
import { fakeTrace, spoken } from './record-fixture.ts';

const spans = (...ends: Array<[id: string, endMs: number]>) => new Map(ends.map(([id, endMs]) => [id, { firstWordStartMs: endMs - 800, lastWordEndMs: endMs }]));

describe('channelDelays', () => {
  test('from the last word at the encoder to the first onset after the first sample went out', () => {
    const traces = [fakeTrace({ segmentId: 'a', languages: [spoken(1_500, 3_000)] })];
    const [delay] = channelDelays('es', traces, spans(['a', 1_000]), [1_400, 1_570, 2_200]);
    expect(delay).toMatchObject({ machineDelayMs: 570, earVoiceSpanMs: 1_370, onsetHeard: true });
  });

  test('speech that is back-to-back takes the channel’s usual way out', () => {
    const traces = [fakeTrace({ segmentId: 'a', languages: [spoken(1_500, 3_000)] }), fakeTrace({ segmentId: 'b', languages: [spoken(3_010, 4_000)] })];
    // The onset at 3 080 is a pause inside the first translation as far as anyone can tell.
    const [, second] = channelDelays('es', traces, spans(['a', 1_000], ['b', 2_500]), [1_570, 3_080]);
    expect(second).toMatchObject({ machineDelayMs: 3_010 + 70 - 2_500, onsetHeard: false });
  });

  test.each([
    ['nothing was heard and nothing is usual', [fakeTrace({ languages: [spoken(1_500, 3_000)] })], [], 0],
    ['an onset long after is another sound', [fakeTrace({ languages: [spoken(1_500, 3_000)] })], [2_200], 0],
    ['a caption without speech', [fakeTrace({ languages: [{ language: 'es', outcome: 'caption-only' }] })], [1_500], 0],
    ['another language', [fakeTrace({ languages: [{ ...spoken(1_500, 3_000), language: 'fr' }] })], [1_570], 0],
  ])('no figure when %s', (_, traces, onsets, count) => {
    expect(channelDelays('es', traces, spans(['s1', 1_000]), onsets)).toHaveLength(count);
  });

  test('a segment without words of the script has no figure', () => {
    expect(channelDelays('es', [fakeTrace({ languages: [spoken(1_500, 3_000)] })], new Map(), [1_570])).toEqual([]);
  });

  test('the shares of the slowest are those of one segment', () => {
    const delays = [300, 900, 400].map((machineDelayMs) => ({ machineDelayMs, stagesMs: { networkIn: 0, recogniser: 0, stability: 0, translator: 0, voice: 0, queue: machineDelayMs, networkOut: 0, playout: 0 } }));
    expect(stagesAt(delays, 0.95)).toMatchObject({ queue: 900 });
    expect(stagesAt(delays, 0.5)).toMatchObject({ queue: 400 });
    expect(stagesAt([], 0.95)).toBeUndefined();
  });

  test('the stages are the times between the marks', () => {
    const trace = fakeTrace({ segmentId: 'a', speechEndArrivedMs: 1_050, recognisedMs: 1_200, committedMs: 1_350, languages: [spoken(1_450, 3_000, { translatedMs: 1_360, firstAudioMs: 1_400 })] });
    const [delay] = channelDelays('es', [trace], spans(['a', 1_000]), [1_530]);
    expect(delay?.stagesMs).toEqual({ networkIn: 50, recogniser: 150, stability: 150, translator: 10, voice: 40, queue: 50, networkOut: 80, playout: 0 });
    expect(channelDelays('es', [trace], spans(['a', 1_000]), [1_530], 45)[0]?.stagesMs).toMatchObject({ networkOut: 35, playout: 45 });
    expect(channelDelays('es', [trace], spans(['a', 1_000]), [1_530], 500)[0]?.stagesMs).toMatchObject({ networkOut: 0, playout: 80 });
  });

  test('the stages are never negative and add up to the machine delay, whatever the marks say', () => {
    const mark = fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined });
    fc.assert(
      fc.property(mark, mark, mark, mark, fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 2_000 }), (arrived, recognised, translated, audio, committed, out) => {
        const marks = { ...(translated !== undefined && { translatedMs: translated }), ...(audio !== undefined && { firstAudioMs: audio }) };
        const trace = fakeTrace({ segmentId: 'a', speechEndArrivedMs: arrived ?? 0, ...(recognised !== undefined && { recognisedMs: recognised }), committedMs: committed, languages: [spoken(1_000 + out, 5_000, marks)] });
        const [delay] = channelDelays('es', [trace], spans(['a', 900]), [1_050 + out]);
        const shares = DELAY_STAGES.map((stage) => delay?.stagesMs[stage] ?? NaN);
        expect(shares.every((share) => share >= 0)).toBe(true);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(delay?.machineDelayMs ?? NaN);
      }),
    );
  });
});
