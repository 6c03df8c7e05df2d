import { expect, test } from './console.ts';
import { COLD_START_MS, rehearsalCaptioned, showScreen } from './show-screen.ts';

test('the local server is shown running, with its version, ports and log', async ({ page }) => {
  await showScreen(page, 'Nodes');
  const work = page.locator('main#work');
  await expect(work).toContainText(/LiveKit/i);
  await expect(work).toContainText(/Running/i, { timeout: 30_000 });
  await expect(work.getByText(/^1\.\d+\.\d+$/)).toBeVisible();
  await expect(work).toContainText(/HTTP and API \d+\/TCP · Media \d+\/UDP/);
  const log = page.getByRole('log');
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('starting LiveKit server');
  await expect(log).toContainText('starting LiveKit server');
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('API RoomService.List');
  await expect(work.getByText('No line fits')).toBeVisible();
  for (const name of ['host', 'livekit-server', 'session-worker', 'engine-host', 'apertium']) await expect(work.getByRole('cell', { name: new RegExp(`^${name}( .*)?$`) })).toHaveCount(1, { timeout: 30_000 });
});

test('the live path of the rehearsal is told in figures', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 60_000);
  await rehearsalCaptioned(page);
  await showScreen(page, 'Nodes');
  const path = page.getByRole('region', { name: /^Live path/ });
  await expect(path).toContainText(/Frame age p95\s*\d+(\.\d)?\s*ms/);
  await expect(path).toContainText(/Queue in\s*\d+\s*%/);
  await expect(path).toContainText(/Live queue\s*\d+(\.\d)?\s*%/);
  await expect(path).toContainText(/Audio lost\s*\d[\d.,]*\s*ms/);
  await expect(path).toContainText(/Captions lost\s*\d+/);
  // The curve needs two measurements of the processes, which come every two seconds.
  await expect(page.getByRole('row', { name: /^host / }).locator('polyline')).toBeAttached({ timeout: 20_000 });
});

test('the engines of the rehearsal are told with their state, their languages and what they are', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 60_000);
  await rehearsalCaptioned(page);
  await showScreen(page, 'Nodes');
  const engines = page.getByRole('region', { name: /^Live path/ }).getByRole('list', { name: 'Engines' });
  await expect(engines.getByRole('listitem').filter({ hasText: 'Recogniser' })).toContainText(/Ready.*EN/);
  await expect(engines.getByRole('listitem').filter({ hasText: 'Translator' })).toContainText(/Ready.*apertium.*EN → .*ES/i);
  await expect(engines.getByRole('listitem').filter({ hasText: 'Voice espeak' })).toContainText(/ES/);
});
