import type { EngineStatus } from '../../shared/live/stats.ts';
import { installableTargets } from './apertium/install-hint.ts';
import type { EngineCheck } from './engine-check.ts';
import type { EngineSet } from './engine-set.ts';
import type { FromEngineHost } from './protocol.ts';

/**
 * What could serve which targets on this machine: reads folders and checksums (about 0.1 s), loads and starts nothing.
 * Targets that only lack packages are listed too, with the packages in `missing`; `missing` is empty where all is there.
 */
export async function readCatalogue(engines: EngineSet, floorLanguage: string): Promise<Extract<FromEngineHost, { type: 'catalogue' }>> {
  const { voiceActivity, recogniser, translator, synthesiser } = engines;
  const [hearing, reading, translating, speaking] = await Promise.all([
    voiceActivity.check(),
    recogniser.check(),
    translator.check(),
    synthesiser.check(),
  ]);
  const status = (id: string, kind: EngineStatus['kind'], serves: string[], check: EngineCheck): EngineStatus => ({
    id,
    kind,
    serves,
    state: check.ok ? 'ready' : 'missing',
    message: check.message,
  });

  const reachable = translator.pairs.map((pair) => pair.split('>')[1]!).filter((tag) => translator.route(floorLanguage, tag));
  const tags = [...new Set([...reachable, ...installableTargets(floorLanguage)])].filter((tag) => baseOf(tag) !== baseOf(floorLanguage)).sort();
  const targets = tags.map((tag) => {
    const path = translator.route(floorLanguage, tag);
    const voice = speaking.ok && synthesiser.speaks(tag);
    const missing = [
      ...(path ? [] : [translator.missing(floorLanguage, tag)]),
      ...(voice ? [] : [speaking.ok ? synthesiser.missing(tag) : speaking.message]),
    ];
    const found = { ...(path && { translator: translator.id }), ...(voice && { voice: synthesiser.id }) };
    return Object.assign(found, { tag, path: path ? [...path] : [], missing: missing.join(' ') });
  });
  return {
    type: 'catalogue',
    engines: [
      status(voiceActivity.id, 'voice-activity', [...recogniser.languages], hearing),
      status(recogniser.id, 'recogniser', [...recogniser.languages], reading),
      status(translator.id, 'translator', translator.pairs, translating),
      status(synthesiser.id, 'voice', targets.flatMap(({ tag, voice }) => (voice ? [tag] : [])), speaking),
    ],
    targets,
  };
}

const baseOf = (tag: string): string => tag.split('-')[0]!;
