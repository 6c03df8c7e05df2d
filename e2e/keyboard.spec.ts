import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { COLD_START_MS, rehearsalCaptioned, showScreen } from './show-screen.ts';

/** Types `words` into the palette and presses Enter. */
async function command(page: Page, words: string): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

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

test('the palette asks before it stops what people hear, and Escape leaves everything as it is', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 60_000);
  await rehearsalCaptioned(page);
  for (const [words, question] of [
    ['Stop node', 'Stop the media server?'],
    ['Restart node', 'Restart the media server?'],
    ['Stop the rehearsal', 'Stop the rehearsal?'],
  ] as const) {
    await command(page, words);
    const dialog = page.getByRole('dialog', { name: question });
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await showScreen(page, 'Nodes');
  await expect(page.getByRole('main').getByText('Running', { exact: true })).toBeVisible();
});

test('the palette leads into the search of captions from another screen', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 60_000);
  await rehearsalCaptioned(page);
  await showScreen(page, 'Network');
  await command(page, 'Search captions');
  await expect(page.getByRole('searchbox', { name: 'Search captions' }).or(page.getByRole('textbox', { name: 'Search captions' }))).toBeFocused();
  await page.keyboard.press('Escape');
});

test('a channel is taken and released by palette from another screen', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 60_000);
  await rehearsalCaptioned(page);
  await showScreen(page, 'Network');
  await command(page, 'Take Spanish');
  const choices = page.getByRole('dialog', { name: 'Take Spanish' });
  await expect(choices.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('Silence');
  await page.keyboard.press('Enter');
  const strip = page.getByRole('listitem', { name: /^ES / });
  await expect(strip).toContainText('Held by the operator');
  await command(page, 'Release Spanish');
  await expect(strip).not.toContainText('Held by the operator');
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
