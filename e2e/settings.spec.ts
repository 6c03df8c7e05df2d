import { expect, test } from './console.ts';
import { showScreen } from './show-screen.ts';

const colourScheme = 'document.documentElement.dataset.theme ?? getComputedStyle(document.documentElement).colorScheme';

test('theme and language are kept over a reload', async ({ page }) => {
  await showScreen(page, 'Live');
  await page.getByRole('button', { name: 'Light theme' }).click();
  await expect.poll(() => page.evaluate(colourScheme)).toContain('light');
  await page.reload();
  await expect.poll(() => page.evaluate(colourScheme)).toContain('light');
  await page.getByRole('button', { name: 'Dark theme' }).click();

  await showScreen(page, 'Settings');
  const language = page.getByLabel('Language', { exact: true });
  await language.selectOption('es');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Salas/ })).toBeVisible();
  await page.locator('select', { has: page.locator('option[value=es]') }).selectOption('en');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
