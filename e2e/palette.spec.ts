import { expect, test } from './console.ts';
import { command } from './palette.ts';
import { COLD_START_MS, rehearsalCaptioned, showScreen } from './show-screen.ts';

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
