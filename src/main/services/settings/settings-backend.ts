/** What a settings file offers: the part of `conf` (and so of `electron-store`) that the settings service uses. */
export interface SettingsBackend {
  /** The whole file as parsed; assigning writes it atomically. */
  store: Record<string, unknown>;
  /** Absolute path of the file. */
  readonly path: string;
}
