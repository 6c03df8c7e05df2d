import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where the program keeps its data: `DRAGOMAN_HOME`, else the platform's place for it. `scripts/paths.mjs` computes the
 * same, because set-up puts livekit-server into its `bin`.
 */
export function dataDir(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const home = homedir();
  if (env['DRAGOMAN_HOME']) return resolve(env['DRAGOMAN_HOME']);
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Dragoman');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Dragoman');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'dragoman');
}
