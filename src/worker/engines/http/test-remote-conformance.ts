import { describe, expect, test } from 'vitest';
import type { Fault, TestSpeechServer } from '../../../shared/node/test-speech-server.ts';

const never = new AbortController().signal;

/** What a remote engine of any kind does when its server misbehaves. */
export interface RemoteUnderTest {
  readonly server: TestSpeechServer;
  /** One request that the server would serve; resolves with something of the answer. */
  readonly ask: (signal: AbortSignal) => Promise<string>;
  readonly trouble: () => string | undefined;
  /** What must never stand in an error. */
  readonly secrets: readonly string[];
}

/** The promises of every engine behind HTTP, whatever it does. */
export function describeRemoteEngine(name: string, open: () => Promise<RemoteUnderTest>): void {
  const failing = async (fault: Fault) => {
    const under = await open();
    under.server.always = fault;
    const failure: unknown = await under.ask(never).then(
      () => expect.fail('it was served'),
      (thrown: unknown) => thrown,
    );
    return { ...under, failure };
  };

  describe(`${name} on a bad day`, () => {
    test('waits as long as a 429 says, then asks again', async () => {
      const { server, ask } = await open();
      server.faults.push({ kind: 'status', status: 429, retryAfter: '1' });
      const startedAt = performance.now();
      expect(await ask(never)).not.toBe('');
      expect(performance.now() - startedAt).toBeGreaterThan(950);
      expect(server.asked).toHaveLength(2);
    });

    test('does not wait for a 429 that would last too long', async () => {
      const startedAt = performance.now();
      const { failure, server } = await failing({ kind: 'status', status: 429, retryAfter: '600' });
      expect(failure).toMatchObject({ code: 'PEER_GONE', message: expect.stringContaining('more often than it allows') as string });
      expect(performance.now() - startedAt).toBeLessThan(3_500);
      expect(server.asked).toHaveLength(1);
    });

    test.each([
      ['a fault of the server', { kind: 'status', status: 503 }],
      ['an answer that breaks off', { kind: 'broken' }],
    ] as const)('asks again after %s', async (_, fault) => {
      const { server, ask } = await open();
      server.faults.push(fault);
      expect(await ask(never)).not.toBe('');
      expect(server.asked).toHaveLength(2);
    });

    test('gives a faulty server up after three tries', async () => {
      const { failure, server } = await failing({ kind: 'status', status: 500 });
      expect(failure).toMatchObject({ code: 'PEER_GONE', message: expect.stringContaining('a fault of its own (500)') as string });
      expect(server.asked).toHaveLength(3);
    });

    test('says at once that a key is refused, and quotes nothing', async () => {
      const { failure, server, secrets, trouble } = await failing({ kind: 'status', status: 401 });
      expect(failure).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('refuses the key') as string });
      expect(server.asked).toHaveLength(1);
      const said = `${String(failure)} ${JSON.stringify(failure)} ${(failure as Error).stack} ${trouble()}`;
      for (const secret of secrets) expect(said).not.toContain(secret);
    });

    test.each([
      ['garbage', { kind: 'garbage' }, /answers with/],
      ['an empty answer', { kind: 'empty' }, /answers with/],
      ['an endless answer', { kind: 'oversize' }, /more than \d+ kB/],
      ['a redirect', { kind: 'status', status: 302 }, /redirects/],
      ['a page that is not there', { kind: 'status', status: 404 }, /does not know this address/],
    ] as const)('says what is wrong with %s', async (_, fault, message) => {
      const { failure } = await failing(fault);
      expect(failure).toMatchObject({ code: 'PEER_GONE', message: expect.stringMatching(message) as string });
    });

    test('waits for a slow answer, and stops when cancelled', async () => {
      const { server, ask } = await open();
      server.faults.push({ kind: 'slow', delayMs: 400 }, { kind: 'silent' });
      expect(await ask(never)).not.toBe('');
      const abort = new AbortController();
      const cancelled = ask(abort.signal);
      const ended = expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
      await expect.poll(() => server.asked.length, { timeout: 5_000 }).toBe(2);
      abort.abort();
      await ended;
      expect(await ask(never)).not.toBe('');
    });

    test('a server that never answers costs its time-out and no more', async () => {
      const startedAt = performance.now();
      const { failure } = await failing({ kind: 'silent' });
      expect(failure).toMatchObject({ code: 'PEER_GONE', message: expect.stringContaining('in time') as string });
      expect(performance.now() - startedAt).toBeLessThan(12_000);
    });

    test('a dead server is left alone after two failures, says why, and is used again by itself', async () => {
      const { server, ask, trouble } = await open();
      await server.down();
      for (let request = 0; request < 2; request++) await expect(ask(never)).rejects.toMatchObject({ code: 'PEER_GONE' });
      expect(trouble()).toMatch(/cannot be reached/);
      const tookMs = [];
      for (let request = 0; request < 3; request++) {
        const askedAt = performance.now();
        await expect(ask(never)).rejects.toMatchObject({ code: 'PEER_GONE' });
        tookMs.push(performance.now() - askedAt);
      }
      // Between three tries at it 450 ms would pass.
      expect(Math.min(...tookMs)).toBeLessThan(100);
      await server.up();
      await expect.poll(trouble, { timeout: 10_000 }).toBeUndefined();
      expect(await ask(never)).not.toBe('');
    });
  });
}
