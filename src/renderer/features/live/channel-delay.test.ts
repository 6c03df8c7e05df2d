import { describe, expect, test } from 'vitest';
import { channelDelay, DELAY_SEGMENTS } from './channel-delay.ts';
import { KNOWN_WAY, segmentTrace } from './fixtures/segment-trace.ts';

describe('channelDelay', () => {
  test('is the median to the first translated sample, and its tail', () => {
    const traces = [2_300, 2_900, 2_500].map((firstSampleOutMs) => segmentTrace({ es: { firstSampleOutMs } }));
    expect(channelDelay(traces, 'channel:es', true)).toMatchObject({ p50Ms: 500, p95Ms: 900, earVoiceSpanMs: 1_500, segments: 3 });
  });
  test('counts the caption where there is no voice', () => {
    expect(channelDelay([segmentTrace({ ca: { outcome: 'caption-only', captionPublishedMs: 2_200 } })], 'channel:ca', false).p50Ms).toBe(200);
  });
  test('does not count captions while a human interprets on a channel with a voice', () => {
    const captioned = segmentTrace({ es: { outcome: 'caption-only', translatedMs: 2_180, captionPublishedMs: 2_200 } });
    const said = segmentTrace({ es: { translatedMs: 2_250, firstAudioMs: 2_300, firstSampleOutMs: 2_500 } });
    const delay = channelDelay([said, captioned, captioned], 'channel:es', true);
    expect(delay).toMatchObject({ p50Ms: 500, segments: 1 });
    expect(delay.shares.reduce((sum, { meanMs }) => sum + meanMs, 0)).toBe(500);
    expect(channelDelay([captioned, captioned], 'channel:es', true)).toMatchObject({ p50Ms: undefined, shares: [], segments: 0 });
  });
  test('of the floor is that of its committed text', () => {
    expect(channelDelay([segmentTrace({})], 'floor', false)).toMatchObject({ p50Ms: 150, shares: [{ stage: 'recogniser', meanMs: 100 }, { stage: 'stability', meanMs: 50 }] });
  });
  test('is unknown before anything was spoken, never 0', () => {
    const unknown = { p50Ms: undefined, p95Ms: undefined, earVoiceSpanMs: undefined, shares: [], segments: 0 };
    expect(channelDelay([segmentTrace({ es: {} })], 'channel:es', true)).toEqual(unknown);
    expect(channelDelay([], 'floor', false)).toEqual(unknown);
  });
  test('forgets what is older than the newest segments', () => {
    const traces = Array.from({ length: DELAY_SEGMENTS * 3 }, (_, index) => segmentTrace({ es: { firstSampleOutMs: index < DELAY_SEGMENTS * 2 ? 9_000 : 2_400 } }));
    expect(channelDelay(traces, 'channel:es', true)).toMatchObject({ p50Ms: 400, p95Ms: 400, segments: DELAY_SEGMENTS });
  });
  test('has shares that add up to the mean delay', () => {
    const traces = [
      segmentTrace({ es: { translatedMs: 2_250, firstAudioMs: 2_300, firstSampleOutMs: 2_300 } }),
      segmentTrace({ es: { translatedMs: 2_200, firstAudioMs: 2_300, firstSampleOutMs: 2_540 } }),
    ];
    const { shares } = channelDelay(traces, 'channel:es', true);
    expect(shares).toEqual([
      { stage: 'recogniser', meanMs: 100 },
      { stage: 'stability', meanMs: 50 },
      { stage: 'translator', meanMs: 75 },
      { stage: 'voice', meanMs: 75 },
      { stage: 'queue', meanMs: 120 },
    ]);
    expect(shares.reduce((sum, { meanMs }) => sum + meanMs, 0)).toBe((300 + 540) / 2);
  });
  describe('the ways through the network', () => {
    const WAY_MS = 45 + 32 + 60;
    const said = (firstSampleOutMs: number, way = {}) => segmentTrace({ es: { translatedMs: 2_200, firstAudioMs: 2_250, firstSampleOutMs } }, way);

    test('are in the delay and in its shares, which still add up to the mean', () => {
      const { p50Ms, earVoiceSpanMs, shares } = channelDelay([said(2_300, KNOWN_WAY), said(2_300, KNOWN_WAY)], 'channel:es', true);
      expect([p50Ms, earVoiceSpanMs]).toEqual([300 + WAY_MS, 1_300 + WAY_MS]);
      expect(shares.map(({ stage }) => stage)).toEqual(['networkIn', 'recogniser', 'stability', 'translator', 'voice', 'queue', 'networkOut', 'playout']);
      expect(shares.reduce((sum, { meanMs }) => sum + meanMs, 0)).toBe(300 + WAY_MS);
    });
    test('of a segment that does not know them are taken from those that do', () => {
      const { p95Ms, shares } = channelDelay([said(2_900), said(2_300, KNOWN_WAY), said(2_300)], 'channel:es', true);
      expect(p95Ms).toBe(900 + WAY_MS);
      expect(shares.find(({ stage }) => stage === 'playout')).toEqual({ stage: 'playout', meanMs: 60 });
      expect(shares.reduce((sum, { meanMs }) => sum + meanMs, 0)).toBe((900 + 300 + 300) / 3 + WAY_MS);
    });
    test('have no share while nobody knows them', () => {
      expect(channelDelay([said(2_300)], 'channel:es', true).shares.map(({ stage }) => stage)).toEqual(['recogniser', 'stability', 'translator', 'voice', 'queue']);
    });
    test('have one of 0 when that is what is known', () => {
      const { shares } = channelDelay([said(2_300, { ...KNOWN_WAY, wayOut: { networkMs: 20, playoutMs: 0 } })], 'channel:es', true);
      expect(shares.at(-1)).toEqual({ stage: 'playout', meanMs: 0 });
    });
    test('reach the floor and captions as far as the session', () => {
      expect(channelDelay([segmentTrace({}, KNOWN_WAY)], 'floor', false)).toMatchObject({ p50Ms: 195 });
      expect(channelDelay([segmentTrace({ ca: { outcome: 'caption-only', captionPublishedMs: 2_200 } }, KNOWN_WAY)], 'channel:ca', false).p50Ms).toBe(245);
    });
  });
});
