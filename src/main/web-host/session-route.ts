import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { OneTimeCodes } from './one-time-codes.ts';
import { RateLimit } from './rate-limit.ts';
import type { Sessions } from './sessions.ts';

/** Longest request body the web host takes, bytes; a code has 43 characters. */
const BODY_BYTES_MAX = 1_024;
/** Wrong codes a minute. A code cannot be guessed; this keeps the attempt out of the log and off the processor. */
const WRONG_CODES_PER_MINUTE_MAX = 20;

const Claim = z.strictObject({ code: z.string().min(1).max(100) });

/** An answer without a body worth caching. */
export interface SessionAnswer {
  readonly status: number;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly setCookie?: string;
}

/** `/session`: whether the caller has one (GET), and one for a one-time code (POST). */
export class SessionRoute {
  readonly #codes: OneTimeCodes;
  readonly #sessions: Sessions;
  readonly #wrongCodes = new RateLimit(WRONG_CODES_PER_MINUTE_MAX, 60_000);

  constructor(codes: OneTimeCodes, sessions: Sessions) {
    this.#codes = codes;
    this.#sessions = sessions;
  }

  /** @param origin the only `Origin` that may claim: the console's own */
  async answer(request: IncomingMessage, origin: string): Promise<SessionAnswer> {
    if (request.method === 'GET') return { status: 200, body: { session: this.#sessions.find(request.headers.cookie) !== undefined } };
    if (request.method !== 'POST') return { status: 405 };
    if (request.headers.origin !== origin) return { status: 403 };
    if (!/^application\/json(?:;|$)/.test(request.headers['content-type'] ?? '')) return { status: 415 };
    if (this.#wrongCodes.exceeded) return { status: 429 };

    const body = await readBody(request);
    if (body === undefined) return { status: 413 };
    const claim = Claim.safeParse(parseJson(body));
    if (!claim.success) return { status: 400 };
    if (this.#codes.redeem(claim.data.code)) return { status: 200, body: { session: true }, setCookie: this.#sessions.open() };
    this.#wrongCodes.failed();
    return { status: 403 };
  }
}

/** The whole body as text; `undefined` when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
