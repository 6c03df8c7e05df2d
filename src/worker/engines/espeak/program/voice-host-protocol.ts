import { z } from 'zod';

/** Messages between the engine host and the process of the installed espeak-ng's voices. A voice is one of espeak-ng's names. */
export const ToVoiceHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), voice: z.string() }),
  z.object({ type: z.literal('speak'), id: z.number().int(), voice: z.string(), text: z.string(), wordsPerMinute: z.number().int().positive() }),
  /** Nothing more is said about that request. */
  z.object({ type: z.literal('cancel'), id: z.number().int() }),
]);
export type ToVoiceHost = z.output<typeof ToVoiceHost>;

export const FromVoiceHost = z.discriminatedUnion('type', [
  /** An open voice can speak now, or cannot: `failures` in a row, after which it is tried again by itself. */
  z.object({ type: z.literal('voice'), voice: z.string(), ready: z.boolean(), failures: z.number().int().nonnegative() }),
  /** Mono, 48 kHz, the first sample of the first one and the last of the last one audible. */
  z.object({ type: z.literal('chunk'), id: z.number().int(), samples: z.custom<Int16Array<ArrayBuffer>>((value) => value instanceof Int16Array) }),
  /** @property computeMs from the beginning of its turn on */
  z.object({ type: z.literal('done'), id: z.number().int(), computeMs: z.number() }),
  z.object({ type: z.literal('failed'), id: z.number().int() }),
]);
export type FromVoiceHost = z.output<typeof FromVoiceHost>;
