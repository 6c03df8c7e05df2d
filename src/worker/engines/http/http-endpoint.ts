import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../shared/app-error.ts';
import { drop } from '../../../shared/drop.ts';
import { TimeLimit } from '../../../shared/node/time-limit.ts';
import type { EngineCheck } from '../engine-check.ts';
import { type CircuitEvent, type CircuitState, closedCircuit, stepCircuit } from './circuit.ts';
import { failureOf, HttpFailure } from './http-failure.ts';

export interface HttpEndpointOptions {
  /** The engine's id, for messages. */
  readonly id: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Headers of every request, the key among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Asks the server for something small; throws {@link HttpFailure} when it cannot serve. Its answer is thrown away. */
  readonly probe: (endpoint: HttpEndpoint, signal: AbortSignal) => Promise<void>;
  /** Called when it stopped or began to work. */
  readonly onChange: () => void;
}

export interface HttpRequest {
  readonly path: string;
  /** Made anew for each try. Absent: a GET. */
  readonly body?: () => FormData | string;
  /** All tries together, to the last byte. */
  readonly timeoutMs: number;
  /** Longest silence of the server, before its first byte and between bytes. */
  readonly idleMs: number;
  /** A longer answer is refused: memory is bounded whoever answers. */
  readonly maxBytes: number;
}

/** Tries of one request. */
const TRIES = 3;
const FIRST_RETRY_MS = 150;
/** Requests to one server at once; more wait, and more than that are refused. */
const AT_ONCE = 8;
const MAX_WAITING = 32;
const PROBE: Omit<HttpRequest, 'path'> = { timeoutMs: 4_000, idleMs: 4_000, maxBytes: 4_000_000 };

/**
 * One server of the user's: asked with time-outs, limits and few retries, and left alone while it is dead.
 *
 * A request that fails opens the circuit after a second one in a row; {@link trouble} then says why, and a probe closes it
 * again by itself. One that was never sent, because too many wait here, says nothing of the server. Keys, what was sent and what was answered never stand in an error.
 */
export class HttpEndpoint implements AsyncDisposable {
  readonly #options: HttpEndpointOptions;
  readonly #closing = new AbortController();
  readonly #waiting: Array<() => void> = [];
  #running = 0;
  #circuit: CircuitState = closedCircuit;
  #probing: Promise<void> = Promise.resolve();
  /** {@link #probing} is under way: a circuit that closed and opened again meanwhile is looked after by it, too. */
  #probes = false;

  constructor(options: HttpEndpointOptions) {
    this.#options = options;
  }

  /** Why the server is not asked now; undefined while it is. */
  get trouble(): string | undefined {
    return this.#circuit.kind === 'open' ? this.#say(this.#circuit.reason) : undefined;
  }

  /** One probe now, whatever the circuit is; it is set by the answer. Never rejects. */
  async check(about: string, signal: AbortSignal = this.#closing.signal): Promise<EngineCheck> {
    try {
      await this.#options.probe(this, signal);
      this.#enter({ kind: 'reachable' });
      return { ok: true, message: about };
    } catch (thrown) {
      const failure = asFailure(thrown);
      this.#enter({ kind: 'failed', reason: failure.message, fatal: true, waitMs: failure.waitMs });
      return { ok: false, message: this.#say(failure.message) };
    }
  }

  /**
   * Asks and reads the whole answer with `read`, which throws {@link HttpFailure} where it makes no sense.
   *
   * @param reconsider sees each failure before it is decided whether to try again
   * @throws PEER_GONE not served, with the reason; FORBIDDEN the key is refused; AbortError
   */
  async ask<T>(request: HttpRequest, read: (body: Buffer<ArrayBuffer>) => T, signal: AbortSignal, reconsider: (failure: HttpFailure) => HttpFailure = (failure) => failure): Promise<T> {
    const work = async (limit: AbortSignal): Promise<T> => {
      const response = await this.#fetch(request, limit);
      const parts: Buffer[] = [];
      for await (const part of limitedBody(response, request, limit)) parts.push(part);
      return read(Buffer.concat(parts));
    };
    return this.#served(signal, request.timeoutMs, (limit) =>
      work(limit).catch((thrown: unknown) => {
        throw reconsider(asFailure(thrown));
      }),
    );
  }

