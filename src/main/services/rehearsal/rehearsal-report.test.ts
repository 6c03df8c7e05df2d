import { describe, expect, test } from 'vitest';
import type { ChannelSource, ChannelStatus, ChannelSwitch } from '../../../shared/live/channel.ts';
import type { EngineStatus } from '../../../shared/live/stats.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import { fakeTrace, said, spoken } from './record-fixture.ts';
import { RehearsalRecord } from './rehearsal-record.ts';
import { rehearsalReport } from './rehearsal-report.ts';

const channel = (overrides: Partial<ChannelStatus> = {}): ChannelStatus => ({ language: 'es', trackName: 'channel:es', source: 'machine', reason: 'translator-ready', sinceMs: 0, translator: 'apertium', voice: 'espeak-ng', path: ['en', 'es'], lagMs: 0, droppedClauses: 0, policy: 'machine-until-human', takeover: 'drop', rate: 1, ...overrides });
const engine = (id: string, state: EngineStatus['state'], message: string): EngineStatus => ({ id, kind: 'recogniser', serves: [], state, message });
const track = (overrides: object = {}) => ({ track: 'channel:es', audioSeconds: 10, elapsedSeconds: 10, gaps: 0, longestGapMs: 0, unsubscribed: 0, subscriptions: 1, ...overrides });
const stats = (overrides: object = {}) => ({ language: 'es', outQueueMs: 0, unwrittenMs: 0, twoVoicesMs: 0, noSourceMs: 0, ...overrides });
const caption = (language: string, text: string, overrides: object = {}) =>
  ({ type: 'caption-heard', captionId: `s1/${language}`, language, sourceLanguage: 'en', segmentId: 's1', text, stableLength: 0, final: true, atMs: 0, ...overrides }) as const;

/** A rehearsal of one sentence in which nothing went wrong. */
function perfect(trace: Partial<SegmentTrace> = {}): RehearsalRecord {
  const record = new RehearsalRecord();
  record.takeChannels([channel()]);
  record.takeWorker({ type: 'probe', tracks: [track({ audioSeconds: 5, elapsedSeconds: 5 })] });
  record.begin();
  record.takeWorker({ type: 'line-started', index: 0, speaker: 'A', text: 'Good morning, everyone.', atMs: 10_000 });
  record.takeWorker({ type: 'line-ended', index: 0, speaker: 'A', identity: 'speaker:anna', text: 'Good morning, everyone.', words: said('Good morning, everyone.', 10_000), startMs: 10_000, endMs: 10_850 });
  record.takeTrace(fakeTrace({ speechStartArrivedMs: 10_050, speechEndArrivedMs: 10_900, committedMs: 11_100, languages: [spoken(11_300, 12_500)], ...trace }));
  record.takeWorker(caption('en', 'good morning everyone'));
  record.takeWorker(caption('es', 'Buenos días a todos'));
  record.takeWorker({ type: 'heard', track: 'channel:es', atMs: 11_370 });
  record.takeWorker({ type: 'probe', tracks: [track({ audioSeconds: 15, elapsedSeconds: 15 })] });
  record.takeStats({ engines: [], channels: [stats()] });
  return record;
}

const take = { type: 'interpreter-take', take: { how: 'mute', heardAfterMs: 120, twoVoicesMs: 0, noSourceMs: 0, clicks: 0, loudnessLufs: -23, loudnessAfterLufs: -23 }, closedAtMs: 15_000 } as const;
const change = (atMs: number, from: ChannelSource, to: ChannelSource): ChannelSwitch => ({ language: 'es', atMs, from, to, reason: 'human-speaks' });

const report = (record: RehearsalRecord, final = true, nowMs = 20_000) => rehearsalReport(record, { languages: ['es'], nowMs, final });

