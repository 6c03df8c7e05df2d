import { z } from 'zod';
import { LanguageTag } from '../language.ts';

/**
 * One caption: the text of one segment in one language, in its newest revision.
 *
 * `stable` is committed: later revisions may lengthen it and never change a character of it. `unstable` may change or
 * vanish. A `final` caption has no unstable part and no later revision; one without text takes back partial ones that
 * turned out to be no speech: viewers remove it.
 */
export const Caption = z.object({
  /** `<segmentId>/<language>`: stays the same through all revisions. */
  id: z.string(),
  segmentId: z.string(),
  language: LanguageTag,
  sourceLanguage: LanguageTag,
  kind: z.enum(['source', 'translation']),
  speakerIdentity: z.string(),
  speakerName: z.string(),
  stable: z.string(),
  unstable: z.string(),
  final: z.boolean(),
  revision: z.number().int().nonnegative(),
  /** Unix milliseconds of the first and last sample the text stands for, by the session worker's clock. */
  spokenStartMs: z.number(),
  spokenEndMs: z.number(),
  /** Unix milliseconds at which this revision was handed to the SFU. Delay of the caption = this − `spokenEndMs`. */
  publishedAtMs: z.number(),
});
export type Caption = z.output<typeof Caption>;

/** What stands between the stable part and the unstable one: they are words, and neither brings the space. */
export function captionGap({ stable, unstable }: Pick<Caption, 'stable' | 'unstable'>): '' | ' ' {
  return stable !== '' && unstable !== '' ? ' ' : '';
}

/** The whole text of a caption as it reads now. */
export function captionText(caption: Pick<Caption, 'stable' | 'unstable'>): string {
  return `${caption.stable}${captionGap(caption)}${caption.unstable}`;
}
