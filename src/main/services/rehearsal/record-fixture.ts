import type { LanguageTrace, SegmentTrace } from '../../../shared/live/trace.ts';

/** For tests: `text` spoken at one word every 300 ms, 250 ms each. */
export const said = (text: string, startMs: number): Array<{ text: string; startMs: number; endMs: number }> =>
  text.split(' ').map((word, index) => ({ text: word, startMs: startMs + index * 300, endMs: startMs + index * 300 + 250 }));

/** For tests: a finished segment of `speaker:anna`. */
export const fakeTrace = (overrides: Partial<SegmentTrace>): SegmentTrace => ({
  segmentId: 's1',
  speakerIdentity: 'speaker:anna',
  sourceLanguage: 'en',
  wordCount: 3,
  mediaStartMs: 0,
  mediaEndMs: 900,
  speechStartArrivedMs: 0,
  speechEndArrivedMs: 900,
  committedMs: 1_200,
  committedBy: 'endpoint',
  languages: [],
  done: true,
  ...overrides,
});

/** For tests: a translation into Spanish whose first sample went out at `outMs` and whose last at `lastMs`. */
export const spoken = (outMs: number, lastMs: number, overrides: Partial<LanguageTrace> = {}): LanguageTrace => ({ language: 'es', outcome: 'spoken', firstSampleOutMs: outMs, lastSampleOutMs: lastMs, ...overrides });
