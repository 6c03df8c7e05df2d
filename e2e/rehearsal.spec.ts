import { expect, test } from './console.ts';
import { COLD_START_MS, rehearsalCaptioned, showScreen } from './show-screen.ts';

// A human interprets in the rehearsal that the first one starts: without it there is nothing to see in the others.
test.describe.configure({ mode: 'serial' });

test('a rehearsal is stopped, an empty script is refused, and the next one starts with an interpreter', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 240_000);
  await showScreen(page, 'Rooms');
  await page.getByRole('tab', { name: 'Rehearsal' }).click();
  const form = page.getByRole('tabpanel');
  await form.getByRole('button', { name: 'Say it' }).click({ timeout: COLD_START_MS });
  await expect(form.getByText('Type a sentence first')).toBeVisible();
  await form.getByRole('button', { name: 'Stop rehearsal' }).click();
  const question = page.getByRole('dialog', { name: 'Stop the rehearsal?' });
  await expect(question).toContainText(/The speakers stop after their sentence/);
  await question.getByRole('button', { name: 'Stop rehearsal' }).click();

  await form.getByRole('radio', { name: 'Own script' }).click({ timeout: 60_000 });
  await form.getByRole('button', { name: 'Start rehearsal' }).click();
  await expect(form.getByText(/Write at least one sentence/)).toBeVisible();
  await form.getByRole('textbox', { name: 'What the speakers say' }).fill('A: Good morning, everyone.\nB: ...');
  await expect(form.getByText(/Line 2 has no words to say/)).toBeVisible();
  await form.getByRole('radio', { name: 'Bundled event script' }).click();
  await form.getByLabel('Interpreter').selectOption('es');
  await form.getByRole('textbox', { name: 'Seconds (optional)' }).fill('30');
  await form.getByRole('button', { name: 'Start rehearsal' }).click();
  await expect(form.getByText(/An interpreter needs at least 60 seconds/)).toBeVisible();
  await form.getByRole('textbox', { name: 'Seconds (optional)' }).fill('');
  await form.getByRole('button', { name: 'Start rehearsal' }).click();
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Live/ })).toHaveAttribute('aria-current', 'page', { timeout: 60_000 });
  await rehearsalCaptioned(page);
});

test('a human takes the channel from the machine, and the operator is asked before taking it from the human', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 240_000);
  await rehearsalCaptioned(page);
  // An open menu hides from assistive technology what is behind it.
  const strip = page.getByRole('listitem', { name: /^ES /, includeHidden: true });
  await page.keyboard.press('2');
  await page.keyboard.press('d');
  // Chosen at the beginning of a take, which lasts for seconds, with the menu open before it: a human who has just left is taken nothing from.
  await expect(strip).toContainText('The machine interprets', { timeout: 90_000 });
  await page.keyboard.press('t');
  const machine = page.getByRole('menuitem', { name: 'Machine' });
  await expect(machine).toBeVisible();
  await expect(strip).toContainText('A human interprets', { timeout: 90_000 });
  await machine.press('Enter');
  const question = page.getByRole('dialog', { name: /^Take Spanish from / });
  await expect(question).toContainText(/Listeners of Spanish hear the machine at once/);
  await question.getByRole('button', { name: /^Take it from / }).click();
  await expect(strip).toContainText('Held by the operator');
  await expect(strip).toContainText('Machine');
  await page.keyboard.press('r');
  await expect(strip).not.toContainText('Held by the operator');
  const log = page.getByRole('region', { name: 'Who was heard' });
  await expect(log).toContainText(/Human.*Machine.*Held by the operator/);
  await page.keyboard.press('Escape');
});

test('whoever the dialog offers to invite can be invited', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 60_000);
  await rehearsalCaptioned(page);
  await showScreen(page, 'Rooms');
  await page.getByRole('main').getByRole('button', { name: 'Invite' }).first().click();
  const dialog = page.getByRole('dialog');
  const role = dialog.getByLabel('Role');
  const offered = await role.locator('option').allTextContents();
  expect(offered).toEqual(['Listener', 'Speaker', 'Interpreter', 'Monitor', 'Recorder']);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Ada');
  for (const label of offered) {
    await role.selectOption({ label });
    await dialog.getByRole('button', { name: /^Make/ }).click();
    await expect(dialog.getByRole('note')).toContainText(`as ${label.toLowerCase()}:`);
  }
  await page.keyboard.press('Escape');
});
