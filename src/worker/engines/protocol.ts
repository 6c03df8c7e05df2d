import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../../shared/app-error.ts';
import { ConfiguredEngine, EngineId } from '../../shared/engine-spec.ts';
import { LanguageTag } from '../../shared/language.ts';
import { EngineStatus, ProcessRef } from '../../shared/live/stats.ts';
import { CatalogueReply, CatalogueRequest, EngineTrial, EngineTrialReply } from '../../shared/protocol/catalogue-protocol.ts';
import { LogLine } from '../../shared/protocol/session-protocol.ts';

/**
 * Messages between a session worker and its engine host (Node IPC, `serialization: 'advanced'`, so PCM travels as typed
 * arrays). The engine host may die at any moment; nothing in it is needed to keep the channels' tracks running.
 *
 * All positions are samples of 16 kHz mono speaker time, counted from the stream's first sample.
 */

/** The one rate at which speech enters the engines, Hz, and the same per millisecond. */
export const ENGINE_SAMPLE_RATE_HZ = 16_000;
export const ENGINE_SAMPLES_PER_MS = ENGINE_SAMPLE_RATE_HZ / 1_000;
/** Audio of one speaker that may wait in the engine host to be heard, milliseconds; twice as much until a stream has caught up for the first time. What is older is left out: a translation that comes seconds late is of no use, and being late for ever is worse than a hole. */
export const MAX_ENGINE_WAIT_MS = 2_000;

const Samples = z.custom<Int16Array>((value) => value instanceof Int16Array, 'expected 16-bit samples');
/** Of synthesised speech, Hz. What a server claims beyond that would cost the session worker its memory. */
const SpeechRate = z.number().int().min(8_000).max(192_000);
const RequestId = z.number().int();

export const ToEngineHost = z.discriminatedUnion('type', [
  /** First message. Engines that cannot start are reported by `engines` and never stop the others. */
  z.object({
    type: z.literal('start'),
    resourcesDir: z.string(),
    floorLanguage: LanguageTag,
    languages: z.array(LanguageTag),
    /** The user's own engines with their keys, in the order of preference. */
    engines: z.array(ConfiguredEngine).default([]),
    /** Ids of models among them that are not loaded this time, because engine hosts ended again and again while they were. */
    setAside: z.array(EngineId).optional(),
  }),
  CatalogueRequest,
  EngineTrial,
  z.object({ type: z.literal('stream.open'), streamId: z.string(), language: LanguageTag }),
  /**
   * Contiguous; `firstSample` tells the engine host where a drop left a hole. `channelsBusy`: what is understood now would not be
   * spoken now, because most channels on which the machine would speak still say what came before.
   */
  z.object({ type: z.literal('stream.audio'), streamId: z.string(), firstSample: z.number().int(), samples: Samples, channelsBusy: z.boolean().optional() }),
  z.object({ type: z.literal('stream.close'), streamId: z.string() }),
  /** `startsSentence` false: the text goes on with a sentence that was begun before. */
  z.object({ type: z.literal('translate'), requestId: RequestId, text: z.string().max(4_000), source: LanguageTag, target: LanguageTag, startsSentence: z.boolean().optional() }),
  /** `rate`: 1 = the voice's normal pace, up to 1.3. */
  z.object({ type: z.literal('synthesise'), requestId: RequestId, text: z.string().max(4_000), language: LanguageTag, rate: z.number().min(0.8).max(1.3) }),
  /** Nothing more is sent for this request. */
  z.object({ type: z.literal('cancel'), requestId: RequestId }),
  /** Answered by `pong` at once, unless its thread is hung. */
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('shutdown') }),
]);
export type ToEngineHost = z.output<typeof ToEngineHost>;

/** A recognised word with its place in speaker time. */
export const HypothesisWord = z.object({ text: z.string(), startSample: z.number().int(), endSample: z.number().int() });
export type HypothesisWord = z.output<typeof HypothesisWord>;

