import Conf from 'conf';
import { join } from 'node:path';
import { AppError } from '../../../shared/app-error.ts';
import { Settings, type SettingsPatch } from '../../../shared/contract/settings.ts';
import type { CallContext } from '../../call-context.ts';
import { readJsonFile, setAside } from '../state/atomic-file.ts';
import { LatestValue } from '../streams/latest-value.ts';
import type { SettingsBackend } from './settings-backend.ts';

export interface SettingsOptions {
  readonly folder: string;
  readonly openBackend: (folder: string) => SettingsBackend;
  /** Told under which name a file that could not be used was kept. */
  readonly onSetAside: (keptAs: string) => void;
  /** Told which sections `actor` changed. */
  readonly onChange?: (actor: string, sections: readonly string[]) => void;
}

/** `settings.json` in `folder` through `conf`: the backend of every host but Electron's. */
export const openConf = (folder: string): SettingsBackend => new Conf({ cwd: folder, configName: 'settings', fileExtension: 'json' });

/**
 * The user's preferences: one schema, one file. What the file has beside the schema (a newer version's settings) is kept.
 */
export class SettingsService {
  readonly values: LatestValue<Settings>;
  readonly #backend: SettingsBackend;
  readonly #onChange: SettingsOptions['onChange'];

  private constructor(backend: SettingsBackend, settings: Settings, onChange: SettingsOptions['onChange']) {
    this.#backend = backend;
    this.#onChange = onChange;
    this.values = new LatestValue(settings);
  }

  /** Opens the file. One that is not JSON, or whose values are out of range, is set aside whole, and defaults are used. */
  static async open({ folder, openBackend, onSetAside, onChange }: SettingsOptions): Promise<SettingsService> {
    const path = join(folder, 'settings.json');
    const sound = await readJsonFile(path).then(
      (raw) => raw === undefined || Settings.safeParse(raw).success,
      () => false,
    );
    if (!sound) onSetAside(await setAside(path));
    const backend = openBackend(folder);
    return new SettingsService(backend, Settings.parse(backend.store), onChange);
  }

  get current(): Settings {
    return this.values.current!;
  }

  /** Writes the patch; nothing is changed when it throws. @throws INVALID_INPUT a value is out of its range */
  update(patch: SettingsPatch & { readonly engines?: Settings['engines'] }, { actor }: CallContext): Settings {
    const next = Settings.safeParse(merge(this.current, patch));
    if (!next.success) {
      throw new AppError('INVALID_INPUT', `These settings cannot be used: ${next.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}. Nothing was changed.`);
    }
    this.#backend.store = merge(this.#backend.store, next.data);
    this.values.set(next.data);
    this.#onChange?.(actor, Object.keys(patch));
    return next.data;
  }
}

/** Section by section, one level deep, as the schema is built. */
function merge(base: object, patch: object): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [section, change] of Object.entries(patch)) {
    if (change !== undefined) merged[section] = { ...(merged[section] as object | undefined), ...withoutUndefined(change as object) };
  }
  return merged;
}

const withoutUndefined = (values: object): object => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
