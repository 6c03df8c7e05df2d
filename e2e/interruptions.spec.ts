import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { prepareAxe, violations } from './axe.ts';
import { expect, test as consoleTest } from './console.ts';
import { COLD_START_MS, newestCaption, rehearsalCaptioned, screenNames, showScreen } from './show-screen.ts';
import { WebConsole } from './web-console.ts';

/** A console of this file alone: its processes are killed. */
const test = consoleTest.extend<object, { readonly running: WebConsole }>({
  running: [
    async ({ host, rehearsal }, use) => {
      if (host !== 'web') throw new Error(`the ${host} host cannot be killed and started again under its window`);
      await using running = await WebConsole.start({ rehearsal });
      await use(running);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** Time for a media server to come back, and for everybody to come back to it. */
const RECOVERY_MS = 45_000;

/** A page of its own, with axe in it. */
async function pageOf(running: WebConsole): Promise<Page> {
  const page = await running.open();
  await prepareAxe(page);
  return page;
}

/** Listens on `port` as soon as whoever died with it has let go: the next one there comes after 100 ms. @throws EADDRINUSE when that one was quicker */
async function holdPort(port: number): Promise<Server> {
  const until = performance.now() + 5_000;
  for (;;) {
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
      return server;
    } catch (thrown) {
      if (performance.now() > until) throw thrown;
    }
    await setTimeout(5);
  }
}

/** Number of captions that the table knows. */
const captions = async (page: Page): Promise<number> => Number(await page.getByRole('table', { name: 'Captions' }).getAttribute('aria-rowcount')) - 1;

/** What stands beside `label` in the list of facts about the server. */
const fact = (page: Page, label: string): Promise<string> =>
  page
    .locator('dt', { hasText: new RegExp(`^${label}$`) })
    .locator('xpath=following-sibling::dd[1]')
    .innerText();

test('a media server that is killed is told on Live, Network and Nodes, captions stay, and all of it comes back', async ({ running }) => {
  test.setTimeout(COLD_START_MS + 180_000);
  // A window for each: the first of these states last for seconds. One after the other: three that draw Live beside engines that load keep a machine busy for minutes.
  const live = await pageOf(running);
  await rehearsalCaptioned(live);
  const network = await pageOf(running);
  await showScreen(network, 'Network');
  await expect(network.getByRole('main').getByText('Connected', { exact: true })).toBeVisible();
  const nodes = await pageOf(running);
  await showScreen(nodes, 'Nodes');
  const pid = Number(await fact(nodes, 'Process'));
  const port = Number(/HTTP and API (\d+)/.exec(await fact(nodes, 'Ports'))?.[1]);
  const known = await captions(live);

  process.kill(pid, 'SIGKILL');
  // Another program on its port keeps it down for as long as is looked at.
  const holder = await holdPort(port);
  try {
    await Promise.all([
      expect(live.getByRole('main').getByRole('alert').filter({ hasText: 'Off the air, reconnecting.' })).toBeVisible(),
      expect(network.getByRole('main').getByText('Reconnecting', { exact: true })).toBeVisible(),
      expect(nodes.getByRole('main').getByText('Restarting', { exact: true })).toBeVisible(),
    ]);
    expect(await captions(live)).toBeGreaterThanOrEqual(known);
    await expect(live.getByRole('banner').getByRole('button', { name: /\d alert/ })).toBeVisible();
    for (const [page, name] of [[live, 'Live'], [network, 'Network'], [nodes, 'Nodes']] as const) expect.soft(await violations(page), name).toEqual([]);
  } finally {
    holder.close();
  }

  await expect(nodes.getByRole('main').getByText('Running', { exact: true })).toBeVisible({ timeout: RECOVERY_MS });
  await expect(network.getByRole('main').getByText('Connected', { exact: true })).toBeVisible({ timeout: RECOVERY_MS });
  await expect(live.getByRole('main').getByRole('alert')).toHaveCount(0, { timeout: RECOVERY_MS });
  const before = await newestCaption(live, 'es');
  await expect.poll(() => newestCaption(live, 'es'), { timeout: RECOVERY_MS }).not.toBe(before);
  expect(await captions(live)).toBeGreaterThan(known);
  await Promise.all([live, network, nodes].map((page) => page.close()));
});

test('a host that is killed is told on every screen, what was shown stays, and the next one wants a new address', async ({ running }) => {
  test.setTimeout(COLD_START_MS + 180_000);
  const page = await pageOf(running);
  for (const name of screenNames) await showScreen(page, name);
  await rehearsalCaptioned(page);
  const known = await captions(page);

  await running.kill();
  const banner = page.getByRole('alert').filter({ hasText: 'Connection to the host lost' });
  for (const name of screenNames) {
    await showScreen(page, name);
    await expect(banner).toContainText(/What you see is from .* Connecting again, attempt \d+\./);
    // What is shown for the first time fades in, and a colour in between would be measured.
    await page.waitForTimeout(300);
    expect.soft(await violations(page), name).toEqual([]);
  }
  await showScreen(page, 'Rooms');
  await expect(page.getByRole('list', { name: 'Rooms' }).getByRole('heading')).toHaveCount(1);
  await showScreen(page, 'Live');
  expect(await captions(page)).toBeGreaterThanOrEqual(known);
  await expect(page.getByRole('main').getByRole('listitem', { name: /^ES / })).toBeVisible();

  const address = await running.startAgain();
  const refused = page.getByRole('main').getByRole('alert');
  await expect(refused).toContainText('This page has no session');
  await expect(banner).toHaveCount(0);
  expect.soft(await violations(page), 'without a session').toEqual([]);
  await page.goto(address);
  await expect(refused).toHaveCount(0);
  await rehearsalCaptioned(page);
  await page.close();
});
