import { describe, expect, test } from 'vitest';
import { quiet, readAtItsEnd, type SpeechGateState, stepSpeechGate, type UnbrokenSpeech } from './speech-gate.ts';

const STEP_MS = 10;
const SAMPLES_PER_MS = 16;

/** `#` the detector says speech and there is sound, `_` it still does and there is none, `.` neither, `~` noise hides the level and there is none. */
type Mark = '#' | '_' | '.' | '~';

/** What happens while `pattern` is heard, in steps of 10 ms, as `event@milliseconds`. */
function listen(
  pattern: ReadonlyArray<readonly [mark: Mark, milliseconds: number]>,
  { openEnded = false, busyUntilMs = 0, unbroken }: { readonly openEnded?: boolean; readonly busyUntilMs?: number; readonly unbroken?: UnbrokenSpeech } = {},
): string[] {
  let state: SpeechGateState = quiet;
  let [nowMs, quietMs, loudMs] = [0, 0, 0];
  const events: string[] = [];
  for (const [mark, milliseconds] of pattern) {
    for (let left = milliseconds; left > 0; left -= STEP_MS) {
      nowMs += STEP_MS;
      const silent = mark === '_' || mark === '.';
      quietMs = silent ? quietMs + STEP_MS : 0;
      loudMs = silent ? 0 : loudMs + STEP_MS;
      const [next, event] = stepSpeechGate(state, {
        heardSample: nowMs * SAMPLES_PER_MS,
        voiced: mark === '#' || mark === '_',
        quietSamples: quietMs * SAMPLES_PER_MS,
        loudSamples: loudMs * SAMPLES_PER_MS,
        openEnded,
        channelsBusy: nowMs < busyUntilMs,
      }, unbroken);
      state = next;
      if (event) events.push(`${event.type}@${nowMs}`);
    }
  }
  return events;
}

describe('stepSpeechGate', () => {
  test.each<[string, Array<[Mark, number]>, string[]]>([
    ['nothing is said', [['.', 3_000]], []],
    ['an opening is waited for', [['#', 500], ['_', 160], ['.', 300]], ['started@10', 'stopped@740']],
    ['a comma after an opening does not end it', [['#', 500], ['_', 160], ['.', 40], ['#', 2_000], ['_', 160], ['.', 100]], ['started@10', 'stopped@2880']],
    ['an early pause is taken', [['#', 1_500], ['_', 160]], ['started@10', 'stopped@1620']],
    ['a later one must be that of a clause', [['#', 2_500], ['_', 160], ['#', 100], ['_', 160], ['.', 100]], ['started@10', 'stopped@2940']],
    ['what the detector still calls speech begins nothing', [['#', 1_500], ['_', 200], ['.', 300]], ['started@10', 'stopped@1620']],
    ['speech goes on while the detector has not let go', [['#', 1_500], ['_', 120], ['#', 100]], ['started@10', 'stopped@1620', 'started@1650']],
    ['noise hides the level: 128 ms without speech end a phrase', [['#', 2_000], ['~', 200]], ['started@10', 'stopped@2140']],
    ['… and 288 ms an opening', [['#', 600], ['~', 400]], ['started@10', 'stopped@900']],
    ['… and after 15 s any pause', [['#', 15_100], ['~', 10]], ['started@10', 'stopped@15110']],
    ['after 25 s it is cut, and goes on as the next', [['#', 25_600]], ['started@10', 'stopped@25010', 'started@25020']],
  ])('%s', (_, pattern, expected) => {
    expect(listen(pattern)).toEqual(expected);
  });

  test('speech that is read at its end is cut sooner, and at any pause sooner', () => {
    expect(listen([['#', 8_600]], { unbroken: readAtItsEnd })).toEqual(['started@10', 'stopped@8010', 'started@8020']);
    expect(listen([['#', 4_100], ['~', 10]], { unbroken: readAtItsEnd })).toEqual(['started@10', 'stopped@4110']);
  });

  test('words that ask for another one are waited for', () => {
    expect(listen([['#', 2_500], ['_', 150], ['.', 400]], { openEnded: true })).toEqual(['started@10', 'stopped@2790']);
    expect(listen([['#', 2_500], ['_', 400], ['.', 400]], { openEnded: true })).toEqual(['started@10', 'stopped@2900']);
  });

  test('a pause is waited for as long as the channels are busy anyway, up to 240 ms', () => {
    expect(listen([['#', 1_500], ['_', 160], ['.', 300]], { busyUntilMs: 3_000 })).toEqual(['started@10', 'stopped@1740']);
    expect(listen([['#', 2_500], ['_', 160], ['.', 300]], { busyUntilMs: 3_000 })).toEqual(['started@10', 'stopped@2740']);
    expect(listen([['#', 1_500], ['_', 160], ['.', 300]], { busyUntilMs: 1_650 })).toEqual(['started@10', 'stopped@1650']);
    expect(listen([['#', 1_500], ['_', 160], ['.', 300]], { busyUntilMs: 1_550 })).toEqual(['started@10', 'stopped@1620']);
    expect(listen([['#', 1_500], ['_', 160], ['.', 40], ['#', 1_000], ['_', 160], ['.', 300]], { busyUntilMs: 2_000 })).toEqual(['started@10', 'stopped@2880']);
  });

  test('places the end of speech where the pause began', () => {
    const input = { heardSample: 100_000, voiced: true, quietSamples: 4_000, loudSamples: 0, openEnded: false, channelsBusy: false };
    expect(stepSpeechGate({ kind: 'speech', from: 60_000, quietFrom: undefined }, input)[1]).toEqual({ type: 'stopped', atSample: 96_000, heardSample: 100_000 });
    const [, late] = stepSpeechGate({ kind: 'speech', from: 60_000, quietFrom: 97_000 }, { ...input, voiced: false, quietSamples: 0 });
    expect(late).toEqual({ type: 'stopped', atSample: 94_392, heardSample: 100_000 });
  });
});
