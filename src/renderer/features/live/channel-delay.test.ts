import { describe, expect, test } from 'vitest';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import { channelDelayMs, DELAY_SEGMENTS } from './channel-delay.ts';

function trace(index: number, out: { es?: number; caOnlyCaption?: number }): SegmentTrace {
  return {
    segmentId: `s${index}`,
    speakerIdentity: 'speaker:a',
    sourceLanguage: 'en',
    wordCount: 4,
    mediaStartMs: 0,
    mediaEndMs: 900,
    speechStartArrivedMs: 1_000,
    speechEndArrivedMs: 2_000,
    committedMs: 2_150,
    committedBy: 'endpoint',
    languages: [
      { language: 'es', outcome: out.es === undefined ? 'pending' : 'spoken', firstSampleOutMs: out.es },
      { language: 'ca', outcome: 'caption-only', captionPublishedMs: out.caOnlyCaption },
    ],
    done: true,
  };
}

describe('channelDelayMs', () => {
  test('is the median to the first translated sample', () => {
    const traces = [2_300, 2_900, 2_500].map((es, index) => trace(index, { es }));
    expect(channelDelayMs(traces, 'channel:es')).toBe(500);
  });
  test('counts the caption where there is no voice', () => {
    expect(channelDelayMs([trace(0, { caOnlyCaption: 2_200 })], 'channel:ca')).toBe(200);
  });
  test('of the floor is that of its committed text', () => {
    expect(channelDelayMs([trace(0, {})], 'floor')).toBe(150);
  });
  test('is unknown before anything was spoken, never 0', () => {
    expect(channelDelayMs([trace(0, {})], 'channel:es')).toBeUndefined();
    expect(channelDelayMs([], 'floor')).toBeUndefined();
  });
  test('forgets what is older than the newest segments', () => {
    const traces = Array.from({ length: DELAY_SEGMENTS * 3 }, (_, index) => trace(index, { es: index < DELAY_SEGMENTS * 2 ? 9_000 : 2_400 }));
    expect(channelDelayMs(traces, 'channel:es')).toBe(400);
  });
});
