/** What the synthetic speakers speak: the bundled rehearsal recogniser knows nothing else. */
export const FLOOR_LANGUAGE = 'en';

/**
 * The synthetic speakers. Both voices are among those the rehearsal recogniser was trained on. Measured offline on the
 * bundled script (`MODEL_CARD.md` has the recogniser's general figures): `en-us+f2` and `en-us+m7` at 150 words a minute
 * both 0.0 % word error rate; others between 0.3 % (`en-us`, `+m3`, `+Andrea`, `+Annie`) and 0.8 % (`en-029+f3`).
 */
export const CAST = [
  { speaker: 'A', name: 'Anna', voice: 'en-us+f2', wordsPerMinute: 150 },
  { speaker: 'B', name: 'Mark', voice: 'en-us+m7', wordsPerMinute: 150 },
] as const;
