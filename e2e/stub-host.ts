import { join, resolve } from 'node:path';
import { implement } from '@orpc/server';
import { contract } from '../src/shared/contract/index.ts';
import type { RoomView } from '../src/shared/contract/rooms.ts';
import { Settings } from '../src/shared/contract/settings.ts';
import type { Caption } from '../src/shared/live/caption.ts';
import type { CallContext } from '../src/main/call-context.ts';
import { startWebServer, type WebServer } from '../src/main/web-host/web-server.ts';
import { freeTcpPort } from './free-port.ts';

/** As the host sends its history. */
const BATCH = 500;

/**
 * The built page over a host that has one live room and these captions of it, and knows nothing else: for what a real room
 * would take hours to reach. The transport is the real one.
 */
export async function serveCaptions(room: RoomView, captions: readonly Caption[]): Promise<WebServer> {
  const os = implement(contract).$context<CallContext>();
  const router = {
    system: { info: os.system.info.handler(() => ({ version: '0.0.0', host: 'web' as const, platform: process.platform, startedAtMs: room.createdAtMs, firstRun: false })) },
    settings: {
      watch: os.settings.watch.handler(({ signal }) => always(Settings.parse({}), signal)),
      update: os.settings.update.handler(() => Settings.parse({})),
    },
    rooms: { watch: os.rooms.watch.handler(({ signal }) => always([room], signal)) },
    rehearsal: { watch: os.rehearsal.watch.handler(({ signal }) => always({ kind: 'idle' as const }, signal)) },
    live: {
      captions: os.live.captions.handler(async function* ({ signal }) {
        for (let at = 0; at < captions.length; at += BATCH) yield captions.slice(at, at + BATCH);
        yield* always([], signal);
      }),
      channels: os.live.channels.handler(({ signal }) => always([], signal)),
      floor: os.live.floor.handler(({ signal }) => always([], signal)),
    },
  };
  return startWebServer({
    router,
    hostName: 'captions.localhost',
    port: await freeTcpPort(),
    rendererDir: join(resolve(import.meta.dirname, '..'), 'out/renderer'),
    remoteSfuUrl: () => undefined,
    report: () => undefined,
  });
}

/** A stream of one value that never changes. */
async function* always<T>(value: T, signal: AbortSignal | undefined): AsyncGenerator<T, void, undefined> {
  yield value;
  await new Promise((done) => signal?.addEventListener('abort', done, { once: true }));
}
