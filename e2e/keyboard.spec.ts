import { expect, test } from './console.ts';
import { command } from './palette.ts';
import { showScreen } from './show-screen.ts';

test.use({ rehearsal: 'none' });

test('the command palette leads to a screen without a pointer, and Escape steps back', async ({ page }) => {
  await page.getByRole('navigation').first().waitFor();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await expect(palette).toBeVisible();
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('Nodes');
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Nodes/ })).toHaveAttribute('aria-current', 'page');

  await page.keyboard.press('Control+k');
  await expect(palette).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
});

test('a question mark shows the map of keys', async ({ page }) => {
  await page.getByRole('navigation').first().waitFor();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Command palette');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('Tab reaches the rail and Enter shows the screen', async ({ page }) => {
  const rooms = page.getByRole('navigation').getByRole('button', { name: /^Rooms/ });
  await rooms.waitFor();
  for (let presses = 0; presses < 40 && !(await rooms.evaluate((element) => element === document.activeElement)); presses++) await page.keyboard.press('Tab');
  await expect(rooms).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rooms).toHaveAttribute('aria-current', 'page');
});

test('the palette changes the language and the theme, and changes them back', async ({ page }) => {
  await page.getByRole('navigation').first().waitFor();
  await command(page, 'Mostrar en español');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await command(page, 'Show in English');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await command(page, 'Light theme');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await command(page, 'Dark theme');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a room is launched, filled and closed by palette', async ({ page }) => {
  test.setTimeout(120_000);
  const name = `palette-${Date.now().toString(36)}`;
  await showScreen(page, 'Network');
  await command(page, 'Launch a room');
  await expect(page.getByRole('textbox', { name: 'Room name' })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Live/ })).toHaveAttribute('aria-current', 'page', { timeout: 30_000 });
  await command(page, `Invite to ${name}`);
  await expect(page.getByRole('dialog', { name: `Invite to ${name}` }).getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Escape');
  await command(page, `Close room ${name}`);
  await page.getByRole('dialog', { name: `Close ${name} for everybody?` }).getByRole('button', { name: 'Close the room' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 30_000 });
  await showScreen(page, 'Rooms');
  await expect(page.getByRole('heading', { name, exact: true })).toHaveCount(0);
});
