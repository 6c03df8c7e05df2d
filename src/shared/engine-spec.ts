import { z } from 'zod';
import { LanguageTag } from './language.ts';

/** Ids of the engines that come with the program. */
const BUNDLED_IDS = new Set(['apertium', 'espeak-ng', 'espeak-ng-bundled', 'rehearsal-en', 'silero']);

/** Name of an engine that the user set up: it stands in statuses and logs, and names the secret with its key. */
export const EngineId = z
  .string()
  .trim()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'An engine name has up to 32 lower-case letters, digits and hyphens, and begins and ends with a letter or digit')
  .refine((id) => !BUNDLED_IDS.has(id), 'An engine of that name comes with the program; choose another name');

/** Address of a speech or translation server, without `/v1` at its end. */
const BaseUrl = z
  .string()
  .trim()
  .max(500)
  .transform((text, context) => {
    const url = parsedUrl(text);
    if (!url) {
      context.addIssue({ code: 'custom', message: 'The address begins with https:// or http://, for example http://127.0.0.1:8000' });
      return z.NEVER;
    }
    if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
      context.addIssue({ code: 'custom', message: 'The address has no user name, password, ? or #. A key goes into its own field, where it is kept as a secret' });
      return z.NEVER;
    }
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '');
  });

const remote = {
  id: EngineId,
  url: BaseUrl,
  /** The operator accepts that speech and key cross the network unencrypted. */
  allowPlainHttp: z.boolean().default(false),
  /** Base languages or tags it serves (a recogniser's input, a translator's and a voice's output). Empty: every language. */
  languages: z.array(LanguageTag).max(100).default([]),
};
const ModelName = z.string().trim().min(1, 'Name the model as the server calls it').max(200);

/**
 * An engine that the user set up. A key is never part of it: {@link ConfiguredEngine}.
 *
 * Plain http to another machine is refused unless `allowPlainHttp`: what is said, and the key, could be read on the way.
 */
export const EngineSpec = z
  .discriminatedUnion('type', [
    /** sherpa-onnx models in a folder; the layout is found from the files. */
    z.object({
      type: z.literal('model-folder'),
      id: EngineId,
      folder: z.string().trim().min(1, 'Name the folder with the model files').max(1_000),
      /** What the model understands: files do not say. */
      languages: z.array(LanguageTag).min(1, 'Say which languages the model understands').max(100),
    }),
    /** `POST /v1/audio/transcriptions`. */
    z.object({ type: z.literal('openai-recogniser'), ...remote, model: ModelName }),
    /** `POST /asr` of whisper-asr-webservice. */
    z.object({ type: z.literal('whisper-asr'), ...remote }),
    /** `POST /v1/chat/completions`. */
    z.object({ type: z.literal('openai-translator'), ...remote, model: ModelName }),
    /** `POST /translate` of LibreTranslate. */
    z.object({ type: z.literal('libretranslate'), ...remote }),
    /** `POST /v1/audio/speech`, raw PCM. */
    z.object({
      type: z.literal('openai-voice'),
      ...remote,
      model: ModelName,
      voice: z.string().trim().min(1, 'Name the voice as the server calls it').max(200),
      /** It follows `speed`. Many servers take it and speak as ever, so only the user can know; without it speech is made faster here. */
      followsSpeed: z.boolean().default(false),
    }),
  ])
  .superRefine((spec, context) => {
    if (spec.type === 'model-folder' || spec.allowPlainHttp || isPrivate(spec.url)) return;
    context.addIssue({
      code: 'custom',
      path: ['url'],
      message: 'Over http:// to another machine, what is said and the key can be read on the way. Use https://, or allow plain http for this engine if the network is your own',
    });
  });
export type EngineSpec = z.output<typeof EngineSpec>;
export type RemoteEngineSpec = Exclude<EngineSpec, { type: 'model-folder' }>;

/** An engine with its key, as it travels to the processes that use it: in messages, never in settings, logs or arguments. */
export const ConfiguredEngine = z.object({ spec: EngineSpec, key: z.string().max(2_000).optional() });
export type ConfiguredEngine = z.output<typeof ConfiguredEngine>;

/** What an engine of that type does. */
export function engineKind(type: EngineSpec['type']): 'recogniser' | 'translator' | 'voice' {
  switch (type) {
    case 'model-folder':
    case 'openai-recogniser':
    case 'whisper-asr':
      return 'recogniser';
    case 'openai-translator':
    case 'libretranslate':
      return 'translator';
    default:
      return type satisfies 'openai-voice' && 'voice';
  }
}

function parsedUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}

/** Encrypted, or never leaves the machine. */
function isPrivate(address: string): boolean {
  const url = parsedUrl(address);
  return url !== undefined && (url.protocol === 'https:' || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname));
}
