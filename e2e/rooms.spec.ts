import { expect, test } from './console.ts';
import { showScreen } from './show-screen.ts';

test.use({ rehearsal: 'none' });

test.beforeEach(async ({ page }) => {
  await showScreen(page, 'Rooms');
  await page.getByRole('tab', { name: 'Room', exact: true }).click();
});

test('a name with markup is refused in words and nothing is launched', async ({ page }) => {
  const rooms = await page.getByRole('list', { name: 'Rooms' }).getByRole('heading').count();
  const name = page.getByRole('textbox', { name: 'Room name' });
  await name.fill('<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'Launch room' }).click();
  await expect(page.getByText(/Use lower-case letters, digits and hyphens only/)).toBeVisible();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveValue('<img src=x onerror=alert(1)>');
  expect(await page.getByRole('list', { name: 'Rooms' }).getByRole('heading').count()).toBe(rooms);
});

test('a floor language that is no tag, or no language, is refused in words at its own field', async ({ page }) => {
  await page.getByRole('textbox', { name: 'Room name' }).fill('unknown-language');
  const floor = page.getByRole('combobox', { name: 'Floor language' });
  await floor.fill('not a language');
  await page.getByRole('button', { name: 'Launch room' }).click();
  await expect(floor).toHaveAccessibleDescription(/This is not a language tag/);
  await floor.fill('xx');
  await page.getByRole('button', { name: 'Launch room' }).click();
  await expect(floor).toHaveAccessibleDescription(/There is no language "xx"/);
  await expect(floor).toHaveAttribute('aria-invalid', 'true');
  await expect(floor).toBeFocused();
  await expect(page.getByRole('group', { name: 'Target languages' })).not.toHaveAccessibleDescription(/There is no language/);
});

test('a room is launched, its name cannot be taken twice, and it is closed', async ({ page }) => {
  test.setTimeout(120_000);
  const name = `e2e-${Date.now().toString(36)}`;
  const launch = async (): Promise<void> => {
    await page.getByRole('textbox', { name: 'Room name' }).fill(name);
    await page.getByRole('button', { name: 'Launch room' }).click();
  };
  await page.getByLabel('Policy of español').selectOption({ label: 'Human only' });
  await launch();
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Live/ })).toHaveAttribute('aria-current', 'page', { timeout: 30_000 });
  await expect(page.getByRole('listitem', { name: /^ES / })).toContainText('Human only', { timeout: 30_000 });
  await expect(page.getByRole('listitem', { name: /^FR / })).toContainText('Machine until human');

  await showScreen(page, 'Rooms');
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await expect(card).toContainText('Live', { timeout: 30_000 });

  await launch();
  const field = page.getByRole('textbox', { name: 'Room name' });
  await expect(field).toHaveAccessibleDescription(`There is a room ${name} already. Choose another name, or close that room first.`);
  await expect(field).toHaveAttribute('aria-invalid', 'true');

  await card.getByRole('button', { name: 'Close room' }).click();
  await page.getByRole('button', { name: 'Close the room' }).click();
  await expect(card).toHaveCount(0, { timeout: 30_000 });
});