  /**
   * As {@link ask}, with each part handed over while it comes, then `end`. Once `take` said that it passed something on,
   * nothing is tried again.
   */
  async stream(request: HttpRequest, take: (part: Buffer, response: Response) => boolean, signal: AbortSignal, end: () => void): Promise<void> {
    await this.#served(signal, request.timeoutMs, async (limit) => {
      const response = await this.#fetch(request, limit);
      let begun = false;
      try {
        for await (const part of limitedBody(response, request, limit)) {
          begun = take(part, response) || begun;
        }
        end();
      } catch (thrown) {
        const failure = asFailure(thrown);
        throw begun ? new HttpFailure(failure.message) : failure;
      }
    });
  }

  /** A request of a probe: one try, outside the circuit. @throws HttpFailure */
  async probe(path: string, signal: AbortSignal): Promise<Buffer<ArrayBuffer>> {
    const limit = new TimeLimit([signal, this.#closing.signal], PROBE.timeoutMs);
    try {
      const request = { ...PROBE, path };
      const response = await this.#fetch(request, limit.signal);
      const parts: Buffer[] = [];
      for await (const part of limitedBody(response, request, limit.signal)) parts.push(part);
      return Buffer.concat(parts);
    } finally {
      limit.release();
    }
  }

  /** Ends what is under way, and the probing. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#probing;
  }

  async #served<T>(signal: AbortSignal, timeoutMs: number, work: (limit: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.trouble !== undefined) throw new AppError('PEER_GONE', this.trouble);
    const limit = new TimeLimit([signal, this.#closing.signal], timeoutMs);
    let sent = false;
    try {
      await this.#takeTurn(limit.signal);
      sent = true;
      try {
        const answer = await this.#tries(work, limit.signal, performance.now() + timeoutMs);
        this.#enter({ kind: 'served' });
        return answer;
      } finally {
        this.#running -= 1;
        this.#waiting.shift()?.();
      }
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      const failure = asFailure(thrown);
      if (!sent) throw new AppError('PEER_GONE', `${this.#name} is too slow for what is said: this sentence was given up because too many wait for it.`);
      this.#enter({ kind: 'failed', reason: failure.message, fatal: failure.fatal, waitMs: failure.waitMs });
      throw new AppError(failure.status === 401 || failure.status === 403 ? 'FORBIDDEN' : 'PEER_GONE', this.#say(failure.message));
    } finally {
      limit.release();
    }
  }

  async #tries<T>(work: (limit: AbortSignal) => Promise<T>, limit: AbortSignal, deadlineMs: number): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(limit);
      } catch (thrown) {
        const failure = asFailure(thrown);
        const waitMs = Math.max(failure.waitMs, FIRST_RETRY_MS * 2 ** (attempt - 1));
        // What cannot be over in time is not waited for.
        if (!failure.retryable || limit.aborted || attempt === TRIES || performance.now() + waitMs >= deadlineMs) throw failure;
        await sleep(waitMs, undefined, { signal: limit });
      }
    }
  }

  async #fetch({ path, body, idleMs }: HttpRequest, signal: AbortSignal): Promise<Response> {
    const content = body?.();
    // Cancels the body, too, so it is never released; its timer is for the head alone.
    const limit = new TimeLimit([signal], idleMs);
    const response = await fetch(`${this.#options.baseUrl}${path}`, {
      method: content === undefined ? 'GET' : 'POST',
      headers: { ...this.#options.headers, ...(typeof content === 'string' && { 'content-type': 'application/json' }) },
      ...(content !== undefined && { body: content }),
      redirect: 'manual',
      signal: limit.signal,
    }).finally(() => limit.inTime());
    const failure = failureOf(response.status, response.headers.get('retry-after'));
    if (!failure) return response;
    await response.body?.cancel();
    throw failure;
  }

  async #takeTurn(limit: AbortSignal): Promise<void> {
    this.#running += 1;
    if (this.#running <= AT_ONCE) return;
    if (this.#waiting.length >= MAX_WAITING) {
      this.#running -= 1;
      throw new HttpFailure('has too many sentences waiting for it');
    }
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        limit.removeEventListener('abort', abort);
        resolve();
      };
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        this.#running -= 1;
        reject(limit.reason as Error);
      };
      this.#waiting.push(go);
      limit.addEventListener('abort', abort, { once: true });
    });
  }

  #enter(event: CircuitEvent): void {
    if (this.#closing.signal.aborted) return;
    const before = this.#circuit;
    this.#circuit = stepCircuit(before, event);
    if (this.#circuit.kind === 'open' && !this.#probes) this.#probing = this.#probeUntilReachable();
    if (this.#circuit.kind !== before.kind) this.#options.onChange();
  }

  async #probeUntilReachable(): Promise<void> {
    const { signal } = this.#closing;
    this.#probes = true;
    while (this.#circuit.kind === 'open') {
      await sleep(this.#circuit.probeInMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted || this.trouble === undefined) break;
      await this.check('', signal);
    }
    this.#probes = false;
  }

  get #name(): string {
    return `The engine ${this.#options.id} at ${new URL(this.#options.baseUrl).host}`;
  }

  #say(reason: string): string {
    return `${this.#name} ${reason}. Its languages are not served until it answers again, which is tried by itself.`;
  }
}

/** The body in parts. @throws HttpFailure too long, or silent for too long */
async function* limitedBody(response: Response, { maxBytes, idleMs }: HttpRequest, signal: AbortSignal): AsyncGenerator<Buffer> {
  const reader = response.body?.getReader();
  if (!reader) return;
  let bytes = 0;
  let idle: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const silent = new Promise<never>((_, reject) => {
        idle = setTimeout(() => reject(new HttpFailure('stopped in the middle of an answer', { retryable: true })), idleMs);
      });
      const { done, value } = await Promise.race([reader.read(), silent]);
      clearTimeout(idle);
      if (done) return;
      bytes += value.byteLength;
      if (bytes > maxBytes) throw new HttpFailure(`answers with more than ${Math.round(maxBytes / 1_000)} kB, which no answer needs`);
      signal.throwIfAborted();
      yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
  } finally {
    clearTimeout(idle);
    drop(reader.cancel(), () => undefined);
  }
}

/** Any failure of a request as one with a reason; the cause's text is left out on purpose. */
function asFailure(thrown: unknown): HttpFailure {
  if (thrown instanceof HttpFailure) return thrown;
  const { name } = thrown instanceof Error ? thrown : { name: '' };
  if (name === 'TimeoutError') return new HttpFailure('did not answer in time');
  if (name === 'AbortError') return new HttpFailure('was not waited for');
  // Undici's own: refused, reset, no such host, a broken certificate.
  if (thrown instanceof TypeError) return new HttpFailure('cannot be reached; see that it runs and that the address is right', { retryable: true });
  throw thrown;
}
