import { describe, expect, test } from 'vitest';
import type { NodeLogLine } from '../../../shared/contract/nodes.ts';
import { appendLog, filterLog } from './log-filter.ts';

const line = (seq: number, level: NodeLogLine['level'], nodeId: string, message: string): NodeLogLine => ({ seq, atMs: seq * 10, level, nodeId, message });
const lines = [line(1, 'debug', 'livekit', 'ICE pair tried'), line(2, 'info', 'livekit', 'room created'), line(3, 'warn', 'session', 'frames late'), line(4, 'error', 'engines', 'model INVALID')];

describe('filterLog', () => {
  test.each([
    ['everything', { minLevel: 'debug', nodeId: undefined, search: '' }, [1, 2, 3, 4]],
    ['this level and graver ones', { minLevel: 'warn', nodeId: undefined, search: '' }, [3, 4]],
    ['one source', { minLevel: 'debug', nodeId: 'livekit', search: '' }, [1, 2]],
    ['words in any case', { minLevel: 'debug', nodeId: undefined, search: ' invalid ' }, [4]],
    ['words in the source', { minLevel: 'debug', nodeId: undefined, search: 'SESS' }, [3]],
    ['nothing that fits', { minLevel: 'error', nodeId: 'livekit', search: '' }, []],
  ] as const)('%s', (_, filter, expected) => {
    expect(filterLog(lines, filter).map(({ seq }) => seq)).toEqual(expected);
  });
});

describe('appendLog', () => {
  test('keeps the newest', () => {
    expect(appendLog(lines, line(5, 'info', 'livekit', 'x'), 3).map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  test('a line that is known already changes nothing', () => {
    expect(appendLog(lines, line(2, 'info', 'livekit', 'room created'), 10)).toBe(lines);
  });

  test('a host that was restarted counts from the beginning again', () => {
    const first = { ...line(1, 'info', 'livekit', 'started'), atMs: 9_999 };
    expect(appendLog(lines, first, 10).at(-1)).toBe(first);
  });
});
