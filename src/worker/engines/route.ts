import type { EngineSet } from './engine-set.ts';
import { baseOf } from './languages.ts';
import type { FromEngineHost } from './protocol.ts';
import type { Loaded } from './recognisers.ts';
import type { Translator } from './translator.ts';

type Route = Extract<FromEngineHost, { type: 'route' }>;

interface RouteQuestion {
  readonly floorLanguage: string;
  /** What is spoken here, the floor language and others. */
  readonly sources: Iterable<string>;
  readonly target: string;
  /** How whoever understands the floor is. */
  readonly heard: Loaded;
}

/**
 * How `target` is reached now from the floor's language, and by whom; what is missing is said in words, the first thing that stands
 * in the way. The voice is told whatever is missing: what is said in other languages may be translated all the same.
 */
export function routeTo({ translators, voices }: Pick<EngineSet, 'translators' | 'voices'>, { floorLanguage, sources, target, heard }: RouteQuestion): Route {
  const translator = translators.chosen(floorLanguage, target);
  const voice = voices.chosen(target);
  const path = [...(translator?.route(floorLanguage, target) ?? [])];
  const translates = (engine: Translator): boolean => [...sources].some((source) => engine.route(source, target) !== undefined);
  const local = translators.engines.every((engine) => engine.local || !translates(engine)) && voices.engines.every((engine) => engine.local || !engine.speaks(target));
  const understood = heard.state === 'ready' || heard.state === 'starting';
  const told = (message: string, found: { translator?: string; voice?: string } = {}): Route => ({ type: 'route', target, path, message, understood, local, ownRate: voice?.ownRate ?? true, speakable: voices.speaks(target), ...found });
  const speaks = voices.ready(target);
  const spoken = voice && speaks ? { voice: voice.id } : {};
  if (baseOf(target) === baseOf(floorLanguage)) return told('This is the floor language: its channel carries the floor.', spoken);
  if (heard.state !== 'ready') return told(heard.message, spoken);

  const ready = translators.ready(floorLanguage, target);
  const found = { ...spoken, ...(translator && ready && { translator: translator.id }) };
  if (!ready) return told(translators.trouble(floorLanguage, target), found);
  if (!speaks) return told(voices.trouble(target), found);
  return told(`Translated by ${translator?.id}${path.length > 2 ? ` through ${path.slice(1, -1).join(', ')}` : ''}, spoken by ${voice?.id}.`, found);
}
