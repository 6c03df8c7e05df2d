import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/app-error.ts';
import { readJsonFile, setAside, writeFileAtomically } from '../state/atomic-file.ts';
import type { SecretStore } from './secret-store.ts';

const Secrets = z.record(z.string(), z.string());

/**
 * Secrets in one file that only its owner may read (0600), for hosts without a key ring.
 *
 * The file is read once; each change is on disk before it counts, and replaces the whole file atomically.
 */
export class FileSecretStore implements SecretStore {
  readonly #path: string;
  #secrets: Readonly<Record<string, string>>;
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, secrets: Readonly<Record<string, string>>) {
    this.#path = path;
    this.#secrets = secrets;
  }

  /** Opens the file `name` in `folder`. One that does not parse is kept under another name, which `onSetAside` is told. */
  static async open(folder: string, onSetAside: (keptAs: string) => void, name = 'secrets.json'): Promise<FileSecretStore> {
    const path = join(folder, name);
    try {
      return new FileSecretStore(path, Secrets.parse((await readJsonFile(path)) ?? {}));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== undefined) {
        throw new AppError('INTERNAL', `The file with the secrets (${path}) cannot be read. Check that it belongs to you, then start again.`, { cause: thrown });
      }
      onSetAside(await setAside(path));
      return new FileSecretStore(path, {});
    }
  }

  async get(name: string): Promise<string | undefined> {
    return Object.hasOwn(this.#secrets, name) ? this.#secrets[name] : undefined;
  }

  set(name: string, value: string): Promise<void> {
    return this.#change((secrets) => ({ ...secrets, [name]: value }));
  }

  delete(name: string): Promise<void> {
    return this.#change(({ [name]: _, ...others }) => others);
  }

  #change(change: (secrets: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): Promise<void> {
    const done = this.#changing.then(async () => {
      const next = change(this.#secrets);
      await writeFileAtomically(this.#path, `${JSON.stringify(next, undefined, 2)}\n`);
      this.#secrets = next;
    });
    this.#changing = done.catch(() => undefined);
    return done;
  }
}
