import { z } from 'zod';
import { ConfiguredEngine } from '../engine-spec.ts';
import { LanguageTag } from '../language.ts';
import { EngineStatus } from '../live/stats.ts';

/**
 * The questions what could interpret on this machine and whether an engine works, and their answers: the only part of the
 * engine host's protocol that the host speaks itself. Everything else about engines is between a session worker and its engine host.
 */

/** Looks what could serve these languages, answers with `catalogue`, loads nothing heavy. */
export const CatalogueRequest = z.object({ type: z.literal('catalogue'), resourcesDir: z.string(), floorLanguage: LanguageTag, engines: z.array(ConfiguredEngine).default([]) });
export type CatalogueRequest = z.output<typeof CatalogueRequest>;

export const CatalogueReply = z.object({
  type: z.literal('catalogue'),
  engines: z.array(EngineStatus),
  targets: z.array(
    z.object({ tag: LanguageTag, translator: z.string().optional(), voice: z.string().optional(), path: z.array(LanguageTag), missing: z.string() }),
  ),
});
export type CatalogueReply = z.output<typeof CatalogueReply>;

/** Tries one engine for real (loads its model, asks its server), in an engine host that may die of it. Answered with `tried`. */
export const EngineTrial = z.object({ type: z.literal('try'), engine: ConfiguredEngine });
export type EngineTrial = z.output<typeof EngineTrial>;

export const EngineTrialReply = z.object({
  type: z.literal('tried'),
  ok: z.boolean(),
  /** One sentence: what it is and can, or what is wrong and what to do. */
  message: z.string(),
});
export type EngineTrialReply = z.output<typeof EngineTrialReply>;
