import { z } from 'zod';

/**
 * Messages between the synthesiser and a voice thread. The thread works on one request at a time and cannot read messages
 * meanwhile, so a request is stopped through shared memory: the thread stops the request whose id stands in `stop[0]`.
 */
export const ToVoiceThread = z.discriminatedUnion('type', [
  z.object({ type: z.literal('speak'), id: z.number().int(), text: z.string(), wordsPerMinute: z.number().int() }),
  /** Speaks to nobody, so that the engine is compiled before it is needed; answered with `done`, and with `practising` meanwhile instead of chunks. */
  z.object({ type: z.literal('practise'), id: z.number().int(), text: z.string(), wordsPerMinute: z.number().int() }),
]);
export type ToVoiceThread = z.output<typeof ToVoiceThread>;

/** What a thread is started with. */
export const VoiceThreadData = z.object({ voice: z.string(), stop: z.custom<Int32Array<SharedArrayBuffer>>((value) => value instanceof Int32Array) });

export const FromVoiceThread = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), sampleRateHz: z.number().int().positive() }),
  z.object({ type: z.literal('chunk'), id: z.number().int(), samples: z.custom<Int16Array<ArrayBuffer>>((value) => value instanceof Int16Array) }),
  z.object({ type: z.literal('practising'), id: z.number().int() }),
  z.object({ type: z.literal('done'), id: z.number().int(), computeMs: z.number() }),
]);
export type FromVoiceThread = z.output<typeof FromVoiceThread>;
