import { expect, test } from './console.ts';
import { showScreen } from './show-screen.ts';

test.use({ rehearsal: 'none' });

test('a secret under 32 characters is refused with the reason and the fix', async ({ page }) => {
  await showScreen(page, 'Nodes');
  await page.getByRole('tab', { name: /Remote/i }).or(page.getByRole('button', { name: /Remote/i })).first().click();
  await page.getByLabel(/address|URL/i).first().fill('ws://127.0.0.1:1');
  await page.getByLabel(/API key/i).fill('somekey');
  await page.getByLabel(/API secret/i).fill('too-short');
  await page.getByRole('button', { name: /test/i }).click();
  await expect(page.getByText(/at least 32/)).toBeVisible();
});
