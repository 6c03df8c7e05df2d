import type { Stage } from '../pipeline/stage.ts';
import { Resampler } from '../sound/resampler.ts';

/**
 * Brings mono audio from `fromHz` to `toHz`. The media time of what comes out is counted in output samples, so it stays
 * contiguous; the converter holds back a few milliseconds, which come with the next input.
 */
export function resample(fromHz: number, toHz: number): Stage<Int16Array, Int16Array> {
  return async function* (input, { signal }) {
    const resampler = new Resampler(fromHz, toHz);
    let mediaStartMs: number | undefined;
    let producedSamples = 0;
    let expectedStartMs: number | undefined;
    for await (const chunk of input) {
      signal.throwIfAborted();
      // A hole in the input (dropped frames) is a jump in media time for everything after it.
      if (mediaStartMs === undefined || (expectedStartMs !== undefined && Math.abs(chunk.mediaStartMs - expectedStartMs) > 1)) {
        mediaStartMs = chunk.mediaStartMs;
        producedSamples = 0;
      }
      expectedStartMs = chunk.mediaEndMs;
      const value = resampler.push(chunk.value);
      if (value.length === 0) continue;
      const startMs = mediaStartMs + (producedSamples * 1000) / toHz;
      producedSamples += value.length;
      yield { value, mediaStartMs: startMs, mediaEndMs: mediaStartMs + (producedSamples * 1000) / toHz, arrivedAtMs: chunk.arrivedAtMs };
    }
  };
}
