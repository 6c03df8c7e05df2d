import type { SegmentTrace } from '../../shared/live/trace.ts';
import type { WayOut } from './monitor/way-out.ts';

/** A segment, and how long its translations were on their way from the SFU to this console when they were heard. */
export interface HeardTrace extends SegmentTrace {
  readonly wayOut?: WayOut;
}

const TRACES = 200;

/**
 * `traces` (oldest first) with `trace` in the place of what was known of its segment, or as the newest; 200 are kept. It is marked with
 * `wayOut`, the way as it is now, unless it was over before: a stream that was opened again tells again what is long past.
 */
export function heardTraces(traces: readonly HeardTrace[], trace: SegmentTrace, wayOut: WayOut): readonly HeardTrace[] {
  const index = traces.findLastIndex(({ segmentId }) => segmentId === trace.segmentId);
  const before = traces[index];
  const heard = { ...trace, wayOut: before?.done ? (before.wayOut ?? {}) : { ...before?.wayOut, ...wayOut } };
  return index < 0 ? [...traces, heard].slice(-TRACES) : traces.with(index, heard);
}
