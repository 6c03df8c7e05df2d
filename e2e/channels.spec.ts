import type { Locator, Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { COLD_START_MS, rehearsalCaptioned } from './show-screen.ts';

const strip = (page: Page): Locator => page.getByRole('listitem', { name: /^ES / });

test.beforeEach(async ({ page }) => {
  test.setTimeout(COLD_START_MS + 120_000);
  await rehearsalCaptioned(page);
  await page.keyboard.press('2');
  await expect(strip(page)).toHaveAttribute('aria-current', 'true');
});

test('the operator takes a channel by key, hears of it on the strip, and releases it by key', async ({ page }) => {
  await expect(strip(page)).toContainText('Machine');
  await page.keyboard.press('t');
  await page.getByRole('menuitem', { name: 'Floor' }).press('Enter');
  await expect(strip(page)).toContainText('Held by the operator');
  await expect(strip(page).locator('.text-floor').first()).toHaveText('Floor');
  await page.keyboard.press('d');
  const log = page.getByRole('region', { name: 'Who was heard' });
  await expect(log.getByRole('listitem').first()).toContainText(/Machine.*Floor.*Held by the operator/);
  await page.keyboard.press('r');
  await expect(strip(page)).not.toContainText('Held by the operator');
  await expect(strip(page).locator('.text-machine')).toHaveText('Machine');
  await expect(log.getByRole('listitem').first()).toContainText(/Floor.*Machine/);
  await page.keyboard.press('Escape');
  await expect(log).toHaveCount(0);
});

test('one click releases what was taken', async ({ page }) => {
  await strip(page).getByRole('button', { name: /^Take español/ }).click();
  await page.getByRole('menuitem', { name: 'Silence' }).click();
  await expect(strip(page)).toContainText('Held by the operator');
  await strip(page).getByRole('button', { name: /^Release español/ }).click();
  await expect(strip(page)).not.toContainText('Held by the operator');
});

test('the policy of a channel is changed while it is live, and changed back', async ({ page }) => {
  await page.keyboard.press('d');
  const policy = page.getByLabel('Policy', { exact: true });
  await policy.selectOption({ label: 'Human only' });
  await expect(strip(page)).toContainText('Human only');
  await expect(strip(page)).toContainText('No interpreter speaks: the floor is heard');
  await policy.selectOption({ label: 'Machine until human' });
  await expect(strip(page)).toContainText('Machine until human');
  await expect(strip(page)).toContainText('The machine interprets');
  await page.keyboard.press('Escape');
});

test('the waterfall shows each segment with its stages, reachable by key, with exact figures', async ({ page }) => {
  await page.keyboard.press('w');
  const table = page.getByRole('table', { name: 'Way of each segment' });
  await expect(table.locator('tbody tr').first()).toBeVisible();
  await expect.poll(() => table.locator('tbody tr').count(), { timeout: 60_000 }).toBeGreaterThan(1);
  await expect(table).toContainText('Spoken', { timeout: 60_000 });
  await expect(table.locator('tbody td', { hasText: /Recogniser \d+\sms/ }).first()).toBeAttached();
  const drawer = page.getByRole('region', { name: 'Waterfall' });
  await expect(drawer.locator('p').last()).toContainText(/\d+ words? in .*Recogniser .*Committed by/);
  await table.locator('tbody tr[tabindex="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await expect(table.locator('tbody tr:focus')).toHaveCount(1);
  await page.getByRole('radio', { name: 'First word' }).click();
  await expect(table.getByRole('columnheader', { name: 'EVS' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(table).toHaveCount(0);
});

test('the strip tells delay, lag and where the time goes', async ({ page }) => {
  await expect(strip(page)).toContainText(/Delay\s*\d+\s*ms/, { timeout: 60_000 });
  await expect(strip(page)).toContainText(/Lag\s*[\d,]+(\.\d)?\s*ms/);
  await expect(strip(page)).toContainText(/Where the delay goes: Network in \d+\sms \(estimated\), Recogniser \d+/);
  await expect(strip(page)).toContainText('Booth empty');
});
