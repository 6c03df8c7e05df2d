import type { ProcessUsage } from '../../shared/live/stats.ts';

/** Many small programs that come and go and are looked at as one. */
const TOGETHER: ReadonlySet<string> = new Set(['apertium']);

/** What a process has one row and one curve under: its own, unless its kind is looked at together. */
export const processKey = ({ name, pid }: Pick<ProcessUsage, 'name' | 'pid'>): string => (TOGETHER.has(name) ? name : `${name} ${pid}`);
