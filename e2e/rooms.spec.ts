import { expect, test } from './console.ts';
import { newestCaption, showScreen } from './show-screen.ts';

test.beforeEach(async ({ page }) => {
  await showScreen(page, 'Rooms');
  await page.getByRole('tab', { name: 'Room', exact: true }).click();
});

test('a name with markup is refused in words and nothing is launched', async ({ page }) => {
  const rooms = await page.getByRole('heading', { level: 3 }).count();
  const name = page.getByRole('textbox', { name: 'Room name' });
  await name.fill('<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'Launch room' }).click();
  await expect(page.getByText(/Use lower-case letters, digits and hyphens only/)).toBeVisible();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveValue('<img src=x onerror=alert(1)>');
  expect(await page.getByRole('heading', { level: 3 }).count()).toBe(rooms);
});

test('an unknown floor language is refused in words', async ({ page }) => {
  await page.getByRole('textbox', { name: 'Room name' }).fill('unknown-language');
  await page.getByRole('combobox', { name: 'Floor language' }).or(page.getByRole('textbox', { name: 'Floor language' })).fill('not a language');
  await page.getByRole('button', { name: 'Launch room' }).click();
  await expect(page.getByText(/This is not a language tag/)).toBeVisible();
});

test('a room is launched, its name cannot be taken twice, and it is closed', async ({ page }) => {
  test.setTimeout(120_000);
  const name = `e2e-${Date.now().toString(36)}`;
  const launch = async (): Promise<void> => {
    await page.getByRole('textbox', { name: 'Room name' }).fill(name);
    await page.getByRole('button', { name: 'Launch room' }).click();
  };
  await launch();
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Live/ })).toHaveAttribute('aria-current', 'page', { timeout: 30_000 });

  await showScreen(page, 'Rooms');
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await expect(card).toContainText('Live', { timeout: 30_000 });

  await launch();
  await expect(page.getByRole('alert').or(page.locator('[aria-invalid=true]')).first()).toBeVisible();

  await card.getByRole('button', { name: 'Close room' }).click();
  await page.getByRole('button', { name: 'Close the room' }).click();
  await expect(card).toHaveCount(0, { timeout: 30_000 });
});

test('a rehearsal is stopped, an empty script is refused, and the next one starts', async ({ page }) => {
  test.setTimeout(180_000);
  await page.getByRole('tab', { name: 'Rehearsal' }).click();
  const form = page.getByRole('tabpanel');
  await form.getByRole('button', { name: 'Say it' }).click({ timeout: 60_000 });
  await expect(form.getByText('Type a sentence first')).toBeVisible();
  await form.getByRole('button', { name: 'Stop rehearsal' }).click();

  await form.getByRole('radio', { name: 'Own script' }).click({ timeout: 60_000 });
  await form.getByRole('button', { name: 'Start rehearsal' }).click();
  await expect(form.getByText(/Write at least one sentence/)).toBeVisible();
  await form.getByRole('textbox', { name: 'What the speakers say' }).fill('A: Good morning, everyone.\nB: ...');
  await expect(form.getByText(/Line 2 has no words to say/)).toBeVisible();
  await form.getByRole('radio', { name: 'Bundled event script' }).click();
  await form.getByRole('button', { name: 'Start rehearsal' }).click();
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Live/ })).toHaveAttribute('aria-current', 'page', { timeout: 60_000 });
  await expect.poll(() => newestCaption(page, 'es'), { timeout: 90_000 }).not.toBe('');
});
