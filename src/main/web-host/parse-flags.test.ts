import { describe, expect, test } from 'vitest';
import { parseFlags } from './parse-flags.ts';

describe('parseFlags', () => {
  test('without flags it opens a window and starts everything', () => {
    expect(parseFlags([])).toMatchObject({ open: true, autoStart: true, port: undefined, nodePorts: undefined, help: false });
  });

  test('takes every flag', () => {
    expect(parseFlags(['--no-open', '--port', '5000', '--data-dir', '/srv/x', '--no-rehearsal', '--node-ports', '7880,7882'])).toEqual({
      open: false,
      autoStart: false,
      port: 5000,
      dataDir: '/srv/x',
      nodePorts: { httpPort: 7880, rtcPort: 7882 },
      help: false,
    });
  });

  test.for([['--colour'], ['extra'], ['--port'], ['--port', '80'], ['--port', '4870x'], ['--port', '70000'], ['--node-ports', '7880'], ['--node-ports', '1,2']])('refuses %o and points to --help or says what it takes', (args) => {
    expect(() => parseFlags(args)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(/--help|takes/) }));
  });
});
