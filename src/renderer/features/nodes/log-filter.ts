import type { NodeLogLine } from '../../../shared/contract/nodes.ts';

export type LogLevel = NodeLogLine['level'];

/** From chatty to grave. */
export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export interface LogFilter {
  /** This level and all graver ones. */
  readonly minLevel: LogLevel;
  /** Undefined: every source. */
  readonly nodeId: string | undefined;
  /** Found anywhere in the message or the source, whatever the case. */
  readonly search: string;
}

/** The lines that pass, in their order. */
export function filterLog(lines: readonly NodeLogLine[], { minLevel, nodeId, search }: LogFilter): readonly NodeLogLine[] {
  const grave = new Set(LOG_LEVELS.slice(LOG_LEVELS.indexOf(minLevel)));
  const needle = search.trim().toLowerCase();
  return lines.filter(
    (line) =>
      grave.has(line.level) &&
      (nodeId === undefined || line.nodeId === nodeId) &&
      (needle === '' || line.message.toLowerCase().includes(needle) || line.nodeId.toLowerCase().includes(needle)),
  );
}

/** Adds `line` to the newest `limit`, and leaves out what is known already: a stream opened again begins with its history. */
export function appendLog(lines: readonly NodeLogLine[], line: NodeLogLine, limit: number): readonly NodeLogLine[] {
  const newest = lines.at(-1);
  if (newest && line.seq <= newest.seq && lines.some(({ seq, atMs }) => seq === line.seq && atMs === line.atMs)) return lines;
  return [...lines.slice(Math.max(0, lines.length + 1 - limit)), line];
}
