import type { CliHost } from '../src/main/cli/cli-host.ts';

/** Measured first, as long as they are served; then whatever else is; then languages whose channels carry the floor. */
const PREFERRED = ['es', 'ca', 'pt', 'fr'];
const FLOOR_CARRIERS = ['de', 'it', 'nl', 'pl', 'sv', 'el', 'tr', 'uk', 'cs', 'da', 'fi', 'hu', 'no', 'ro', 'bg', 'hr'];

export interface ChosenLanguages {
  readonly languages: string[];
  /** Of these, the ones that nothing on this machine translates into from English: their channels carry the floor. */
  readonly withoutTranslator: string[];
}

/** `count` target languages, those that are translated and spoken on this machine first. */
export async function chooseLanguages(host: CliHost, count: number): Promise<ChosenLanguages> {
  const { targets } = await host.services.rooms.languages('en');
  const served = new Set(targets.filter(({ translator, voice }) => translator !== undefined && voice !== undefined).map(({ tag }) => tag));
  const others = [...served].filter((tag) => !PREFERRED.includes(tag) && tag !== 'en').sort();
  const languages = [...new Set([...PREFERRED, ...others, ...FLOOR_CARRIERS])].slice(0, count);
  return { languages, withoutTranslator: languages.filter((tag) => !served.has(tag)) };
}
