import { z } from 'zod';
import type { NodeLogLine } from '../../../shared/contract/nodes.ts';
import { withoutTokens } from '../process/without-tokens.ts';

const JsonLine = z.object({
  level: z.string(),
  msg: z.string().default(''),
  error: z.unknown().optional(),
  /** A list where a call asks about several. */
  room: z.union([z.string(), z.array(z.string()).transform((rooms) => rooms.join(', '))]).optional(),
});

/** A line of livekit-server's output as the console shows it. */
export interface ParsedLine {
  readonly level: NodeLogLine['level'];
  readonly message: string;
  /** It may be why the server ends: an error, or plain text, which is how it says why it does not start. */
  readonly reason: boolean;
}

/** The console asks who is where every two seconds, and the server tells it each time. */
const POLLED = /^API RoomService\.List/;

/** Parses one line; `secrets` and anything that looks like a token are made unreadable. Fields beside error and room are left out. */
export function parseLivekitLine(line: string, secrets: readonly string[]): ParsedLine {
  const { level, message, reason } = parse(line);
  let clean = withoutTokens(message);
  for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
  return { level, message: clean.slice(0, 2_000), reason };
}

function parse(line: string): ParsedLine {
  const json = JsonLine.safeParse(parseJson(line)).data;
  // The server's own words before it has a logger, and Go's stack traces.
  if (!json) return { level: 'error', message: line, reason: line.trim() !== '' };
  const level = json.level === 'debug' || json.level === 'info' || json.level === 'warn' ? json.level : 'error';
  const message = [json.msg, json.error !== undefined && `: ${typeof json.error === 'string' ? json.error : JSON.stringify(json.error)}`, json.room && ` (room ${json.room})`];
  return { level: level === 'info' && POLLED.test(json.msg) ? 'debug' : level, message: message.filter(Boolean).join(''), reason: level === 'error' };
}

function parseJson(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
