import type { z } from 'zod';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import type { SpokenWord } from '../../../shared/protocol/rehearsal-protocol.ts';
import { spokenWords } from './spoken-words.ts';
import { alignWords, type AlignmentStep, type TimedWord } from './word-alignment.ts';

type Word = z.output<typeof SpokenWord>;

/** What one synthetic speaker said, in order, with the times at its encoder. */
export interface SpokenScript {
  readonly identity: string;
  readonly words: readonly Word[];
}

/** What the console made of one stretch of that speech. */
export interface HeardSegment {
  readonly trace: SegmentTrace;
  /** The committed source text; empty while it has not arrived. */
  readonly text: string;
}

/** When the words of a segment were really spoken: at the speaker's encoder, not where the recogniser believes. */
export interface SpokenSpan {
  readonly firstWordStartMs: number;
  readonly lastWordEndMs: number;
}

export interface FloorAlignment {
  readonly steps: readonly AlignmentStep[];
  /** By segment id. A segment without any word of the script has no span. */
  readonly spans: ReadonlyMap<string, SpokenSpan>;
}

/**
 * Finds, for every segment of one speaker, which words of the script it stands for, by aligning the recognised words with
 * the spoken ones. A segment spans its first to its last aligned word (matches and substitutions; a word that the
 * recogniser missed at the edge of a segment belongs to none).
 */
export function alignFloor(script: SpokenScript, segments: readonly HeardSegment[]): FloorAlignment {
  const spoken = script.words.flatMap(pieces);
  const ordered = segments.filter(({ trace }) => trace.speakerIdentity === script.identity).sort((a, b) => a.trace.speechStartArrivedMs - b.trace.speechStartArrivedMs);
  const heard: TimedWord[] = [];
  const owners: string[] = [];
  for (const { trace, text } of ordered) {
    const words = spokenWords(text);
    const stepMs = (trace.speechEndArrivedMs - trace.speechStartArrivedMs) / Math.max(1, words.length);
    for (const [index, word] of words.entries()) {
      // The arrival of a word is not known exactly; spreading the words evenly is far closer than the band needs.
      heard.push({ text: word, atMs: Math.max(heard.at(-1)?.atMs ?? 0, trace.speechStartArrivedMs + (index + 0.5) * stepMs) });
      owners.push(trace.segmentId);
    }
  }
  const steps = alignWords(
    spoken.map(({ text, startMs, endMs }) => ({ text, atMs: (startMs + endMs) / 2 })),
    heard,
  );
  const spans = new Map<string, SpokenSpan>();
  for (const step of steps) {
    if (step.kind !== 'match' && step.kind !== 'substitution') continue;
    const owner = owners[step.heard] as string;
    const word = spoken[step.reference] as Word;
    spans.set(owner, { firstWordStartMs: spans.get(owner)?.firstWordStartMs ?? word.startMs, lastWordEndMs: word.endMs });
  }
  return { steps, spans };
}

/** A written word is several spoken ones where it holds a number; its time is divided evenly. */
function pieces(word: Word): Word[] {
  const texts = spokenWords(word.text);
  const stepMs = (word.endMs - word.startMs) / Math.max(1, texts.length);
  return texts.map((text, index) => ({ text, startMs: word.startMs + index * stepMs, endMs: word.startMs + (index + 1) * stepMs }));
}
