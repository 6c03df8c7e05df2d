import { z } from 'zod';
import { ENGINE_SAMPLE_RATE_HZ } from '../protocol.ts';
import type { Confidence, Transcript } from '../recogniser.ts';
import { spreadWords } from '../spread-words.ts';
import { HttpFailure } from './http-failure.ts';

const Word = z.object({ word: z.string(), start: z.number(), end: z.number() });
const Segment = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  words: z.array(Word).optional().catch(undefined),
  avg_logprob: z.number().optional().catch(undefined),
  no_speech_prob: z.number().optional().catch(undefined),
});

/** What Whisper servers answer: OpenAI's `json` and `verbose_json`, and whisper-asr-webservice's `json`. */
const Answer = z.object({
  text: z.string(),
  words: z.array(Word).optional().catch(undefined),
  segments: z.array(Segment).optional().catch(undefined),
});

/**
 * The transcript in a server's answer. Words are placed by the server's word times where it gives them, else spread evenly
 * over its segments, or over the whole.
 *
 * @param lengthSamples of the audio that was sent
 * @throws HttpFailure it is no transcript
 */
export function readTranscript(body: Buffer, lengthSamples: number): Transcript {
  const parsed = Answer.safeParse(parsedJson(body));
  if (!parsed.success) throw new HttpFailure('answers with something that is no transcript; check that it is the right kind of server');
  const { text, words, segments } = parsed.data;
  const timed = words ?? (segments?.length && segments.every((segment) => segment.words?.length) ? segments.flatMap((segment) => segment.words ?? []) : undefined);
  const within = (seconds: number): number => Math.min(lengthSamples, Math.max(0, Math.round(seconds * ENGINE_SAMPLE_RATE_HZ)));
  const placed = timed?.length
    ? timed.map(({ word, start, end }) => ({ text: word.trim(), startSample: within(start), endSample: within(end) }))
    : (segments?.length ? segments : [{ text, start: 0, end: lengthSamples / ENGINE_SAMPLE_RATE_HZ }]).flatMap((segment) =>
        spreadWords(segment.text, within(segment.start), within(segment.end)),
      );
  return { words: placed.filter((word) => word.text !== ''), confidence: confidenceOf(segments ?? []) };
}

/** Over all segments, weighted by their length. */
function confidenceOf(segments: ReadonlyArray<z.output<typeof Segment>>): Confidence {
  const mean = (of: (segment: z.output<typeof Segment>) => number | undefined): number | undefined => {
    const known = segments.flatMap((segment) => {
      const value = of(segment);
      return value === undefined ? [] : [{ value, weight: Math.max(0.01, segment.end - segment.start) }];
    });
    if (known.length === 0) return undefined;
    return known.reduce((sum, { value, weight }) => sum + value * weight, 0) / known.reduce((sum, { weight }) => sum + weight, 0);
  };
  const meanLogProb = mean((segment) => segment.avg_logprob);
  const noSpeechProb = mean((segment) => segment.no_speech_prob);
  return { ...(meanLogProb !== undefined && { meanLogProb }), ...(noSpeechProb !== undefined && { noSpeechProb }) };
}

/** @throws HttpFailure it is no JSON */
export function parsedJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpFailure('answers with something that is not JSON; check that it is the right kind of server');
  }
}
