import type { ConfiguredEngine } from '../../shared/engine-spec.ts';
import type { EngineStatus } from '../../shared/live/stats.ts';
import { serves } from '../engines/languages.ts';

/**
 * Whether speech in `floorLanguage` is recognised, or will be once everything has started, as the engines' states have it. Where the
 * user set up a recogniser for the language (`configured`), the bundled one never stands in for it.
 */
export function floorUnderstood(engines: readonly EngineStatus[], floorLanguage: string, configured: readonly ConfiguredEngine[]): boolean {
  const works = ({ state }: EngineStatus): boolean => state === 'ready' || state === 'starting';
  if (engines.some((engine) => engine.kind === 'voice-activity' && !works(engine))) return false;
  const recognisers = engines.filter((engine) => engine.kind === 'recogniser' && serves(engine.serves, floorLanguage));
  const own = recognisers.filter(({ id }) => configured.some(({ spec }) => spec.id === id));
  const asked = own.length > 0 ? own : recognisers;
  return asked.length === 0 || asked.some(works);
}
