import { cpus, loadavg, totalmem } from 'node:os';
import { percentiles } from '../src/shared/quality/percentiles.ts';
import type { z } from 'zod';
import type { BenchMachine } from './bench-report.ts';

/** The machine on which this process runs, and how busy it is now. */
export function describeMachine(): z.output<typeof BenchMachine> {
  const all = cpus();
  return { platform: `${process.platform} ${process.arch}`, cpu: all[0]?.model ?? 'unknown', cores: all.length, memoryMb: Math.round(totalmem() / 1e6), node: process.version, loadAverage: loadavg()[0] ?? 0 };
}

/** Median and 95th percentile; empty where nothing was measured. */
export function spread(values: readonly number[]): { p50?: number; p95?: number } {
  const { p50, p95 } = percentiles(values);
  return { ...(p50 !== undefined && { p50 }), ...(p95 !== undefined && { p95 }) };
}
