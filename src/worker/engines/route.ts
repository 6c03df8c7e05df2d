import type { EngineSet } from './engine-set.ts';
import { baseOf } from './languages.ts';
import type { FromEngineHost } from './protocol.ts';

type Route = Extract<FromEngineHost, { type: 'route' }>;

interface RouteQuestion {
  readonly floorLanguage: string;
  readonly target: string;
  /** Why the floor is not understood; undefined when it is. */
  readonly deaf: string | undefined;
}

/** How `target` is reached now, and by whom; what is missing is said in words, the first thing that stands in the way. */
export function routeTo({ translators, voices }: EngineSet, { floorLanguage, target, deaf }: RouteQuestion): Route {
  const translator = translators.chosen(floorLanguage, target);
  const voice = voices.chosen(target);
  const path = [...(translator?.route(floorLanguage, target) ?? [])];
  const local = translators.engines.every((engine) => engine.local || engine.route(floorLanguage, target) === undefined) && voices.engines.every((engine) => engine.local || !engine.speaks(target));
  const told = (message: string, found: { translator?: string; voice?: string } = {}): Route => ({ type: 'route', target, path, message, local, ...found });
  if (baseOf(target) === baseOf(floorLanguage)) return told('This is the floor language: its channel carries the floor.');
  if (deaf !== undefined) return told(deaf);

  const translates = translators.ready(floorLanguage, target);
  const speaks = voices.ready(target);
  const found = { ...(translator && translates && { translator: translator.id }), ...(voice && speaks && { voice: voice.id }) };
  if (!translates) return told(translators.trouble(floorLanguage, target), found);
  if (!speaks) return told(voices.trouble(target), found);
  return told(`Translated by ${translator?.id}${path.length > 2 ? ` through ${path.slice(1, -1).join(', ')}` : ''}, spoken by ${voice?.id}.`, found);
}
