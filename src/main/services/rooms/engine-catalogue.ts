import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { z } from 'zod';
import { childEnvironment } from '../../../shared/child-environment.ts';
import type { ConfiguredEngine } from '../../../shared/engine-spec.ts';
import { CatalogueReply, type CatalogueRequest, type EngineTrial, EngineTrialReply } from '../../../shared/protocol/catalogue-protocol.ts';
import { ProcessSupervisor } from '../process/process-supervisor.ts';

export interface EngineCatalogueOptions {
  /** Plain Node. */
  readonly nodePath: string;
  readonly workersDir: string;
  readonly resourcesDir: string;
  readonly runDir: string;
}

const CACHE_MS = 60_000;
/** Folders and checksums, and servers that take their time to refuse. */
const LOOK_WITHIN_MS = 20_000;
/** A large model from a slow disk. */
const TRY_WITHIN_MS = 70_000;

/**
 * What could interpret from a language on this machine, and whether an engine works. An engine host of its own is started
 * to look, because only that process may load an engine; an answer about languages is good for a minute.
 */
export class EngineCatalogue implements AsyncDisposable {
  readonly #options: EngineCatalogueOptions;
  readonly #answers = new Map<string, { readonly askedAtMs: number; readonly engines: string; readonly reply: Promise<CatalogueReply> }>();
  readonly #running = new Set<ProcessSupervisor>();
  #asked = 0;

  constructor(options: EngineCatalogueOptions) {
    this.#options = options;
  }

  /** @throws PROCESS_GAVE_UP the engine host did not answer */
  async for(floorLanguage: string, engines: readonly ConfiguredEngine[]): Promise<CatalogueReply> {
    const known = this.#answers.get(floorLanguage);
    const setUp = JSON.stringify(engines);
    if (known && known.engines === setUp && Date.now() - known.askedAtMs < CACHE_MS) return known.reply;
    const { resourcesDir } = this.#options;
    const reply = this.#ask({ type: 'catalogue', resourcesDir, floorLanguage, engines: [...engines] }, CatalogueReply, LOOK_WITHIN_MS);
    this.#answers.set(floorLanguage, { askedAtMs: Date.now(), engines: setUp, reply });
    try {
      return await reply;
    } catch (thrown) {
      this.#answers.delete(floorLanguage);
      throw thrown;
    }
  }

  /** Loads or asks one engine, in an engine host of its own. @throws PROCESS_GAVE_UP it did not answer */
  async tryEngine(engine: ConfiguredEngine): Promise<{ ok: boolean; message: string }> {
    const { ok, message } = await this.#ask({ type: 'try', engine }, EngineTrialReply, TRY_WITHIN_MS);
    return { ok, message };
  }

  /** Ends engine hosts that still look; resolves once they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((supervisor) => supervisor[Symbol.asyncDispose]()));
  }

  async #ask<T>(request: CatalogueRequest | EngineTrial, answer: z.ZodType<T>, withinMs: number): Promise<T> {
    const { nodePath, workersDir, runDir } = this.#options;
    let reply: T | undefined;
    const supervisor = new ProcessSupervisor({
      name: 'the list of engines',
      command: nodePath,
      args: ['--enable-source-maps', join(workersDir, 'engine-host.js')],
      env: childEnvironment(process.env),
      ipc: true,
      pidFile: join(runDir, `engine-catalogue-${++this.#asked}.json`),
      whenReady: async (child, signal) => {
        reply = await ask(child, request, answer, signal);
      },
      readyTimeoutMs: withinMs,
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

async function ask<T>(child: ChildProcess, request: CatalogueRequest | EngineTrial, answer: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  child.send(request, () => undefined);
  for (;;) {
    const [raw] = (await once(child, 'message', { signal })) as [unknown];
    const parsed = answer.safeParse(raw);
    if (parsed.success) return parsed.data;
  }
}
