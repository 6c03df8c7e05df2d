import { expect, test } from 'vitest';
import type { Caption } from '../../../shared/live/caption.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import { LiveHub } from './live-hub.ts';

const caption = (segmentId: string, overrides: Partial<Caption>): Caption => ({
  id: `${segmentId}/en`,
  segmentId,
  language: 'en',
  sourceLanguage: 'en',
  kind: 'source',
  speakerIdentity: 'speaker:a',
  speakerName: 'A',
  stable: '',
  unstable: '',
  final: false,
  revision: 3,
  spokenStartMs: 0,
  spokenEndMs: 0,
  publishedAtMs: 0,
  ...overrides,
});

test('what a worker had begun when it died is ended: its committed words stay, all else goes', () => {
  const hub = new LiveHub(['es']);
  hub.receive({ type: 'caption', caption: caption('final', { stable: 'All of it', final: true }) });
  hub.receive({ type: 'caption', caption: caption('begun', { stable: 'Some of', unstable: 'it' }) });
  hub.receive({ type: 'caption', caption: caption('guessed', { unstable: 'perhaps' }) });
  hub.receive({ type: 'caption', caption: caption('of-another', { unstable: 'Good' }) });
  const trace: SegmentTrace = {
    segmentId: 'final',
    speakerIdentity: 'speaker:a',
    sourceLanguage: 'en',
    wordCount: 3,
    mediaStartMs: 0,
    mediaEndMs: 0,
    speechStartArrivedMs: 0,
    speechEndArrivedMs: 0,
    committedMs: 0,
    committedBy: 'endpoint',
    languages: [
      { language: 'es', outcome: 'pending' },
      { language: 'fr', outcome: 'spoken' },
    ],
    done: false,
  };
  hub.receive({ type: 'trace', trace });

  const ids = new Set(['final', 'final/en', 'begun/en', 'guessed/en']);
  expect(hub.end(ids)).toEqual([caption('begun', { stable: 'Some of', final: true, revision: 4 })]);
  expect(hub.captions.values).toEqual([
    caption('final', { stable: 'All of it', final: true }),
    caption('of-another', { unstable: 'Good' }),
    caption('begun', { stable: 'Some of', final: true, revision: 4 }),
    caption('guessed', { final: true, revision: 4 }),
  ]);
  expect(hub.traces.values.map(({ done, languages }) => ({ done, outcomes: languages.map(({ outcome }) => outcome) }))).toEqual([{ done: true, outcomes: ['dropped', 'spoken'] }]);
  expect(hub.end(ids)).toEqual([]);
});
