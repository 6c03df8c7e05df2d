import { test as base, type Page } from '@playwright/test';
import { ElectronConsole } from './electron-console.ts';
import { WebConsole } from './web-console.ts';

/** A console that runs, in either host. */
export interface ConsoleUnderTest extends AsyncDisposable {
  /** The console's window, freshly loaded; `prepare` sees it before it loads. */
  open(prepare?: (page: Page) => void): Promise<Page>;
}

/** Chosen by the project. */
export interface ConsoleOptions {
  readonly host: 'web' | 'electron';
  /**
   * Whether the console begins with a rehearsal, as the first one of a folder does. A file whose tests need none says
   * `test.use({ rehearsing: false })`: what is on screen answers in a fraction of the time.
   */
  readonly rehearsing: boolean;
}

interface WorkerFixtures extends ConsoleOptions {
  readonly consoleUnderTest: ConsoleUnderTest;
}

interface TestFixtures {
  readonly opened: { readonly page: Page; readonly errors: string[] };
  /** Everything the page wrote as an error since it was opened, Content-Security-Policy violations among it. */
  readonly pageErrors: string[];
}

/** Playwright's `test`, with `page` an open window of a real, running console. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  host: ['web', { option: true, scope: 'worker' }],
  rehearsing: [true, { option: true, scope: 'worker' }],
  consoleUnderTest: [
    async ({ host, rehearsing }, use) => {
      await using running = host === 'web' ? await WebConsole.start({ rehearsing }) : await ElectronConsole.start({ rehearsing });
      await use(running);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  opened: async ({ consoleUnderTest, host }, use) => {
    const errors: string[] = [];
    const page = await consoleUnderTest.open((opening) => {
      opening.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      opening.on('pageerror', (error) => errors.push(error.message));
    });
    await use({ page, errors });
    if (host === 'web') await page.close();
    else page.removeAllListeners();
  },
  page: async ({ opened }, use) => use(opened.page),
  pageErrors: async ({ opened }, use) => use(opened.errors),
});

export { expect } from '@playwright/test';
