import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a console that is opened for the first time starts by itself; `as shipped` has the languages that settings begin with. */
export type FirstRehearsal = 'as shipped' | 'two languages' | 'none';

/** A data folder for one console, whoever removes it: fresh, or that of a console which was used before and starts nothing. */
export async function makeDataFolder({ rehearsal }: { readonly rehearsal: FirstRehearsal }): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'dragoman-e2e-'));
  const write = (name: string, content: object): Promise<void> => writeFile(join(home, name), JSON.stringify(content), { mode: 0o600 });
  if (rehearsal === 'none') await write('state.json', { used: true });
  // One that is translated directly, and one by way of it.
  if (rehearsal === 'two languages') await write('settings.json', { rehearsal: { languages: ['es', 'fr'] } });
  return home;
}
