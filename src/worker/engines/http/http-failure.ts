/** Why a request was not served. The words say nothing of what was sent or answered: a server may quote a key or a sentence. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  /** Asking again at once may help. */
  readonly retryable: boolean;
  /** Asking again cannot help until somebody changes something. */
  readonly fatal: boolean;
  /** How long the server wants to be left alone, milliseconds. */
  readonly waitMs: number;
  readonly status: number | undefined;

  constructor(reason: string, { retryable = false, fatal = false, waitMs = 0, status }: { retryable?: boolean; fatal?: boolean; waitMs?: number; status?: number } = {}) {
    super(reason);
    this.retryable = retryable;
    this.fatal = fatal;
    this.waitMs = waitMs;
    this.status = status;
  }
}

/** The failure that a status stands for; undefined for success. */
export function failureOf(status: number, retryAfter: string | null): HttpFailure | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return new HttpFailure('redirects to another address; enter the final one', { fatal: true, status });
  if (status === 401 || status === 403) return new HttpFailure('refuses the key; enter a valid one', { fatal: true, status });
  if (status === 404 || status === 405) return new HttpFailure('does not know this address or model; check both', { fatal: true, status });
  if (status === 429) return new HttpFailure('is asked more often than it allows', { retryable: true, waitMs: retryAfterMs(retryAfter), status });
  if (status >= 500) return new HttpFailure(`reports a fault of its own (${status})`, { retryable: true, waitMs: retryAfterMs(retryAfter), status });
  return new HttpFailure(`does not accept the request (${status})`, { status });
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); 0 where there is none or it makes no sense. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
