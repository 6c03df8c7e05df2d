import { setTimeout as sleep } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { AppError } from '../../shared/app-error.ts';
import type { ViewerRole } from '../../shared/contract/define.ts';
import { createLink } from '../../shared/link/create-client.ts';
import { FRAME_BYTES_MAX, UNREAD_FRAMES_MAX } from '../../shared/link/frames.ts';
import type { ReconnectingLink } from '../../shared/link/reconnecting-link.ts';
import type { ReportFailure, ServedRouter } from './serve-wire.ts';
import { createTestRouter, createTestServices, testContract, type TestServices } from './test-router.ts';

/** A peer without our client: sends what it likes and confirms nothing. */
export interface RawPeer {
  readonly send: (frame: string | Uint8Array) => void;
  readonly received: string[];
  readonly closed: Promise<void>;
}

/** One real transport, served on the router given. */
export interface TransportUnderTest {
  /** A page's link to it. */
  readonly link: () => ReconnectingLink;
  readonly raw: () => Promise<RawPeer>;
  /** Breaks every wire without a word, as a crash or a lost network does. */
  readonly breakWires: () => void;
  readonly close: () => Promise<void>;
}

export type StartTransport = (router: ServedRouter, role: ViewerRole, report: ReportFailure) => Promise<TransportUnderTest>;

type TestClient = ContractRouterClient<typeof testContract>;

