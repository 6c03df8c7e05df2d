import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type Client, createClient } from '../../shared/link/create-client.ts';
import { ReconnectingLink } from '../../shared/link/reconnecting-link.ts';
import { socketWire } from '../../shared/link/wire.ts';
import { freePort } from '../services/nodes/ports.ts';

const root = join(import.meta.dirname, '../../..');

/** Where a console listens: its page, and its local node. */
interface ConsolePorts {
  readonly web: number;
  readonly nodeHttp: number;
  readonly nodeRtc: number;
}

/** The built web host as a process of its own, and a page's view of it. */
export class ConsoleProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly client: Client;
  readonly ports: ConsolePorts;
  /** Milliseconds from spawn to the printed address. */
  readonly startedInMs: number;
  readonly #link: ReconnectingLink;

  private constructor(child: ChildProcess, ports: ConsolePorts, link: ReconnectingLink, startedInMs: number) {
    this.child = child;
    this.ports = ports;
    this.#link = link;
    this.client = createClient(link);
    this.startedInMs = startedInMs;
  }

  /**
   * Starts the console on `dataDir` and claims its session as a page would.
   *
   * @param samePorts of a console that ran before, in place of free ones
   * @throws Error with its output when it does not start
   */
  static async start(dataDir: string, samePorts?: ConsolePorts): Promise<ConsoleProcess> {
    const startMs = performance.now();
    const ports = samePorts ?? { web: await freePort('tcp'), nodeHttp: await freePort('tcp'), nodeRtc: await freePort('udp') };
    const child = spawn(
      process.execPath,
      [join(root, 'out/main/web.js'), '--no-open', '--port', String(ports.web), '--node-ports', `${ports.nodeHttp},${ports.nodeRtc}`, '--data-dir', dataDir],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const { address } = await printedAddress(child);
    const startedInMs = performance.now() - startMs;
    const { host, port, hash } = new URL(address);
    const cookie = await claim(host, Number(port), new URLSearchParams(hash.slice(1)).get('code') ?? '');
    const headers = { host, origin: `http://${host}`, cookie };
    return new ConsoleProcess(child, ports, new ReconnectingLink({ openWire: socketWire(() => new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers })) }), startedInMs);
  }

  /** Ends the process without warning. */
  async kill(): Promise<void> {
    this.#link.dispose();
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#link.dispose();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }
}

async function printedAddress(child: ChildProcess): Promise<{ address: string }> {
  const output: string[] = [];
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output.push(chunk.toString());
      const address = /http:\/\/\S+#code=\S+/.exec(output.join(''))?.[0];
      if (address !== undefined) resolve({ address });
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the console ended with ${code}: ${output.join('')}`)));
  });
}

/** Exchanges the one-time code for the session's cookie. */
async function claim(host: string, port: number, code: string): Promise<string> {
  const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/session', headers: { host, origin: `http://${host}`, 'content-type': 'application/json' }, agent: false });
  sent.end(JSON.stringify({ code }));
  const [response] = await once(sent, 'response');
  response.resume();
  const cookie = (response.headers['set-cookie'] as string[] | undefined)?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`the session was refused: ${response.statusCode}`);
  return cookie;
}