export const FromEngineHost = z.discriminatedUnion('type', [
  /** All engines with their state, again after every change. */
  z.object({ type: z.literal('engines'), engines: z.array(EngineStatus) }),
  /**
   * Speech can be sent: voice activity and a recogniser of the floor language are loaded, or could not be (`engines` says so, and
   * no `route` then has a translator). Translators and voices follow and announce themselves by `route`.
   */
  z.object({ type: z.literal('ready') }),
  /**
   * How `target` is reached now from the floor language. No `translator` or no `voice`: not available (yet), `message` says why. What
   * is said in other languages may be translated all the same, by whoever has the pair.
   */
  z.object({
    type: z.literal('route'),
    target: LanguageTag,
    translator: z.string().optional(),
    voice: z.string().optional(),
    path: z.array(LanguageTag),
    message: z.string(),
    /** Somebody here recognises the floor language, or is being loaded for it. */
    understood: z.boolean(),
    /** Whoever may translate into it what is spoken here, and speak it, runs on this machine: what is asked for and then not needed costs nobody anything. */
    local: z.boolean(),
    /** Its voice speaks at the rate that it is asked for; one that does not is to be asked for 1. */
    ownRate: z.boolean().default(true),
    /** An engine has a voice for it, whether or not that speaks now. */
    speakable: z.boolean().default(true),
  }),
  CatalogueReply,
  EngineTrialReply,
  /** Audio of the stream was left out, because more waited to be recognised than may. */
  z.object({ type: z.literal('stream.lost'), streamId: z.string(), samples: z.number().int().positive() }),
  /** A recogniser was loaded: streams of `language` that are opened from now on are understood better than those opened before, or at all. */
  z.object({ type: z.literal('listening.better'), language: LanguageTag }),
  /** A segment of the stream has no words because the recogniser failed, or was too slow. */
  z.object({ type: z.literal('segment.lost'), streamId: z.string() }),
  /** Voice activity: speech began at `atSample`. */
  z.object({ type: z.literal('speech.started'), streamId: z.string(), atSample: z.number().int() }),
  /** Speech ended at `atSample` (its last voiced sample), known once `heardSample` had been heard. */
  z.object({ type: z.literal('speech.stopped'), streamId: z.string(), atSample: z.number().int(), heardSample: z.number().int() }),
  /**
   * The recogniser's current reading of segment `segment` (counted from 0 in each stream). `final`: speech ended and this
   * is the last reading of the segment; it always follows the `speech.stopped` of that segment.
   */
  z.object({
    type: z.literal('hypothesis'),
    streamId: z.string(),
    segment: z.number().int(),
    words: z.array(HypothesisWord),
    final: z.boolean(),
    /** With `final` only: what was read is not what anybody said. There are no words, and those shown of the segment are taken back. */
    refused: z.boolean(),
    /** The speaker pauses: unless speech goes on, the final reading will have the same words. */
    pausing: z.boolean(),
    heardSample: z.number().int(),
    /** Computing time of the recogniser for this segment so far, milliseconds. */
    computeMs: z.number(),
  }),
  z.object({ type: z.literal('translated'), requestId: RequestId, text: z.string(), computeMs: z.number() }),
  /** A piece of synthesised speech, mono; several per request, in order, then `spoken`. */
  z.object({ type: z.literal('speech'), requestId: RequestId, samples: Samples, sampleRateHz: SpeechRate }),
  z.object({ type: z.literal('spoken'), requestId: RequestId, computeMs: z.number() }),
  z.object({
    type: z.literal('failed'),
    requestId: RequestId,
    code: z.custom<ErrorCode>((value) => typeof value === 'string' && value in errorCodes),
    message: z.string(),
  }),
  /** The engine host and the programs it started (Apertium's pipelines). */
  z.object({ type: z.literal('processes'), processes: z.array(ProcessRef) }),
  /** `audioWaitMs`: the most audio of one speaker that waited to be heard since the last ping, milliseconds, of {@link MAX_ENGINE_WAIT_MS}. */
  z.object({ type: z.literal('pong'), audioWaitMs: z.number().nonnegative() }),
  LogLine,
]);
export type FromEngineHost = z.output<typeof FromEngineHost>;
