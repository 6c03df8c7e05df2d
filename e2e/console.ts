import { test as base, type Page } from '@playwright/test';
import type { FirstRehearsal } from './data-folder.ts';
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
   * What the console begins with: the rehearsal that the first console of a folder starts, the same in two languages, or none.
   * On two cores that also draw the page, four languages leave a browser some tenths of one, and a key is answered after seconds:
   * a file asks for what its tests need, `test.use({ rehearsal: 'none' })`.
   */
  readonly rehearsal: FirstRehearsal;
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
  rehearsal: ['two languages', { option: true, scope: 'worker' }],
  consoleUnderTest: [
    async ({ host, rehearsal }, use) => {
      await using running = host === 'web' ? await WebConsole.start({ rehearsal }) : await ElectronConsole.start({ rehearsal });
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
