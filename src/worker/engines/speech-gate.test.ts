import { describe, expect, test } from 'vitest';
import { quiet, type SpeechGateState, stepSpeechGate } from './speech-gate.ts';

const WINDOW = 512;

/** `pattern`: what voice activity says, and for how many windows: `#` speech, `.` none. */
function listen(...pattern: ReadonlyArray<readonly [mark: '#' | '.', windows: number]>): string[] {
  let state: SpeechGateState = quiet;
  let window = 0;
  const events: string[] = [];
  for (const [mark, windows] of pattern) {
    for (let count = 0; count < windows; count++) {
      window += 1;
      const [next, event] = stepSpeechGate(state, mark === '#', window * WINDOW);
      state = next;
      if (event) events.push(`${event.type}@${window}`);
    }
  }
  return events;
}

describe('stepSpeechGate', () => {
  test.each([
    ['nothing is said', [['.', 100]], []],
    ['a phrase ends after 128 ms of quiet', [['.', 1], ['#', 50], ['.', 20]], ['started@2', 'stopped@56']],
    ['a short opening is waited for 288 ms', [['#', 20], ['.', 20]], ['started@1', 'stopped@30']],
    ['a comma after an opening does not end it', [['#', 20], ['.', 8], ['#', 30], ['.', 20]], ['started@1', 'stopped@63']],
    ['after 15 s the first quiet window will do', [['#', 480], ['.', 1]], ['started@1', 'stopped@481']],
    ['after 25 s it is cut, and goes on as the next', [['#', 800]], ['started@1', 'stopped@783', 'started@784']],
  ] as Array<[string, Array<['#' | '.', number]>, string[]]>)('%s', (_, pattern, expected) => {
    expect(listen(...pattern)).toEqual(expected);
  });

  test('places the end of speech before the pause, never before its start', () => {
    const [, event] = stepSpeechGate({ kind: 'speech', from: 100_000, quietFrom: 150_000 }, false, 153_000);
    expect(event).toEqual({ type: 'stopped', atSample: 147_392, heardSample: 153_000 });
    const [, blip] = stepSpeechGate({ kind: 'speech', from: 100_000, quietFrom: 100_512 }, false, 110_000);
    expect(blip).toMatchObject({ atSample: 100_000 });
  });
});
