import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import type { LocalNodeConfig } from '../shared/contract/nodes.ts';
import type { CallContext } from './call-context.ts';
import { createHost, type Host, type HostOptions } from './host.ts';
import { freePort } from './services/nodes/ports.ts';
import { processIdentity } from './services/process/process-identity.ts';

const root = resolve(import.meta.dirname, '../..');

/** Who the tests are. */
export const TESTER: CallContext = { actor: 'test', role: 'operator' };

/** A data folder of the test's own, removed when it ends. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * A real host on free ports, closed when the test ends; a process it leaves behind fails the test. Uses the built workers
 * in `out/main` unless `workersDir` says otherwise.
 */
export async function openTestHost({
  ports,
  ...overrides
}: Partial<Omit<HostOptions, 'ports'>> & { readonly ports?: LocalNodeConfig | 'unchosen' } = {}): Promise<Host & { readonly dataDir: string }> {
  const dataDir = overrides.dataDir ?? (await testFolder());
  const host = await createHost({
    kind: 'cli',
    dataDir,
    resourcesDir: join(root, 'resources'),
    workersDir: join(root, 'out/main'),
    templatesDir: join(root, 'livekit'),
    version: '0.0.0-test',
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    autoStart: false,
    ...(ports !== 'unchosen' && { ports: ports ?? { httpPort: await freePort('tcp'), rtcPort: await freePort('udp') } }),
    ...overrides,
  });
  const pids = new Set<number>();
  host.services.usage.watch(() => {
    for (const { pid } of [...host.services.nodes.processes(), ...host.services.rooms.processes()]) pids.add(pid);
    return [];
  });
  onTestFinished(async () => {
    await host[Symbol.asyncDispose]();
    for (const pid of pids) {
      if ((await processIdentity(pid)) === undefined) continue;
      const name = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      throw new Error(`process ${pid} (${name.replaceAll('\0', ' ')}) was left behind`);
    }
  });
  return Object.assign(host, { dataDir });
}
