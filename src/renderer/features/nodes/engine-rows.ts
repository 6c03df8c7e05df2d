import type { EngineStatus } from '../../../shared/live/stats.ts';

/** An engine of a room as the operator reads it. */
export interface EngineRow {
  readonly key: string;
  readonly id: string;
  readonly kind: EngineStatus['kind'];
  readonly state: EngineStatus['state'];
  readonly meaning: 'good' | 'info' | 'bad';
  /** `EN, FR`, or `EN → CA, ES · ES → PT` for a translator; the first {@link LANGUAGES_SHOWN} of all of them. */
  readonly languages: string;
  /** How many languages, or pairs, are not among them. */
  readonly more: number;
  readonly allLanguages: string;
  readonly message: string;
}

/** More would take the line from what the engine is. */
export const LANGUAGES_SHOWN = 8;

const meanings = { ready: 'good', starting: 'info', missing: 'bad', failed: 'bad' } as const;
/** In the order of the path. */
const kinds: ReadonlyArray<EngineStatus['kind']> = ['voice-activity', 'recogniser', 'translator', 'voice'];

/** The engines of a room: those that do not work first, each lot in the order of the path. */
export function engineRows(engines: readonly EngineStatus[]): readonly EngineRow[] {
  return engines
    .map(({ id, kind, state, serves, message }): EngineRow => {
      const all = [...new Set(serves)];
      return {
        key: `${kind}/${id}`,
        id,
        kind,
        state,
        meaning: meanings[state],
        languages: inWords(all.slice(0, LANGUAGES_SHOWN)),
        more: Math.max(0, all.length - LANGUAGES_SHOWN),
        allLanguages: inWords(all),
        message,
      };
    })
    .sort((a, b) => Number(b.meaning === 'bad') - Number(a.meaning === 'bad') || kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

/** Pairs of one source stand together. */
function inWords(serves: readonly string[]): string {
  const targets = new Map<string, string[]>();
  for (const each of serves) {
    const [source = '', target] = each.toUpperCase().split('>');
    if (target !== undefined) targets.set(source, [...(targets.get(source) ?? []), target]);
  }
  if (targets.size === 0) return serves.map((tag) => tag.toUpperCase()).join(', ');
  return [...targets].map(([source, into]) => `${source} → ${into.join(', ')}`).join(' · ');
}
