import type { ApertiumMode } from './modes.ts';

/** Good Romance pairs start here, so it is the first choice when a translation needs a step in between. */
const FAVOURITE_PIVOT = 'es';

/**
 * The steps from `source` to `target`: the direct pair where there is one, else over one language in between, Spanish
 * first. Two languages in between are never tried: each step loses too much meaning.
 *
 * A variant (`pt-BR`, `en-GB`) is served by its own pair, or by its base language's.
 *
 * @returns undefined where there is no way; empty when both are one language
 */
export function stepsBetween(modes: readonly ApertiumMode[], source: string, target: string): readonly ApertiumMode[] | undefined {
  const sources = candidates(source);
  const targets = candidates(target);
  if (sources.at(-1) === targets.at(-1)) return [];
  const find = (from: readonly string[], to: readonly string[]): ApertiumMode | undefined =>
    to.flatMap((tag) => modes.filter((mode) => mode.target === tag && from.includes(mode.source)))[0];

  const direct = find(sources, targets);
  if (direct) return [direct];
  const pivots = [...new Set([FAVOURITE_PIVOT, ...modes.map((mode) => mode.target)])];
  for (const pivot of pivots) {
    const first = find(sources, [pivot]);
    const second = find([pivot], targets);
    if (first && second) return [first, second];
  }
  return undefined;
}

/** `pt-BR` → `pt-BR`, `pt`. */
function candidates(tag: string): string[] {
  const base = tag.split('-')[0]!;
  return base === tag ? [tag] : [tag, base];
}
