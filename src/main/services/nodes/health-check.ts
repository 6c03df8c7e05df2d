import { TimeLimit } from '../../../shared/node/time-limit.ts';
import { httpUrl } from './sfu-client.ts';

/** One health check: LiveKit answers `GET /` with 200, or with 406 when it cannot serve (its Redis is gone). */
export interface Health {
  readonly ok: boolean;
  readonly checkedAtMs: number;
  readonly latencyMs?: number;
  readonly message: string;
}

const TIMEOUT_MS = 2_000;

/** Never rejects: not answering is a result too. `url` is `ws(s)://` or `http(s)://`. */
export async function checkHealth(url: string, signal?: AbortSignal): Promise<Health> {
  const startedMs = performance.now();
  const checkedAtMs = Date.now();
  const limit = new TimeLimit(signal ? [signal] : [], TIMEOUT_MS);
  try {
    const response = await fetch(httpUrl(url), { signal: limit.signal });
    await response.arrayBuffer();
    const latencyMs = performance.now() - startedMs;
    if (response.ok) return { ok: true, checkedAtMs, latencyMs, message: 'Answers' };
    return { ok: false, checkedAtMs, latencyMs, message: response.status === 406 ? 'Answers, and says that it is not ready' : `Answers with status ${response.status}` };
  } catch {
    return { ok: false, checkedAtMs, message: `Does not answer within ${TIMEOUT_MS / 1_000} s` };
  } finally {
    limit.release();
  }
}
