import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallContext } from '../call-context.ts';
import { dataDir } from '../data-dir.ts';
import { createHost, type Host } from '../host.ts';
import { installPaths } from '../install-paths.ts';
import { openLog } from '../open-log.ts';
import { freePort } from '../services/nodes/ports.ts';

/** Who acts when the command line does. */
export const CLI_ACTOR: CallContext = { actor: 'cli', role: 'operator' };

/** A host that nothing of the user's depends on. */
export interface CliHost extends AsyncDisposable {
  readonly services: Host['services'];
  /** Where its log is; kept until disposal. */
  readonly logPath: string;
}

/**
 * A host of its own in a temporary data folder, with a LiveKit server on free ports: it can run beside the console and
 * leaves nothing behind. `livekit-server` is taken from the PATH or from the user's data folder.
 */
export async function openCliHost(): Promise<CliHost> {
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-'));
  const log = openLog(folder);
  const { version, resourcesDir, workersDir, templatesDir } = installPaths(import.meta.dirname.replace(/[/\\]chunks$/, ''));
  try {
    const ports = { httpPort: await freePort('tcp'), rtcPort: await freePort('udp') };
    const host = await createHost({ kind: 'cli', dataDir: folder, resourcesDir, workersDir, templatesDir, version, log, autoStart: false, ports, binDirs: [join(dataDir(), 'bin')] });
    await host.services.nodes.start('local', CLI_ACTOR).catch(async (thrown: unknown) => {
      await host[Symbol.asyncDispose]();
      throw thrown;
    });
    return {
      services: host.services,
      logPath: join(folder, 'logs', 'host.log'),
      async [Symbol.asyncDispose]() {
        await host[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    throw thrown;
  }
}
