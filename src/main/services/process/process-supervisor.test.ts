import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { processIdentity } from './process-identity.ts';
import { ProcessSupervisor, type ProcessSpec, type SupervisorState } from './process-supervisor.ts';

// A real child that listens on a real port. Nothing here is mocked.
const LISTENER = `
  require('node:net').createServer((socket) => socket.destroy()).listen(Number(process.env.PORT), '127.0.0.1');
`;
const everyPid = new Set<number>();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function untilListening(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const socket = createConnection(port, '127.0.0.1');
    const answer = await once(socket, 'connect').then(
      () => 'up',
      () => 'down',
    );
    socket.destroy();
    if (answer === 'up') return;
    await sleep(20, undefined, { signal });
  }
}

async function supervise(overrides: Partial<ProcessSpec> = {}) {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'supervisor-'));
  const supervisor = new ProcessSupervisor({
    name: 'listener',
    command: process.execPath,
    args: ['-e', LISTENER],
    env: { PORT: String(port) },
    pidFile: join(folder, 'listener.json'),
    whenReady: (_, signal) => untilListening(port, signal),
    readyTimeoutMs: 3_000,
    stopTimeoutMs: 600,
    maxAttempts: 3,
    stableAfterMs: 60_000,
    backoffMs: () => 10,
    onLine: () => undefined,
    ...overrides,
  });
  const seen: SupervisorState['kind'][] = [];
  supervisor.onState((state) => {
    seen.push(state.kind);
    if (state.kind === 'running') everyPid.add(state.pid);
  });
  onTestFinished(async () => {
    await supervisor[Symbol.asyncDispose]();
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });
  return { supervisor, seen };
}

const pidOf = ({ state }: ProcessSupervisor): number => {
  if (state.kind !== 'running') throw new Error(`expected running, got ${state.kind}`);
  return state.pid;
};

afterAll(async () => {
  for (const pid of everyPid) expect(await processIdentity(pid), `process ${pid} was left behind`).toBeUndefined();
});

describe('ProcessSupervisor', () => {
  test('is running once the child answers, and leaves no process behind', async () => {
    const { supervisor, seen } = await supervise();
    await supervisor.start();
    const pid = pidOf(supervisor);
    expect(await processIdentity(pid)).toBeDefined();

    await supervisor.stop();

    expect(await processIdentity(pid)).toBeUndefined();
    expect(seen).toEqual(['starting', 'running', 'stopped']);
  });

  test('brings back a child that was killed', async () => {
    const { supervisor, seen } = await supervise();
    await supervisor.start();
    const firstPid = pidOf(supervisor);

    process.kill(firstPid, 'SIGKILL');
    await expect.poll(() => seen.filter((kind) => kind === 'running').length).toBe(2);

    expect(pidOf(supervisor)).not.toBe(firstPid);
    expect(supervisor.restarts).toBe(1);
    expect(seen).toEqual(['starting', 'running', 'backing-off', 'starting', 'running']);
  });

  test('gives up with the reason the child printed, whatever its exit code', async () => {
    const { supervisor, seen } = await supervise({
      args: ['-e', 'console.error("the port is taken"); process.exit(0)'],
      onLine: (line) => line,
    });

    await expect(supervisor.start()).rejects.toMatchObject({ code: 'PROCESS_GAVE_UP', message: expect.stringContaining('the port is taken') });

    expect(seen).toEqual(['starting', 'backing-off', 'starting', 'backing-off', 'starting', 'gave-up']);
    expect(supervisor.state).toMatchObject({ kind: 'gave-up', reason: 'the port is taken', exit: { code: 0 } });
  });

  test('gives up when there is no such program', async () => {
    const { supervisor } = await supervise({ command: '/no/such/program', maxAttempts: 1 });
    await expect(supervisor.start()).rejects.toMatchObject({ code: 'PROCESS_GAVE_UP', details: { code: null } });
  });

  test('gives up on a child that never answers, also when garbage was collected meanwhile', async () => {
    const { supervisor } = await supervise({ maxAttempts: 1, readyTimeoutMs: 300, whenReady: () => new Promise(() => undefined) });
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const collecting = setInterval(collectGarbage, 50);
    onTestFinished(() => clearInterval(collecting));
    await expect(supervisor.start()).rejects.toMatchObject({ code: 'PROCESS_GAVE_UP', message: expect.stringContaining('did not become ready in time') });
  }, 5_000);

  test('can be started again after it gave up', async () => {
    let works = false;
    const { supervisor } = await supervise({
      maxAttempts: 1,
      readyTimeoutMs: 5_000,
      whenReady: async () => {
        if (!works) throw new Error('not yet');
      },
    });
    await expect(supervisor.start()).rejects.toMatchObject({ code: 'PROCESS_GAVE_UP' });
    works = true;
    await supervisor.start();
    expect(supervisor.state.kind).toBe('running');
  });

  test('asks again when the first SIGTERM is swallowed', async () => {
    const { supervisor } = await supervise({
      args: ['-e', `let n = 0; process.on('SIGTERM', () => { if (++n === 2) process.exit(0); });${LISTENER}`],
      stopTimeoutMs: 5_000,
    });
    await supervisor.start();
    const startedMs = Date.now();
    await supervisor.stop();
    expect(Date.now() - startedMs).toBeLessThan(2_500);
  });

  test('kills a child that ignores SIGTERM, and the children it had', async () => {
    const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM",()=>{});setInterval(()=>{},1000);process.stdout.write("pid "+process.pid+"\\\\n")'], { stdio: 'inherit' });`;
    let grandchildPid = 0;
    const { supervisor } = await supervise({
      args: ['-e', `process.on('SIGTERM', () => {});${grandchild}${LISTENER}`],
      onLine: (line) => {
        if (line.startsWith('pid ')) grandchildPid = Number(line.slice(4));
        return undefined;
      },
    });
    await supervisor.start();
    await expect.poll(() => grandchildPid).toBeGreaterThan(0);
    const pid = pidOf(supervisor);

    await supervisor.stop();

    expect(await processIdentity(pid)).toBeUndefined();
    await expect.poll(() => processIdentity(grandchildPid)).toBeUndefined();
  });

  test('can be stopped while it is still starting', async () => {
    const { supervisor, seen } = await supervise({ args: ['-e', 'setInterval(() => {}, 1000)'] });
    const failed = expect(supervisor.start()).rejects.toMatchObject({ code: 'PEER_GONE' });
    await sleep(50);

    await supervisor.stop();

    await failed;
    expect(seen).toEqual(['starting', 'stopped']);
  });

  test('restarts by hand with a new process', async () => {
    const { supervisor } = await supervise();
    await supervisor.start();
    const first = pidOf(supervisor);
    await supervisor.restart();
    expect(pidOf(supervisor)).not.toBe(first);
    expect(supervisor.restarts).toBe(0);
  });

  test('hands over only the environment it is given', async () => {
    process.env['SUPERVISOR_TEST_SECRET'] = 'x';
    onTestFinished(() => {
      delete process.env['SUPERVISOR_TEST_SECRET'];
    });
    const lines: string[] = [];
    const { supervisor } = await supervise({
      args: ['-e', `console.log(Object.keys(process.env).join());${LISTENER}`],
      onLine: (line) => {
        lines.push(line);
        return undefined;
      },
    });
    await supervisor.start();
    await expect.poll(() => lines).toEqual(['PORT']);
  });
});