/** The promises that every transport keeps; run over each of them. */
export function describeTransport(name: string, start: StartTransport): void {
  describe(`${name} transport`, () => {
    let services: TestServices;
    const reported: Array<{ procedure: string; error: AppError }> = [];

    beforeEach(() => {
      services = createTestServices();
      reported.length = 0;
    });

    async function serve(role: ViewerRole = 'operator') {
      const transport = await start(createTestRouter(services), role, (procedure, error) => reported.push({ procedure, error }));
      onTestFinished(() => transport.close());
      const link = transport.link();
      onTestFinished(() => link.dispose());
      const client: TestClient = createORPCClient(createLink(link, testContract));
      return { transport, link, client };
    }

    const failure = async (call: Promise<unknown>): Promise<AppError> => {
      const thrown: unknown = await call.then(
        () => expect.fail('the call succeeded'),
        (error: unknown) => error,
      );
      expect(thrown).toBeInstanceOf(AppError);
      return thrown instanceof AppError ? thrown : expect.fail('not an AppError');
    };

    test('answers a call and says who calls from the transport, not from the input', async () => {
      const { client } = await serve();
      expect(await client.greet({ name: 'Ada' })).toEqual({ text: 'hello Ada', actor: 'test' });
    });

    test('a foreseen failure arrives with its code, message and details', async () => {
      const { client } = await serve();
      const error = await failure(client.foreseen());
      expect(error.toJSON()).toEqual({ code: 'PORT_TAKEN', message: 'Port 7880 is taken', details: { port: 7880 } });
      expect(error.cause).toBeUndefined();
    });

    test('a bug arrives as INTERNAL without its cause, which is reported here', async () => {
      const { transport, client } = await serve();
      const error = await failure(client.bug());
      expect(error.code).toBe('INTERNAL');
      expect(error.message).not.toContain('secret');
      expect(reported).toHaveLength(1);
      expect(reported[0]?.error.cause).toBeInstanceOf(TypeError);

      const peer = await transport.raw();
      peer.send(JSON.stringify({ i: '1', p: { u: '/bug' } }));
      await vi.waitFor(() => expect(peer.received).toHaveLength(1));
      expect(peer.received[0]).not.toMatch(/secret|stack|cause|\.ts/);
    });

    test('bad input is INVALID_INPUT, with the issues and a message a person can read', async () => {
      const { client } = await serve();
      const error = await failure(client.greet({ name: '' }));
      expect(error.code).toBe('INVALID_INPUT');
      expect(error.message).toContain('name: Give a name');
      expect(error.details).toEqual({ issues: [{ path: 'name', message: 'Give a name' }] });
    });

    test('a call the host does not know is NOT_FOUND', async () => {
      const { link } = await serve();
      const error = await failure(createLink(link, testContract).call(['no', 'such'], {}, { context: {} }));
      expect(error.code).toBe('NOT_FOUND');
      expect(error.message).toContain('different versions');
    });

    test('a viewer may look and not change', async () => {
      const { client } = await serve('viewer');
      expect((await client.greet({ name: 'Ada' })).text).toBe('hello Ada');
      expect((await failure(client.change())).code).toBe('FORBIDDEN');
    });

    test('a failure in the middle of a stream arrives after the values before it', async () => {
      const { client } = await serve();
      const seen: number[] = [];
      const error = await failure(
        (async () => {
          for await (const { n } of await client.breaks()) seen.push(n);
        })(),
      );
      expect(seen).toEqual([1]);
      expect(error.toJSON()).toEqual({ code: 'SFU_UNREACHABLE', message: 'The media server is gone', details: { n: 1 } });
      await vi.waitFor(() => expect(services.active).toBe(0));
    });

    test('leaving a stream ends its generator', async () => {
      const { client } = await serve();
      for await (const { n } of await client.count()) {
        expect(n).toBe(0);
        expect(services.active).toBe(1);
        break;
      }
      await vi.waitFor(() => expect(services.active).toBe(0));
    });

    test('aborting ends the generator, and the stream without an error', async () => {
      const { client } = await serve();
      const stopping = new AbortController();
      const values: number[] = [];
      for await (const { n } of await client.count(undefined, { signal: stopping.signal })) {
        values.push(n);
        stopping.abort();
      }
      expect(values).toEqual([0]);
      await vi.waitFor(() => expect(services.active).toBe(0));
    });

    test('aborting a call ends it on the host', async () => {
      const { client } = await serve();
      const stopping = new AbortController();
      const call = client.slow(undefined, { signal: stopping.signal });
      const ended = call.then(
        () => 'done',
        () => 'rejected',
      );
      await vi.waitFor(() => expect(services.active).toBe(1));
      stopping.abort();
      expect(await ended).toBe('rejected');
      await vi.waitFor(() => expect(services.active).toBe(0));
      expect(reported).toEqual([]);
    });

    test('everything of a page ends when the page goes', async () => {
      const { client, link } = await serve();
      const streams = await Promise.all([client.count(), client.log(), client.busy()]);
      await streams[0].next();
      await vi.waitFor(() => expect(services.active).toBe(3));
      link.dispose();
      await vi.waitFor(() => expect(services.active).toBe(0));
      expect((await failure(client.greet({ name: 'Ada' }))).code).toBe('PEER_GONE');
    });

    test.for<[string, string | Uint8Array]>([
      ['text that is not JSON', 'not json {'],
      ['JSON that is no frame', '{"hello":1}'],
      ['a frame of another kind', '{"i":"1","t":3,"p":{}}'],
      ['a call with headers of its own', '{"i":"1","p":{"u":"/greet","h":{"content-type":"multipart/form-data"}}}'],
      ['an address elsewhere', '{"i":"1","p":{"u":"http://example.org/greet"}}'],
      ['bytes', new Uint8Array([0, 255, 1, 254])],
      ['a frame too large', JSON.stringify({ i: '1', p: { u: '/greet', b: { json: { name: 'x'.repeat(FRAME_BYTES_MAX) } } } })],
    ])('%s ends that wire and nothing else', async ([, frame]) => {
      const { transport, client } = await serve();
      const peer = await transport.raw();
      peer.send(frame);
      await peer.closed;
      expect((await client.greet({ name: 'Ada' })).text).toBe('hello Ada');
      expect(services.active).toBe(0);
    });

    test('an input that cannot be decoded is INVALID_INPUT', async () => {
      const { transport } = await serve();
      const peer = await transport.raw();
      peer.send(JSON.stringify({ i: '1', p: { u: '/greet', b: { json: { name: 1 }, meta: [[1, 'nowhere']] } } }));
      await vi.waitFor(() => expect(peer.received).toHaveLength(1));
      expect(peer.received[0]).toContain('INVALID_INPUT');
    });

    test('a peer that confirms nothing is sent a bounded number of values', async () => {
      const { transport } = await serve();
      const peer = await transport.raw();
      peer.send(JSON.stringify({ i: '1', p: { u: '/busy' } }));
      await vi.waitFor(() => expect(peer.received).toHaveLength(UNREAD_FRAMES_MAX));
      await sleep(200);
      expect(peer.received).toHaveLength(UNREAD_FRAMES_MAX);
      expect(services.pulled).toBeLessThanOrEqual(UNREAD_FRAMES_MAX + 1);
      peer.send('{"ack":999999999}');
      await sleep(50);
      expect(peer.received).toHaveLength(UNREAD_FRAMES_MAX);
      peer.send(`{"ack":${UNREAD_FRAMES_MAX}}`);
      await vi.waitFor(() => expect(peer.received).toHaveLength(2 * UNREAD_FRAMES_MAX));
    });

    test('a slow reader skips to the newest value', async () => {
      const { client } = await serve();
      const values = (await client.count())[Symbol.asyncIterator]();
      expect((await values.next()).value).toEqual({ n: 0 });
      for (let n = 1; n <= 2_000; n++) {
        services.latest.set({ n });
        if (n % 100 === 0) await sleep(1);
      }
      await sleep(200);
      expect((await values.next()).value).toEqual({ n: 2_000 });
      await values.return?.();
    });

    test('a broken wire comes back; a log resumes without gap or duplicate', async () => {
      const { client, transport, link } = await serve();
      const seen: number[] = [];
      const stopping = new AbortController();
      onTestFinished(() => stopping.abort());
      const reading = (async () => {
        for await (const batch of await client.log(undefined, { signal: stopping.signal })) seen.push(...batch);
      })();
      const states: string[] = [];
      onTestFinished(link.subscribe(() => states.push(link.getSnapshot().kind)));

      for (let n = 1; n <= 600; n++) {
        services.log.push(n);
        if (n % 200 === 0) transport.breakWires();
        if (n % 10 === 0) await sleep(1);
      }
      await vi.waitFor(() => expect(seen.at(-1)).toBe(600), { timeout: 10_000 });

      expect(seen).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
      expect(states).toContain('reconnecting');
      expect(link.getSnapshot().kind).toBe('live');
      stopping.abort();
      await reading;
      await vi.waitFor(() => expect(services.active).toBe(0));
    });

    test('without a wire a command fails at once, and one under way fails with PEER_GONE', async () => {
      const { client, transport, link } = await serve();
      await client.greet({ name: 'Ada' });
      const underWay = failure(client.slow());
      await vi.waitFor(() => expect(services.active).toBe(1));
      transport.breakWires();
      expect((await underWay).code).toBe('PEER_GONE');
      expect(link.getSnapshot().kind).toBe('reconnecting');
      const startedMs = performance.now();
      expect((await failure(client.greet({ name: 'Ada' }))).code).toBe('PEER_GONE');
      expect(performance.now() - startedMs).toBeLessThan(50);
      await vi.waitFor(() => expect(link.getSnapshot().kind).toBe('live'), { timeout: 5_000 });
      expect((await client.greet({ name: 'Ada' })).text).toBe('hello Ada');
    });
  });
}
