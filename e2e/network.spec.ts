import { expect, test } from './console.ts';
import { COLD_START_MS, rehearsalCaptioned, showScreen } from './show-screen.ts';

test('charts of the own connection move, and the status bar tells the same', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 120_000);
  await rehearsalCaptioned(page);
  await showScreen(page, 'Network');
  const chart = page.getByRole('figure', { name: 'Round trip time' });
  const curve = (): Promise<string | null> => chart.locator('path.recharts-line-curve').first().getAttribute('d', { timeout: 1_000 }).catch(() => null);
  await expect.poll(curve, { timeout: 20_000 }).not.toBeNull();
  const before = await curve();
  await expect.poll(curve, { timeout: 10_000 }).not.toBe(before);
  for (const name of ['Loss', 'Jitter']) await expect(page.getByRole('figure', { name, exact: true }).locator('path.recharts-line-curve').first()).toBeAttached();
  await expect(chart.getByText('Round trip: threshold')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText(/RTT\s*\d+(\.\d)?\s*ms/);
});
