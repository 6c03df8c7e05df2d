import { z } from 'zod';
import { LanguageTag } from '../language.ts';
import { EngineStatus } from '../live/stats.ts';

/**
 * The question what could interpret on this machine, and its answer: the only part of the engine host's protocol that the
 * host speaks itself. Everything else about engines is between a session worker and its engine host.
 */

/** Looks what could serve these languages, answers with `catalogue`, loads nothing heavy. */
export const CatalogueRequest = z.object({ type: z.literal('catalogue'), resourcesDir: z.string(), floorLanguage: LanguageTag });
export type CatalogueRequest = z.output<typeof CatalogueRequest>;

export const CatalogueReply = z.object({
  type: z.literal('catalogue'),
  engines: z.array(EngineStatus),
  targets: z.array(
    z.object({ tag: LanguageTag, translator: z.string().optional(), voice: z.string().optional(), path: z.array(LanguageTag), missing: z.string() }),
  ),
});
export type CatalogueReply = z.output<typeof CatalogueReply>;
