import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A data folder for one console, whoever removes it: fresh, so that the console begins with a rehearsal, or that of a console which was used before. */
export async function makeDataFolder({ rehearsing }: { readonly rehearsing: boolean }): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'dragoman-e2e-'));
  if (!rehearsing) await writeFile(join(home, 'state.json'), JSON.stringify({ used: true }), { mode: 0o600 });
  return home;
}
