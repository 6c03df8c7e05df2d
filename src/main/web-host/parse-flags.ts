import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../shared/app-error.ts';
import type { LocalNodeConfig } from '../../shared/contract/nodes.ts';
import { dataDir } from '../data-dir.ts';

/** How the web host was asked to run. */
export interface WebHostFlags {
  readonly open: boolean;
  readonly autoStart: boolean;
  /** `undefined`: the usual port, or a free one near it. */
  readonly port: number | undefined;
  readonly dataDir: string;
  readonly nodePorts: LocalNodeConfig | undefined;
  readonly help: boolean;
}

/** What `--help` prints. */
export const USAGE = `Dragoman, the console for live-interpreted events, in the browser.

  --no-open              print the address and open no window
  --port <n>             port of the console (usual: 4870)
  --data-dir <folder>    where settings, secrets and the archive are (or DRAGOMAN_HOME)
  --no-rehearsal         start neither the media server nor a rehearsal by itself
  --node-ports <n>,<n>   signal (TCP) and media (UDP) port of the local media server
  --help                 this text
`;

/** @throws INVALID_INPUT an unknown flag or a value that cannot be, in words */
export function parseFlags(args: readonly string[]): WebHostFlags {
  const values = parse(args);
  return {
    open: !values['no-open'],
    autoStart: !values['no-rehearsal'],
    port: values.port === undefined ? undefined : portOf('--port', values.port),
    dataDir: values['data-dir'] === undefined ? dataDir() : resolve(values['data-dir']),
    nodePorts: values['node-ports'] === undefined ? undefined : nodePortsOf(values['node-ports']),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'no-open': { type: 'boolean' },
        'no-rehearsal': { type: 'boolean' },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        'node-ports': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.split('. ')[0] : String(thrown);
    throw new AppError('INVALID_INPUT', `${reason}. See --help for what can be given.`, { cause: thrown });
  }
}

function portOf(flag: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1024 && port <= 65_535) return port;
  throw new AppError('INVALID_INPUT', `${flag} takes a port from 1024 to 65535, not "${text}".`);
}

function nodePortsOf(text: string): LocalNodeConfig {
  const [http, rtc, ...more] = text.split(',');
  if (http === undefined || rtc === undefined || more.length > 0) throw new AppError('INVALID_INPUT', '--node-ports takes two ports, for example 7880,7882.');
  return { httpPort: portOf('--node-ports', http), rtcPort: portOf('--node-ports', rtc) };
}
