import type { SafeStorage } from 'electron';
import { FileSecretStore } from '../services/secrets/file-secret-store.ts';
import type { SecretStore } from '../services/secrets/secret-store.ts';

/** What is needed of Electron's `safeStorage`, which only exists inside Electron. */
type KeyRing = Pick<SafeStorage, 'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'>;

/**
 * Secrets encrypted with the system's key ring, in one 0600 file.
 *
 * A secret that the key ring no longer opens (a new user, a restored backup) counts as missing and is reported.
 */
export class KeyRingSecretStore implements SecretStore {
  readonly #keyRing: KeyRing;
  readonly #encrypted: FileSecretStore;
  readonly #onUnreadable: (name: string) => void;

  private constructor(keyRing: KeyRing, encrypted: FileSecretStore, onUnreadable: (name: string) => void) {
    this.#keyRing = keyRing;
    this.#encrypted = encrypted;
    this.#onUnreadable = onUnreadable;
  }

  /** Why there is no key ring worth the name, in words; `undefined` when there is one. On Linux Electron else encrypts with a key that everybody knows. */
  static whyNot(keyRing: KeyRing): string | undefined {
    if (!keyRing.isEncryptionAvailable()) return 'The system has no key ring';
    if (process.platform === 'linux' && keyRing.getSelectedStorageBackend() === 'basic_text') return 'No key ring (GNOME Keyring, KWallet) runs';
    return undefined;
  }

  /** Opens `key-ring.json` in `folder`. A file that does not parse is kept under another name, which `onSetAside` is told. */
  static async open(folder: string, keyRing: KeyRing, { onSetAside, onUnreadable }: { onSetAside: (keptAs: string) => void; onUnreadable: (name: string) => void }): Promise<KeyRingSecretStore> {
    return new KeyRingSecretStore(keyRing, await FileSecretStore.open(folder, onSetAside, 'key-ring.json'), onUnreadable);
  }

  async get(name: string): Promise<string | undefined> {
    const encrypted = await this.#encrypted.get(name);
    if (encrypted === undefined) return undefined;
    try {
      return this.#keyRing.decryptString(Buffer.from(encrypted, 'base64'));
    } catch {
      this.#onUnreadable(name);
      return undefined;
    }
  }

  async set(name: string, value: string): Promise<void> {
    await this.#encrypted.set(name, this.#keyRing.encryptString(value).toString('base64'));
  }

  delete(name: string): Promise<void> {
    return this.#encrypted.delete(name);
  }
}
