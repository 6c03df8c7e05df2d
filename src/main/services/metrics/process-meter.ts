import { setTimeout as sleep } from 'node:timers/promises';
import pidusage from 'pidusage';
import type { ProcessRef, ProcessUsage } from '../../../shared/live/stats.ts';
import { LatestValue } from '../streams/latest-value.ts';
import { MemorySeries } from './memory-series.ts';
import { linuxProcesses, residentMb, treesOf } from './linux-processes.ts';

const SAMPLE_EVERY_MS = 2_000;

/**
 * CPU and memory of the program's processes, every 2 s. A process stands for all it has started (Apertium's pipelines)
 * except those that are named themselves. The first sample of a process has no CPU figure: it takes two.
 */
export class ProcessMeter implements AsyncDisposable {
  readonly usage = new LatestValue<ProcessUsage[]>();
  readonly #sources = new Set<() => readonly ProcessRef[]>();
  readonly #closing = new AbortController();
  readonly #sampling: Promise<void>;
  readonly #report: (thrown: unknown) => void;
  /** Processor time at the sample before, by pid. */
  #before = new Map<number, number>();
  #beforeMs = 0;
  /** Memory of the processes that were there at the last sample, by pid. */
  #series = new Map<number, MemorySeries>();

  /** @param report gets failures of a sample; the next one is taken all the same */
  constructor(report: (thrown: unknown) => void) {
    this.#report = report;
    this.#sampling = this.#run(this.#closing.signal);
  }

  /** Measures what `processes` names at each sample. Returns the function that stops it. */
  watch(processes: () => readonly ProcessRef[]): () => void {
    this.#sources.add(processes);
    return () => this.#sources.delete(processes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#sampling;
    this.usage.close();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const named = new Map([...this.#sources].flatMap((source) => source()).map((ref) => [ref.pid, ref] as const));
        const refs = [...named.values()];
        this.usage.set(this.#withGrowth(process.platform === 'linux' ? await this.#sampleLinux(refs) : await sampleElsewhere(refs)));
      } catch (thrown) {
        this.#report(thrown);
      }
      await sleep(SAMPLE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #withGrowth(usages: readonly ProcessUsage[]): ProcessUsage[] {
    const before = this.#series;
    this.#series = new Map();
    return usages.map((usage) => {
      const series = before.get(usage.pid) ?? new MemorySeries();
      this.#series.set(usage.pid, series);
      if (usage.residentMb !== undefined) series.add(performance.now(), usage.residentMb);
      const { growthMbPerHour } = series;
      return { ...usage, ...(growthMbPerHour !== undefined && { growthMbPerHour }) };
    });
  }

  async #sampleLinux(refs: readonly ProcessRef[]): Promise<ProcessUsage[]> {
    const nowMs = performance.now();
    const elapsedSec = (nowMs - this.#beforeMs) / 1_000;
    const processes = await linuxProcesses();
    const trees = treesOf(processes, new Set(refs.map(({ pid }) => pid)));
    const before = this.#before;
    this.#before = new Map();
    this.#beforeMs = nowMs;
    const usages = await Promise.all(
      refs.map(async (ref): Promise<ProcessUsage | undefined> => {
        const tree = trees.get(ref.pid) ?? [];
        if (!processes.has(ref.pid)) return undefined;
        const known = before.has(ref.pid);
        let cpuSec = 0;
        for (const member of tree) {
          const usedSec = processes.get(member)!.cpuSec;
          this.#before.set(member, usedSec);
          // A member that was not there before has used all of it since.
          cpuSec += usedSec - (before.get(member) ?? 0);
        }
        const memory = await Promise.all(tree.map(residentMb));
        return { ...ref, ...(known && elapsedSec > 0 && { cpuCores: Math.max(0, cpuSec / elapsedSec) }), residentMb: memory.reduce((sum, each) => sum + each, 0) };
      }),
    );
    return usages.filter((usage) => usage !== undefined);
  }
}

/** Other systems: each process by itself, without those it started. What cannot be measured is left undefined. */
function sampleElsewhere(refs: readonly ProcessRef[]): Promise<ProcessUsage[]> {
  return Promise.all(
    refs.map(async (ref) => {
      const figures = await pidusage(ref.pid).catch(() => undefined);
      return figures ? { ...ref, cpuCores: figures.cpu / 100, residentMb: figures.memory / 1e6 } : ref;
    }),
  );
}