describe('rehearsalReport', () => {
  test('a perfect rehearsal is a go, with its figures', () => {
    const record = perfect();
    record.takeUsage([{ name: 'apertium', pid: 1, cpuCores: 0.1, residentMb: 10 }, { name: 'apertium', pid: 2, cpuCores: 0.1, residentMb: 20 }]);
    record.takeUsage([{ name: 'apertium', pid: 1, cpuCores: 0.3, residentMb: 40 }]);
    expect(RehearsalReport.parse(report(record))).toEqual({
      verdict: 'go',
      reasons: [],
      seconds: 10,
      floor: { segments: 1, wordErrorRate: 0, normalisedErasure: 0 },
      languages: {
        es: {
          engine: 'apertium + espeak-ng',
          captions: 1,
          spoken: 1,
          measured: 1,
          onsetsHeard: 1,
          machineDelayMs: { p50: 520, p95: 520 },
          earVoiceSpanMs: { p50: 1_370, p95: 1_370 },
          stagesMs: { networkIn: 50, recogniser: 0, stability: 200, translator: 0, voice: 0, queue: 200, networkOut: 70, playout: 0 },
          slowStagesMs: { networkIn: 50, recogniser: 0, stability: 200, translator: 0, voice: 0, queue: 200, networkOut: 70, playout: 0 },
          gaps: 0,
          audioSeconds: 10,
          lostSegments: 0,
          normalisedErasure: 0,
          changedCommittedWords: 0,
          twoVoicesMs: 0,
        },
      },
      processes: { apertium: { cpuCores: 0.25, residentMb: 35 } },
    });
  });

  test('goals are judged once twenty segments were measured', () => {
    const record = perfect();
    const goals = [];
    for (let n = 1; n < 20; n++) {
      const laterMs = n * 10_000;
      goals.push(report(record, true, 10_000 + laterMs).goals);
      const segmentId = `s${n + 1}`;
      const text = 'Good morning, everyone.';
      record.takeWorker({ type: 'line-ended', index: n, speaker: 'A', identity: 'speaker:anna', text, words: said(text, 10_000 + laterMs), startMs: 10_000 + laterMs, endMs: 10_850 + laterMs });
      record.takeTrace(fakeTrace({ segmentId, speechStartArrivedMs: 10_050 + laterMs, speechEndArrivedMs: 10_900 + laterMs, committedMs: 11_100 + laterMs, languages: [spoken(11_300 + laterMs, 12_500 + laterMs)] }));
      record.takeWorker(caption('en', 'good morning everyone', { segmentId, captionId: `${segmentId}/en` }));
      record.takeWorker({ type: 'heard', track: 'channel:es', atMs: 11_370 + laterMs });
    }
    expect(goals).toEqual(goals.map(() => undefined));
    expect(report(record, true, 220_000).goals).toEqual({ machineDelayP95Ms: 555, earVoiceSpanP95Ms: 4_000, met: true, missed: {} });
  });

  test('while it runs, what may still change counts neither as spoken nor as measured', () => {
    expect(report(perfect(), false, 12_000).languages['es']).toMatchObject({ spoken: 0, measured: 0, machineDelayMs: { p50: 520 } });
    expect(report(perfect(), false).languages['es']).toMatchObject({ spoken: 1, measured: 1 });
  });

  const worse: ReadonlyArray<readonly [string, (record: RehearsalRecord) => void, RegExp]> = [
    ['wrong words', (record) => record.takeWorker(caption('en', 'good mourning everyone')), /words wrong/],
    ['a missing caption', (record) => record.captioned.clear(), /es: 1 of 1 segments have no caption/],
    ['a caption that was given up', (record) => {
      record.captioned.clear();
      record.takeWorker(caption('es', ''));
    }, /es: 1 of 1 segments have no caption/],
    ['a slow channel', (record) => {
      record.takeTrace(fakeTrace({ speechStartArrivedMs: 10_050, speechEndArrivedMs: 10_900, committedMs: 11_100, languages: [spoken(11_800, 12_500)] }));
      record.takeWorker({ type: 'heard', track: 'channel:es', atMs: 11_900 });
    }, /es: the machine delay is 1050 ms/],
    ['a span that is too long', (record) => {
      record.spoken.clear();
      const words = [...said('Good', 5_000), ...said('morning, everyone.', 10_300)];
      record.takeWorker({ type: 'line-ended', index: 0, speaker: 'A', identity: 'speaker:anna', text: 'Good morning, everyone.', words, startMs: 5_000, endMs: 10_850 });
      record.takeTrace(fakeTrace({ speechStartArrivedMs: 5_050, speechEndArrivedMs: 10_900, committedMs: 11_100, languages: [spoken(11_300, 12_500)] }));
    }, /es: the ear-voice span is 6.4 s .* the limit is 6 s/],
    ['a gap', (record) => record.takeWorker({ type: 'probe', tracks: [track({ audioSeconds: 15, elapsedSeconds: 15, gaps: 1 })] }), /es: the channel's audio was interrupted 1 time/],
    ['a track that went away', (record) => record.takeWorker({ type: 'probe', tracks: [track({ audioSeconds: 15, elapsedSeconds: 15, unsubscribed: 1 })] }), /interrupted 1 time/],
    ['too little audio', (record) => record.takeWorker({ type: 'probe', tracks: [track({ audioSeconds: 12, elapsedSeconds: 15 })] }), /es: 7.0 s of audio arrived in 10.0 s/],
    ['no track', (record) => record.takeWorker({ type: 'probe', tracks: [] }), /never heard/],
    ['two voices', (record) => record.takeStats({ engines: [], channels: [stats({ twoVoicesMs: 30 })] }), /two voices .* 30 ms/],
    ['sound that was never written', (record) => {
      record.takeStats({ engines: [], channels: [stats({ unwrittenMs: 500 })] });
    }, /es: 500 ms of sound were missing within a second \(never written: 500 ms in all, lost on the way: 0 ms\)/],
    ['sound that did not arrive', (record) => {
      record.takeWorker({ type: 'probe', tracks: [track({ audioSeconds: 15, elapsedSeconds: 15, concealedSamples: 0, totalSamples: 720_000 })] });
      record.takeWorker({ type: 'probe', tracks: [track({ audioSeconds: 16, elapsedSeconds: 16, concealedSamples: 9_600, totalSamples: 768_000 })] });
    }, /es: 200 ms of sound were missing within a second/],
    ['many frames that were never written', (record) => {
      for (let second = 0; second <= 11; second++) record.takeStats({ engines: [], channels: [stats({ unwrittenMs: second * 20 })] });
    }, /es: 2.2 % of the channel's sound was missing/],
    ['a changed word', (record) => record.takeWorker(caption('es', 'Buenas noches a todos')), /changed after they had been committed/],
    ['captions that flicker', (record) => ['Guten Tag', 'Good day to all'].forEach((text) => record.takeWorker(caption('en', text, { captionId: 's2/en', final: false }))), /captions flicker: 0.67 words/],
    ['a segment that was never said', (record) => record.takeTrace(fakeTrace({ languages: [{ language: 'es', outcome: 'dropped' }] })), /es: 1 of 1 segments were never said/],
    ['silence on the channel', (record) => record.onsets.clear(), /could not be measured/],
    ['nothing recognised', (record) => record.traces.clear(), /No segment/],
  ];
  test.each(worse)('%s is a no-go, in words', (_, spoil, reason) => {
    const record = perfect();
    spoil(record);
    const { verdict, reasons } = report(record);
    expect(verdict).toBe('no-go');
    expect(reasons.join('\n')).toMatch(reason);
  });

  test('single frames that are missing are told, and are no reason against it', () => {
    const record = perfect();
    for (const missed of [0, 1, 3, 3]) record.takeStats({ engines: [], channels: [stats({ unwrittenMs: missed * 10 })] });
    expect(report(record)).toMatchObject({ verdict: 'go', languages: { es: { unwrittenMs: 30, worstSecondMs: 20 } } });
  });

  test('gaps from before the reading do not count', () => {
    const record = new RehearsalRecord();
    record.takeWorker({ type: 'probe', tracks: [track({ gaps: 2, unsubscribed: 1 })] });
    record.begin();
    expect(record.heardOf('channel:es')).toEqual({ gaps: 0, audioSeconds: 0, elapsedSeconds: 0 });
  });

  /** A rehearsal whose channel never had a translator. */
  const untranslated = (language: string): RehearsalRecord => {
    const record = new RehearsalRecord();
    const { translator: _, voice: __, ...carriesFloor } = channel({ language, source: 'floor', reason: 'no-translator' });
    record.takeChannels([carriesFloor]);
    record.takeWorker({ type: 'probe', tracks: [track({ track: `channel:${language}` })] });
    record.takeTrace(fakeTrace({ languages: [] }));
    return record;
  };

  test('a channel without a translator owes no captions, and is a no-go', () => {
    expect(report(untranslated('es'))).toMatchObject({
      verdict: 'no-go',
      reasons: [expect.stringContaining('es: nothing here translates into it, so its channel carried the floor')],
      languages: { es: { engine: 'none', captions: 0, machineDelayMs: {} } },
    });
  });

  test('a floor that nobody understands is a no-go for that reason, in the words of the engine', () => {
    const record = untranslated('es');
    record.takeChannels([channel({ source: 'floor', reason: 'not-understood' })].map(({ translator: _, voice: __, ...carriesFloor }) => carriesFloor));
    record.traces.clear();
    record.takeStats({ channels: [], engines: [engine('rehearsal-en', 'missing', 'The model file model.int8.onnx is damaged.'), engine('apertium', 'ready', 'Apertium.')] });
    expect(report(record).reasons).toEqual([expect.stringContaining('No segment of the floor was recognised'), 'The model file model.int8.onnx is damaged.']);
  });

  test('an engine that is missing and that nothing is lost by is no reason, and neither is one that is back', () => {
    const record = perfect();
    record.takeStats({ channels: [], engines: [engine('libre', 'failed', 'The server does not answer.'), engine('voice', 'failed', 'The voice died.')] });
    expect(report(record)).toMatchObject({ verdict: 'go', reasons: [] });
    record.captioned.clear();
    record.takeStats({ channels: [], engines: [engine('libre', 'failed', 'The server does not answer.'), engine('voice', 'ready', 'It speaks.')] });
    expect(report(record).reasons).toEqual([expect.stringContaining('have no caption'), 'The server does not answer.']);
  });

  test('the channel of the floor language needs no translator', () => {
    expect(rehearsalReport(untranslated('en-GB'), { languages: ['en-GB'], nowMs: 20_000, final: true })).toMatchObject({ verdict: 'go', reasons: [] });
  });

  test('a translator that is gone at the end owes what it owed', () => {
    const record = perfect();
    const { translator: _, voice: __, ...carriesFloor } = channel({ source: 'floor', reason: 'no-translator' });
    record.takeChannels([carriesFloor]);
    record.captioned.clear();
    expect(report(record)).toMatchObject({ reasons: [expect.stringContaining('es: 1 of 1 segments have no caption')], languages: { es: { engine: 'apertium + espeak-ng' } } });
  });

  test('while it runs, what is on its way is not missed yet', () => {
    const record = perfect();
    record.captioned.clear();
    record.sourceTexts.clear();
    expect(report(record, false, 12_000)).toMatchObject({ verdict: 'go' });
    expect(report(record, false, 20_000)).toMatchObject({ verdict: 'no-go' });
  });

  test('at its end, an interpreter owes all takes of the plan', () => {
    const record = perfect();
    record.takeSwitch(change(11_900, 'machine', 'human'), 11_900);
    record.takeWorker(take);
    record.takeSwitch(change(15_080, 'human', 'machine'), 15_080);
    const reasons = (final: boolean) => rehearsalReport(record, { languages: ['es'], interpreter: 'es', seconds: 60, nowMs: 20_000, final }).reasons;
    expect(reasons(false)).toEqual([]);
    expect(reasons(true)).toEqual([expect.stringContaining('only 1 of the 3 planned takes'), expect.stringContaining('drops off the network')]);
  });

  test('a channel that stays with an interpreter who is gone is a no-go, though it was silent', () => {
    const record = perfect();
    record.takeSwitch(change(11_900, 'machine', 'human'), 11_900);
    record.takeWorker(take);
    const at = (nowMs: number) => rehearsalReport(record, { languages: ['es'], interpreter: 'es', nowMs, final: false });
    expect(at(15_200)).toMatchObject({ reasons: [], interpreter: { takes: [{ leftAfterMs: 200 }] } });
    expect(at(20_000).reasons).toEqual([expect.stringContaining('stayed with the interpreter for 5000 ms')]);
  });

  test('a session worker that was restarted does not forget its two voices', () => {
    const record = perfect();
    for (const twoVoicesMs of [40, 0, 10]) record.takeStats({ engines: [], channels: [stats({ twoVoicesMs })] });
    expect(record.twoVoicesMs('es')).toBe(50);
  });

  test('what was said while engines warmed up does not count, nor what comes of it later', () => {
    const record = perfect();
    const line = (index: number, text: string, startMs: number) => record.takeWorker({ type: 'line-ended', index, speaker: 'A', identity: 'speaker:anna', text, words: said(text, startMs), startMs, endMs: startMs + 900 });
    const segment = (segmentId: string, startMs: number) => record.takeTrace(fakeTrace({ segmentId, wordCount: 2, speechStartArrivedMs: startMs + 50, speechEndArrivedMs: startMs + 600, committedMs: startMs + 800, languages: [spoken(startMs + 1_000, startMs + 1_600)] }));

    record.takeWorker(take);
    record.takeWorker(caption('es', 'Muchas', { captionId: 's2/es', segmentId: 's2', stableLength: 6, final: false }));
    for (const twoVoicesMs of [0, 60]) record.takeStats({ engines: [], channels: [stats({ twoVoicesMs })] });

    record.beginAnew(20_000);
    // Said before, and committed, captioned and told of after.
    record.takeWorker(caption('es', 'Hasta luego', { captionId: 's2/es', segmentId: 's2', atMs: 20_100 }));
    segment('s2', 19_300);
    record.takeWorker(caption('en', 'see you', { captionId: 's2/en', segmentId: 's2', atMs: 20_200 }));
    record.takeWorker(caption('es', 'Buenos días a todos', { atMs: 20_200 }));
    line(1, 'See you.', 19_300);
    record.takeWorker(take);
    expect(report(record, false, 20_300)).toMatchObject({ floor: { segments: 0 }, languages: { es: { captions: 0, changedCommittedWords: 0, twoVoicesMs: 0 } } });
    expect([record.takes, record.joins]).toEqual([[], []]);

    line(2, 'Thank you.', 21_000);
    segment('s3', 21_000);
    record.takeWorker(caption('en', 'thank you', { captionId: 's3/en', segmentId: 's3', atMs: 21_900 }));
    record.takeWorker(caption('es', 'Gracias', { captionId: 's3/es', segmentId: 's3', atMs: 21_950 }));
    record.takeWorker({ type: 'heard', track: 'channel:es', atMs: 22_060 });
    record.takeWorker({ type: 'probe', tracks: [track({ audioSeconds: 25, elapsedSeconds: 25 })] });
    expect(report(record, false, 30_000)).toMatchObject({ reasons: [], floor: { segments: 1, wordErrorRate: 0 }, languages: { es: { captions: 1 } } });
  });

  test('forgets what is older than its window, and reports on the rest as if it were all', () => {
    const record = perfect();
    const all = report(record);
    record.takeWorker({ type: 'line-ended', index: 1, speaker: 'A', identity: 'speaker:anna', text: 'Thank you.', words: said('Thank you.', 70_000), startMs: 70_000, endMs: 70_550 });
    record.takeTrace(fakeTrace({ segmentId: 's2', wordCount: 2, speechStartArrivedMs: 70_050, speechEndArrivedMs: 70_600, committedMs: 70_800, languages: [spoken(71_000, 71_600)] }));
    record.takeWorker(caption('en', 'thank you', { captionId: 's2/en', segmentId: 's2', atMs: 70_900 }));
    record.takeWorker(caption('es', 'Gracias', { captionId: 's2/es', segmentId: 's2', atMs: 70_950 }));
    record.takeWorker({ type: 'heard', track: 'channel:es', atMs: 71_060 });

    record.forgetBefore(70_300);

    expect([...record.traces.keys(), ...record.sourceTexts.keys(), ...record.captioned.get('es')!.keys()]).toEqual(['s2', 's2', 's2']);
    // The window begins inside the sentence: all of its words stay, so that none counts as invented.
    expect(record.spoken.get('speaker:anna')?.map(({ text }) => text)).toEqual(['Thank', 'you.']);
    expect(record.onsets.get('channel:es')).toEqual([71_060]);
    expect(report(record, true, 80_000)).toMatchObject({ verdict: 'go', seconds: 9.7, floor: { segments: 1, wordErrorRate: 0 }, languages: { es: { captions: 1, gaps: all.languages['es']!.gaps } } });
  });
});

describe('the segments that delays stand for', () => {
  /** Ten sentences a second apart, all spoken; of the first `wordless` no words came, and the onsets of the last `unheard` are not heard. */
  function tenSentences({ wordless = 0, unheard = 0 }): RehearsalReport {
    const record = new RehearsalRecord();
    record.takeChannels([channel()]);
    record.begin();
    for (let index = 0; index < 10; index++) {
      const startMs = 10_000 + index * 4_000;
      const segmentId = `s${index}`;
      const text = `alpha${index} bravo${index} charlie${index}`;
      record.takeWorker({ type: 'line-ended', index, speaker: 'A', identity: 'speaker:anna', text, words: said(text, startMs), startMs, endMs: startMs + 850 });
      record.takeTrace(fakeTrace({ segmentId, mediaStartMs: startMs, speechStartArrivedMs: startMs + 50, speechEndArrivedMs: startMs + 900, committedMs: startMs + 1_100, languages: [spoken(startMs + 1_300, startMs + 2_500)] }));
      if (index >= wordless) record.takeWorker(caption('en', text, { segmentId, captionId: `${segmentId}/en` }));
      record.takeWorker(caption('es', 'Hola', { segmentId, captionId: `${segmentId}/es` }));
      if (index < 10 - unheard) record.takeWorker({ type: 'heard', track: 'channel:es', atMs: startMs + 1_370 });
    }
    return report(record, true, 60_000);
  }
  const aboutMeasuring = ({ reasons }: RehearsalReport) => reasons.filter((reason) => reason.includes('could be measured'));

  test('are told, with those whose onset was heard', () => {
    const result = tenSentences({ unheard: 3 });
    expect(result.languages['es']).toMatchObject({ spoken: 10, measured: 10, onsetsHeard: 7 });
    expect(aboutMeasuring(result)).toEqual([]);
  });

  test('are no go when more than one in ten of the spoken ones is missing', () => {
    const result = tenSentences({ wordless: 2 });
    expect(result.languages['es']).toMatchObject({ spoken: 10, measured: 8 });
    expect(aboutMeasuring(result)).toEqual(['es: the delay of only 8 of 10 spoken segments could be measured, so its figures say little; the limit is 90.0 %.']);
    expect(aboutMeasuring(tenSentences({ wordless: 1 }))).toEqual([]);
  });
});
