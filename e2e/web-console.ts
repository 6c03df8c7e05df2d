import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { ConsoleOptions, ConsoleUnderTest } from './console.ts';
import { makeDataFolder } from './data-folder.ts';
import { freeTcpPort, freeUdpPort } from './free-port.ts';

const root = resolve(import.meta.dirname, '..');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/** The browser that opens the console in tests. */
export const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Flags without which headless Chromium hears nothing from an SFU on loopback. */
export const mediaFlags = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  // A container's sandbox has no place for Chromium's own; the pages opened here are ours.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

interface Running {
  readonly host: ChildProcess;
  readonly output: readonly string[];
  /** With the one-time code. */
  readonly address: string;
}

/** A running web host with a data folder and ports of its own, and a browser that has claimed its session. */
export class WebConsole implements ConsoleUnderTest {
  readonly context: BrowserContext;
  readonly origin: string;
  readonly #browser: Browser;
  readonly #home: string;
  readonly #args: readonly string[];
  #running: Running;

  private constructor(parts: { running: Running; browser: Browser; context: BrowserContext; home: string; args: readonly string[] }) {
    this.#running = parts.running;
    this.#browser = parts.browser;
    this.#home = parts.home;
    this.#args = parts.args;
    this.context = parts.context;
    this.origin = new URL(parts.running.address).origin;
  }

  /** Starts the built host; resolves once a page of it is open. @throws Error with the host's output when it does not start */
  static async start(options: Pick<ConsoleOptions, 'rehearsal'>): Promise<WebConsole> {
    const home = await makeDataFolder(options);
    const args = ['--port', String(await freeTcpPort()), '--node-ports', `${await freeTcpPort()},${await freeUdpPort()}`];
    let running: Running | undefined;
    try {
      running = await startHost(home, args);
      const browser = await chromium.launch({ executablePath: chromiumPath, args: mediaFlags });
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(running.address);
      await page.getByRole('navigation').first().waitFor();
      await page.close();
      return new WebConsole({ running, browser, context, home, args });
    } catch (thrown) {
      if (running) await stop(running.host);
      await rm(home, { recursive: true, force: true });
      throw running ? new Error(`The console did not open. Its host said:\n${running.output.join('')}`, { cause: thrown }) : thrown;
    }
  }

  async open(prepare?: (page: Page) => void): Promise<Page> {
    const page = await this.context.newPage();
    prepare?.(page);
    await page.goto(this.origin);
    return page;
  }

  /** Ends the host without warning, as a crash would; resolves once it is gone. What it started is left to the next one. */
  async kill(): Promise<void> {
    const { host } = this.#running;
    const gone = once(host, 'exit');
    host.kill('SIGKILL');
    await gone;
  }

  /** Starts a host again where the one before was: same folder, same ports. Resolves with an address that signs one browser in. */
  async startAgain(): Promise<string> {
    this.#running = await startHost(this.#home, this.#args);
    return this.#running.address;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { host, output } = this.#running;
    await this.#browser.close();
    await stop(host);
    await rm(this.#home, { recursive: true, force: true });
    if (host.exitCode !== 0) throw new Error(`The host ended with ${host.exitCode ?? host.signalCode}:\n${output.slice(-40).join('')}`);
  }
}

/** Resolves once the host printed its address. @throws Error with its output when it does not */
async function startHost(home: string, args: readonly string[]): Promise<Running> {
  const output: string[] = [];
  const host = spawn(process.execPath, [join(root, 'out/main/web.js'), '--no-open', ...args], { cwd: root, env: { ...process.env, DRAGOMAN_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    return { host, output, address: await oneTimeAddress(host, output) };
  } catch (thrown) {
    await stop(host);
    throw new Error(`The console did not start. Its host said:\n${output.join('')}`, { cause: thrown });
  }
}

/** The address with the one-time code, from the host's standard output. */
async function oneTimeAddress(host: ChildProcess, output: string[]): Promise<string> {
  return new Promise((found, fail) => {
    const timer = setTimeout(() => fail(new Error('it printed no address in time')), START_TIMEOUT_MS);
    const take = (chunk: Buffer): void => {
      output.push(chunk.toString());
      const address = /https?:\/\/\S+#code=\S+/.exec(output.join(''))?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      found(address);
    };
    host.stdout?.on('data', take);
    host.stderr?.on('data', take);
    host.once('error', fail);
    host.once('exit', (code) => fail(new Error(`it ended with ${code}`)));
  });
}

async function stop(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const gone = once(host, 'exit');
  host.kill('SIGTERM');
  const timer = setTimeout(() => host.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(timer);
}
