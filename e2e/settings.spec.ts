import { expect, test } from './console.ts';
import { showScreen } from './show-screen.ts';

test.use({ rehearsal: 'none' });

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

test('an engine is tried in words, kept with its key out of sight, and removed', async ({ page }) => {
  test.setTimeout(120_000);
  await showScreen(page, 'Settings');
  await page.getByRole('tab', { name: 'Engines' }).click();
  await page.getByRole('button', { name: 'Add engine' }).click();
  const form = page.getByRole('form', { name: 'Add an engine' });
  await form.getByLabel('Kind').selectOption({ label: 'LibreTranslate' });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('The address begins with https:// or http://')).toBeVisible();
  await form.getByLabel('Name', { exact: true }).fill('libre');
  await form.getByLabel('Address').fill('http://127.0.0.1:1');
  await form.getByLabel('Key', { exact: true }).fill('never-shown-again');
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form.getByText('Does not work')).toBeVisible({ timeout: 60_000 });
  await form.getByRole('button', { name: 'Save' }).click();

  const engine = page.getByRole('listitem').filter({ hasText: 'libre' });
  await expect(engine).toContainText('key stored');
  await engine.getByRole('button', { name: 'Change libre' }).click();
  await expect(page.getByRole('form', { name: 'Change libre' }).getByLabel('Key', { exact: true })).toHaveValue('');
  expect(await page.content()).not.toContain('never-shown-again');
  await page.getByRole('button', { name: 'Cancel' }).click();

  await engine.getByRole('button', { name: 'Remove libre' }).click();
  await expect(page.getByRole('dialog')).toContainText('Its key is forgotten for good');
  await page.getByRole('button', { name: 'Remove the engine' }).click();
  await expect(page.getByText('No engine of your own')).toBeVisible();
});
