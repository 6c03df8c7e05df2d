import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronBinary } from '../scripts/electron-binary.mjs';
import type { ConsoleOptions, ConsoleUnderTest } from './console.ts';
import { makeDataFolder } from './data-folder.ts';

const root = resolve(import.meta.dirname, '..');

/** The desktop app with a data folder of its own. */
export class ElectronConsole implements ConsoleUnderTest {
  readonly #app: ElectronApplication;
  readonly #home: string;

  private constructor(app: ElectronApplication, home: string) {
    this.#app = app;
    this.#home = home;
  }

  static async start(options: Pick<ConsoleOptions, 'rehearsal'>): Promise<ElectronConsole> {
    const executablePath = electronBinary();
    // Without a path Playwright would import the electron package, and that import downloads the program.
    if (executablePath === undefined) throw new Error("Electron's program is not installed: npx install-electron gets it");
    const home = await makeDataFolder(options);
    const app = await _electron.launch({ executablePath, args: [root], cwd: root, env: { ...definedEnv(), DRAGOMAN_HOME: home } });
    return new ElectronConsole(app, home);
  }

  async open(prepare?: (page: Page) => void): Promise<Page> {
    const page = await this.#app.firstWindow();
    prepare?.(page);
    await page.reload();
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app.close();
    await rm(this.#home, { recursive: true, force: true });
  }
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
