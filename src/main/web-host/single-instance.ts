import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '../../shared/app-error.ts';

/** How long the running console may take to answer, milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;
/** Longest path of a unix socket that every platform takes, bytes (104 on macOS, with its final zero). */
const SOCKET_PATH_BYTES_MAX = 100;

const Answer = z.object({ address: z.string().regex(/^http:\/\/[a-z0-9.-]+:\d+\/#code=[\w-]+$/) });

/** What the start found. */
export type Instance =
  /** This is the only one; dispose it to let the next one start. */
  | ({ readonly kind: 'first' } & AsyncDisposable)
  /** Another runs, and gave an address that signs a browser in to it. */
  | { readonly kind: 'second'; readonly address: string };

/**
 * Makes this the one console of `dataDir`, or gets an address from the one that runs.
 *
 * The control socket lies in a folder that only its owner may enter, which is all its authentication. What a killed
 * console left behind is removed: a socket nobody listens on refuses.
 *
 * @param freshAddress asked for each later start
 * @throws CONFLICT another one runs and does not answer
 */
export async function claimInstance(dataDir: string, freshAddress: () => string | undefined): Promise<Instance> {
  const path = await controlPath(dataDir);
  for (let attempt = 1; attempt <= 3; attempt++) {
    const server = await tryListen(path, freshAddress);
    if (server) return { kind: 'first', [Symbol.asyncDispose]: () => close(server) };
    const address = await ask(path);
    if (address !== undefined) return { kind: 'second', address };
    if (process.platform !== 'win32') await rm(path, { force: true });
  }
  throw busy();
}

async function controlPath(dataDir: string): Promise<string> {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\dragoman-${hash}`;
  const folder = join(dataDir, 'control');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, 'console.sock');
  if (Buffer.byteLength(path) > SOCKET_PATH_BYTES_MAX) {
    throw new AppError('INVALID_INPUT', `The data folder's path is too long for its control socket (${path}). Choose a shorter one with --data-dir.`);
  }
  return path;
}

/** The listening server, or `undefined` when the path is taken, by a living console or a dead one's socket. */
async function tryListen(path: string, freshAddress: () => string | undefined): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy());
    socket.once('data', () => socket.end(`${JSON.stringify({ address: freshAddress() })}\n`));
  });
  server.listen(path);
  try {
    await once(server, 'listening');
    // A start that could not be accepted (no descriptors left) is told that this console does not answer.
    server.on('error', () => undefined);
    return server;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw thrown;
  }
}

/** An address from the console that listens on `path`; `undefined` when nobody does. @throws CONFLICT */
async function ask(path: string): Promise<string | undefined> {
  const socket = connect(path);
  try {
    const reached = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    if (!reached) return undefined;
    socket.write('address\n');
    return Answer.parse(JSON.parse(await firstLine(socket))).address;
  } catch (thrown) {
    throw busy(thrown);
  } finally {
    socket.destroy();
  }
}

async function firstLine(socket: Socket): Promise<string> {
  const lines = createInterface({ input: socket });
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  socket.on('error', () => lines.close());
  const [line] = (await Promise.race([once(lines, 'line', { signal }), once(lines, 'close', { signal })])) as [string | undefined];
  if (line === undefined) throw new Error('it closed without an answer');
  return line;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

const busy = (cause?: unknown): AppError =>
  new AppError('CONFLICT', 'Another console uses this data folder and does not answer. It may be starting or closing: wait a moment and start again, or choose another folder with --data-dir.', { cause });
