import { SOUND_RATE_HZ } from '../sound/pcm.ts';

/** Length of a switch between two sources: long enough not to click, too short to hear two voices. */
export const FADE_MS = 20;
/** The same in samples at 48 kHz. */
export const FADE_SAMPLES = (SOUND_RATE_HZ * FADE_MS) / 1000;

// Equal power: sin² + cos² = 1, so two uncorrelated voices fade into each other without a dip.
const RISE = Float32Array.from({ length: FADE_SAMPLES + 1 }, (_, n) => Math.sin((n / FADE_SAMPLES) * (Math.PI / 2)));

/** Where each source stands between silent (absent) and fully heard ({@link FADE_SAMPLES}). */
export type FadePositions<K> = ReadonlyMap<K, number>;

/** The factor of a source at `position`. */
export const gainAt = (position: number): number => RISE[position]!;

/** Where a source that stood at `position` stands `samples` later: the one that is wanted rises, all others fall. */
export function moved(position: number, wanted: boolean, samples: number): number {
  return wanted ? Math.min(FADE_SAMPLES, position + samples) : Math.max(0, position - samples);
}

/**
 * All positions `samples` later, `wanted` being the source to be heard (undefined: none). Pure. Whatever changes its mind and
 * when, positions move evenly, so nothing clicks and nothing starts over; all but the wanted one are silent a fade later at the
 * latest; and the positions never add up to more than one full source, so neither does the power.
 */
export function fade<K>(positions: FadePositions<K>, wanted: K | undefined, samples: number): FadePositions<K> {
  const next = new Map<K, number>();
  for (const [source, position] of positions) {
    const now = moved(position, source === wanted, samples);
    if (now > 0) next.set(source, now);
  }
  if (wanted !== undefined && !positions.has(wanted)) next.set(wanted, moved(0, true, samples));
  return next;
}
