import type { ProcessRef, ProcessUsage } from '../../../shared/live/stats.ts';
import type { LatestValue } from '../streams/latest-value.ts';

/** CPU and memory of the program's processes, every 2 s. */
export declare class ProcessMeter implements AsyncDisposable {
  readonly usage: LatestValue<readonly ProcessUsage[]>;
  /** Measures what `processes` names at each sample. Returns the function that stops it. */
  watch(processes: () => readonly ProcessRef[]): () => void;
  [Symbol.asyncDispose](): Promise<void>;
}
