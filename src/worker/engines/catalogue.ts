import type { EngineStatus } from '../../shared/live/stats.ts';
import { installableTargets } from './apertium/install-hint.ts';
import type { Engine } from './engine-check.ts';
import type { EngineSet } from './engine-set.ts';
import { baseOf } from './languages.ts';
import type { FromEngineHost } from './protocol.ts';

/**
 * What could serve which targets on this machine: reads folders and checksums (about 0.1 s) and asks servers that the user
 * set up; loads and starts nothing. Targets that only lack packages are listed too, with the packages in `missing`;
 * `missing` is empty where all is there.
 */
export async function readCatalogue({ voiceActivity, recognisers, translators, voices }: EngineSet, floorLanguage: string): Promise<Extract<FromEngineHost, { type: 'catalogue' }>> {
  const status = async (engine: Engine, kind: EngineStatus['kind'], serves: () => string[]): Promise<EngineStatus> => {
    const { ok, message } = await engine.check();
    return { id: engine.id, kind, serves: serves(), state: ok ? 'ready' : 'missing', message };
  };
  const [hearing, reading, translating, speaking] = await Promise.all([
    status(voiceActivity, 'voice-activity', () => recognisers.engines.flatMap((engine) => [...engine.languages])),
    Promise.all(recognisers.engines.map((engine) => status(engine, 'recogniser', () => [...engine.languages]))),
    Promise.all(translators.engines.map((engine) => status(engine, 'translator', () => [...engine.pairs]))),
    Promise.all(voices.engines.map((engine) => status(engine, 'voice', () => []))),
  ]);
  const works = (engine: Engine): boolean => [...translating, ...speaking].some(({ id, state }) => id === engine.id && state === 'ready');

  const reachable = translators.engines.flatMap(({ pairs }) => pairs.map((pair) => pair.split('>')[1]!)).filter((tag) => translators.chosen(floorLanguage, tag));
  const tags = [...new Set([...reachable, ...installableTargets(floorLanguage)])].filter((tag) => baseOf(tag) !== baseOf(floorLanguage)).sort();
  const targets = tags.map((tag) => {
    const translator = translators.engines.find((engine) => works(engine) && engine.route(floorLanguage, tag));
    const voice = voices.engines.find((engine) => works(engine) && engine.speaks(tag));
    const silent = speaking.find(({ state }) => state !== 'ready');
    const missing = [...(translator ? [] : [translators.trouble(floorLanguage, tag)]), ...(voice ? [] : [voices.speaks(tag) && silent ? silent.message : voices.trouble(tag)])];
    const found = { ...(translator && { translator: translator.id }), ...(voice && { voice: voice.id }) };
    return Object.assign(found, { tag, path: [...(translator?.route(floorLanguage, tag) ?? [])], missing: missing.join(' ') });
  });
  const spoken = speaking
    .map((each) => Object.assign(each, { serves: targets.flatMap(({ tag, voice }) => (voice === each.id ? [tag] : [])) }))
    .filter(({ id, serves }) => serves.length > 0 || !voices.standsBy(id));
  return { type: 'catalogue', engines: [hearing, ...reading, ...translating, ...spoken], targets };
}
