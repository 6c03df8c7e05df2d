import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { childEnvironment } from '../../../shared/child-environment.ts';
import { CatalogueReply, type CatalogueRequest } from '../../../shared/protocol/catalogue-protocol.ts';
import { ProcessSupervisor } from '../process/process-supervisor.ts';

export interface EngineCatalogueOptions {
  /** Plain Node. */
  readonly nodePath: string;
  readonly workersDir: string;
  readonly resourcesDir: string;
  readonly runDir: string;
}

const CACHE_MS = 60_000;

/**
 * What could interpret from a language on this machine. An engine host of its own is started to look, because only that
 * process may load an engine; an answer is good for a minute.
 */
export class EngineCatalogue implements AsyncDisposable {
  readonly #options: EngineCatalogueOptions;
  readonly #answers = new Map<string, { readonly askedAtMs: number; readonly reply: Promise<CatalogueReply> }>();
  readonly #running = new Set<ProcessSupervisor>();
  #asked = 0;

  constructor(options: EngineCatalogueOptions) {
    this.#options = options;
  }

  /** @throws PROCESS_GAVE_UP the engine host did not answer */
  async for(floorLanguage: string): Promise<CatalogueReply> {
    const known = this.#answers.get(floorLanguage);
    if (known && Date.now() - known.askedAtMs < CACHE_MS) return known.reply;
    const reply = this.#ask(floorLanguage);
    this.#answers.set(floorLanguage, { askedAtMs: Date.now(), reply });
    try {
      return await reply;
    } catch (thrown) {
      this.#answers.delete(floorLanguage);
      throw thrown;
    }
  }

  /** Ends engine hosts that still look; resolves once they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((supervisor) => supervisor[Symbol.asyncDispose]()));
  }

  async #ask(floorLanguage: string): Promise<CatalogueReply> {
    const { nodePath, workersDir, resourcesDir, runDir } = this.#options;
    let reply: CatalogueReply | undefined;
    const supervisor = new ProcessSupervisor({
      name: 'the list of engines',
      command: nodePath,
      args: ['--enable-source-maps', join(workersDir, 'engine-host.js')],
      env: childEnvironment(process.env),
      ipc: true,
      pidFile: join(runDir, `engine-catalogue-${++this.#asked}.json`),
      whenReady: async (child, signal) => {
        reply = await ask(child, { type: 'catalogue', resourcesDir, floorLanguage }, signal);
      },
      readyTimeoutMs: 20_000,
      askToStop: (child) => child.connected && child.send({ type: 'shutdown' }, () => undefined),
      stopTimeoutMs: 2_000,
      maxAttempts: 1,
      stableAfterMs: 0,
      backoffMs: () => 0,
      onLine: (line) => line.trim() || undefined,
    });
    this.#running.add(supervisor);
    try {
      await supervisor.start();
      return reply!;
    } finally {
      await supervisor[Symbol.asyncDispose]();
      this.#running.delete(supervisor);
    }
  }
}

async function ask(child: ChildProcess, request: CatalogueRequest, signal: AbortSignal): Promise<CatalogueReply> {
  child.send(request, () => undefined);
  for (;;) {
    const [raw] = (await once(child, 'message', { signal })) as [unknown];
    const parsed = CatalogueReply.safeParse(raw);
    if (parsed.success) return parsed.data;
  }
}
