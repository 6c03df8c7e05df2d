import type { z } from 'zod';
import type { EngineView } from '../../../../shared/contract/engines.ts';
import { EngineSpec } from '../../../../shared/engine-spec.ts';

/** The kinds of engine in the order in which they are offered. */
export const ENGINE_TYPES = ['model-folder', 'openai-recogniser', 'whisper-asr', 'openai-translator', 'libretranslate', 'openai-voice'] as const satisfies ReadonlyArray<EngineSpec['type']>;

/** What is typed: everything text, so that a change of type loses nothing. */
export interface EngineInput {
  readonly type: EngineSpec['type'];
  readonly id: string;
  readonly folder: string;
  readonly url: string;
  readonly allowPlainHttp: boolean;
  /** Tags, separated by commas or spaces. */
  readonly languages: string;
  readonly model: string;
  readonly voice: string;
  readonly followsSpeed: boolean;
  /** Typed now; what is stored never comes back. */
  readonly key: string;
}

/** The fields, beside the name, that an engine of each type has. */
export const ENGINE_FIELDS: Record<EngineSpec['type'], ReadonlyArray<'folder' | 'url' | 'model' | 'voice' | 'languages' | 'key' | 'followsSpeed'>> = {
  'model-folder': ['folder', 'languages'],
  'openai-recogniser': ['url', 'model', 'languages', 'key'],
  'whisper-asr': ['url', 'languages', 'key'],
  'openai-translator': ['url', 'model', 'languages', 'key'],
  libretranslate: ['url', 'languages', 'key'],
  'openai-voice': ['url', 'model', 'voice', 'languages', 'key', 'followsSpeed'],
};

/** The form of an engine that is still to be set up. */
export const emptyEngine: EngineInput = { type: 'model-folder', id: '', folder: '', url: '', allowPlainHttp: false, languages: '', model: '', voice: '', followsSpeed: false, key: '' };

/** The form of an engine that is there already; its key is not in it. */
export function inputOf({ spec }: EngineView): EngineInput {
  const { languages, ...rest } = spec;
  return { ...emptyEngine, ...rest, languages: languages.join(', ') };
}

/** The engine that is typed, or what is wrong with it, by field: the first problem of each. */
export function parseEngine(input: EngineInput): { readonly spec: EngineSpec } | { readonly problems: Readonly<Record<string, EngineProblem>> } {
  const parsed = EngineSpec.safeParse(typed(input));
  if (parsed.success) return { spec: parsed.data };
  const problems: Record<string, EngineProblem> = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0]);
    problems[field] ??= { kind: kindOf(field, issue, input), message: issue.message };
  }
  return { problems };
}

/** `kind` names the interface's own words; `message` stands in where it has none. */
export interface EngineProblem {
  readonly kind: string;
  readonly message: string;
}

function typed({ type, id, languages, ...rest }: EngineInput): z.input<typeof EngineSpec> {
  const common = { id, languages: languages.split(/[\s,]+/).filter((tag) => tag !== '') };
  const { folder, url, allowPlainHttp, model, voice, followsSpeed } = rest;
  switch (type) {
    case 'model-folder':
      return { type, ...common, folder };
    case 'openai-recogniser':
    case 'openai-translator':
      return { type, ...common, url, allowPlainHttp, model };
    case 'whisper-asr':
    case 'libretranslate':
      return { type, ...common, url, allowPlainHttp };
    default:
      return { type, ...common, url, allowPlainHttp, model, voice, followsSpeed };
  }
}

/** An address and a name can be wrong in two ways each, and the languages, too. */
function kindOf(field: string, { path }: { readonly path: readonly PropertyKey[] }, { id, url }: EngineInput): string {
  if (field === 'url') return /^http:\/\/[^\s@?#]+$/i.test(url.trim()) ? 'plainHttp' : 'url';
  if (field === 'id') return /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(id.trim()) ? 'idTaken' : 'id';
  if (field === 'languages') return path.length > 1 ? 'languageTag' : 'languages';
  return field;
}
