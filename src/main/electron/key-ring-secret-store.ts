import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { SecretStore } from '../services/secrets/secret-store.ts';
import { readJsonFile, writeFileAtomically } from '../services/state/atomic-file.ts';

const Encrypted = z.record(z.string(), z.string());

/**
 * Secrets encrypted with the system's key ring, in one 0600 file.
 *
 * A secret that the key ring no longer opens (a new user, a restored backup) counts as missing and is reported.
 */
export class KeyRingSecretStore implements SecretStore {
  readonly #path: string;
  readonly #onUnreadable: (name: string) => void;
  #encrypted: Readonly<Record<string, string>>;
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, encrypted: Readonly<Record<string, string>>, onUnreadable: (name: string) => void) {
    this.#path = path;
    this.#encrypted = encrypted;
    this.#onUnreadable = onUnreadable;
  }

  /** Why there is no key ring worth the name, in words; `undefined` when there is one. On Linux Electron else encrypts with a key that everybody knows. */
  static whyNot(): string | undefined {
    if (!safeStorage.isEncryptionAvailable()) return 'The system has no key ring';
    if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return 'No key ring (GNOME Keyring, KWallet) runs';
    return undefined;
  }

  /** Opens `key-ring.json` in `folder`. */
  static async open(folder: string, onUnreadable: (name: string) => void): Promise<KeyRingSecretStore> {
    const path = join(folder, 'key-ring.json');
    return new KeyRingSecretStore(path, Encrypted.parse((await readJsonFile(path)) ?? {}), onUnreadable);
  }

  async get(name: string): Promise<string | undefined> {
    const encrypted = Object.hasOwn(this.#encrypted, name) ? this.#encrypted[name] : undefined;
    if (encrypted === undefined) return undefined;
    try {
      return safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
    } catch {
      this.#onUnreadable(name);
      return undefined;
    }
  }

  set(name: string, value: string): Promise<void> {
    return this.#change((all) => ({ ...all, [name]: safeStorage.encryptString(value).toString('base64') }));
  }

  delete(name: string): Promise<void> {
    return this.#change(({ [name]: _, ...others }) => others);
  }

  #change(change: (all: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): Promise<void> {
    const done = this.#changing.then(async () => {
      const next = change(this.#encrypted);
      await writeFileAtomically(this.#path, `${JSON.stringify(next)}\n`);
      this.#encrypted = next;
    });
    this.#changing = done.catch(() => undefined);
    return done;
  }
}
