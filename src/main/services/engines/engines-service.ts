import { AppError } from '../../../shared/app-error.ts';
import type { EngineEntry, EngineView } from '../../../shared/contract/engines.ts';
import type { ConfiguredEngine, EngineSpec } from '../../../shared/engine-spec.ts';
import type { CallContext } from '../../call-context.ts';
import type { AuditLog } from '../archive/audit-log.ts';
import type { EngineCatalogue } from '../rooms/engine-catalogue.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import { LatestValue } from '../streams/latest-value.ts';

export interface EnginesOptions {
  readonly settings: SettingsService;
  readonly secrets: SecretStore;
  readonly audit: AuditLog;
  /** Runs an engine in a process that may die of it. */
  readonly tryEngine: EngineCatalogue['tryEngine'];
}

/** The engines that the user set up: what they are stands in the settings, their keys among the secrets. */
export class EnginesService {
  readonly views = new LatestValue<EngineView[]>();
  readonly #options: EnginesOptions;
  #commands: Promise<unknown> = Promise.resolve();

  private constructor(options: EnginesOptions) {
    this.#options = options;
  }

  static async open(options: EnginesOptions): Promise<EnginesService> {
    const service = new EnginesService(options);
    await service.#publish();
    return service;
  }

  /** All with their keys, for the processes that use them. */
  configured(): Promise<ConfiguredEngine[]> {
    return Promise.all(this.#specs.map(async (spec) => withKey(spec, await this.#options.secrets.get(secretName(spec.id)))));
  }

  /** Adds it at the end, or replaces the one of its id. @throws INVALID_INPUT */
  save(entry: EngineEntry, { actor }: CallContext): Promise<EngineView> {
    return this.#inTurn(async () => {
      const { spec } = entry;
      const { settings, secrets, audit } = this.#options;
      const { key } = await this.#resolved(entry);
      const known = this.#specs.some(({ id }) => id === spec.id);
      // Never the old key with the new address, whenever this is interrupted.
      if (key !== (await secrets.get(secretName(spec.id)))) await secrets.delete(secretName(spec.id));
      settings.update({ engines: { configured: known ? this.#specs.map((each) => (each.id === spec.id ? spec : each)) : [...this.#specs, spec] } }, { actor, role: 'operator' });
      if (key !== undefined) await secrets.set(secretName(spec.id), key);
      audit.record(actor, 'engine.saved', `engine:${spec.id}`, { type: spec.type });
      await this.#publish();
      return { spec, hasKey: key !== undefined };
    });
  }

  /** Forgets it and its key. @throws NOT_FOUND */
  remove(id: string, { actor }: CallContext): Promise<void> {
    return this.#inTurn(async () => {
      const { settings, secrets, audit } = this.#options;
      if (!this.#specs.some((spec) => spec.id === id)) throw new AppError('NOT_FOUND', `There is no engine ${id}. It may have been removed; the list shows those there are.`, { details: { id } });
      settings.update({ engines: { configured: this.#specs.filter((spec) => spec.id !== id) } }, { actor, role: 'operator' });
      await secrets.delete(secretName(id));
      audit.record(actor, 'engine.removed', `engine:${id}`);
      await this.#publish();
    });
  }

  /** Loads its model or asks its server; saves nothing. @throws INVALID_INPUT; PROCESS_GAVE_UP it could not be tried */
  async test(entry: EngineEntry): Promise<{ ok: boolean; message: string }> {
    const engine = await this.#resolved(entry);
    try {
      return await this.#options.tryEngine(engine);
    } catch (thrown) {
      if (entry.spec.type !== 'model-folder' || AppError.from(thrown).code !== 'PROCESS_GAVE_UP') throw thrown;
      return { ok: false, message: `The speech library cannot load the model in ${entry.spec.folder}: it ended the process in which that was tried. The files are damaged, do not belong together, or are too large for this machine.` };
    }
  }

  /** The list ends. */
  close(): void {
    this.views.close();
  }

  get #specs(): readonly EngineSpec[] {
    return this.#options.settings.current.engines.configured;
  }

  /**
   * The engine with the key that it is to have. A stored key goes to the address for which it was entered and to no other:
   * else whoever may change an address could have it sent anywhere.
   */
  async #resolved({ spec, key }: EngineEntry): Promise<ConfiguredEngine> {
    if (spec.type === 'model-folder') return { spec };
    if (key !== undefined) return withKey(spec, key === '' ? undefined : key);
    const stored = await this.#options.secrets.get(secretName(spec.id));
    if (stored === undefined) return { spec };
    const before = this.#specs.find(({ id }) => id === spec.id);
    if (before && before.type !== 'model-folder' && new URL(before.url).origin === new URL(spec.url).origin) return { spec, key: stored };
    throw new AppError('INVALID_INPUT', `The stored key of ${spec.id} was entered for another address. Enter the key again, or leave it empty on purpose. Nothing was changed.`);
  }

  async #publish(): Promise<void> {
    this.views.set((await this.configured()).map(({ spec, key }) => ({ spec, hasKey: key !== undefined })));
  }

  #inTurn<T>(command: () => Promise<T>): Promise<T> {
    const done = this.#commands.then(command);
    this.#commands = done.catch(() => undefined);
    return done;
  }
}

const secretName = (id: string): string => `engine.${id}.key`;
const withKey = (spec: EngineSpec, key: string | undefined): ConfiguredEngine => ({ spec, ...(key !== undefined && { key }) });
