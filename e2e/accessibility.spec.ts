import { prepareAxe, violations } from './axe.ts';
import { expect, test } from './console.ts';
import { COLD_START_MS, rehearsalCaptioned, screenNames, showScreen } from './show-screen.ts';

/** Figures of a rehearsal are shown once a segment was measured. */
const FIRST_FIGURES_MS = 45_000;

for (const theme of ['dark', 'light'] as const) {
  test(`no screen has a violation that axe can find, ${theme}`, async ({ page }) => {
    test.setTimeout(COLD_START_MS + 120_000);
    await rehearsalCaptioned(page);
    const toggle = page.getByRole('button', { name: theme === 'dark' ? 'Dark theme' : 'Light theme' });
    if (await toggle.isVisible()) await toggle.click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await prepareAxe(page);
    for (const name of screenNames) {
      await showScreen(page, name);
      // What is shown for the first time fades in, and a colour in between would be measured.
      await page.waitForTimeout(300);
      expect.soft(await violations(page), name).toEqual([]);
    }
    await showScreen(page, 'Settings');
    await page.getByRole('tab', { name: 'Engines' }).click();
    await page.getByRole('button', { name: 'Add engine' }).click();
    expect.soft(await violations(page), 'Engines').toEqual([]);
    await showScreen(page, 'Live');
    for (const track of ['1', '2']) {
      await page.keyboard.press(track);
      for (const [key, name] of [['d', 'Channel'], ['w', 'Waterfall']] as const) {
        await page.keyboard.press(key);
        await page.getByRole('region', { name, exact: true }).waitFor();
        expect.soft(await violations(page), `${name} of strip ${track}`).toEqual([]);
      }
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: /^Figures/ }).click();
    await page.getByRole('table', { name: 'Figures by language' }).waitFor({ timeout: FIRST_FIGURES_MS });
    expect.soft(await violations(page), 'Figures').toEqual([]);
    await page.getByRole('button', { name: /^Figures/ }).click();
    await page.keyboard.press('t');
    await page.getByRole('menu').waitFor();
    expect.soft(await violations(page), 'Take').toEqual([]);
    await page.keyboard.press('Escape');
    for (const [key, name] of [['Control+k', 'Commands'], ['?', 'Keys']] as const) {
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name }).waitFor();
      expect.soft(await violations(page), name).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });
}

test('a table that is wider than its place scrolls by keyboard, and its first column stays', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 60_000);
  await page.setViewportSize({ width: 1024, height: 700 });
  await rehearsalCaptioned(page);
  await showScreen(page, 'Rooms');
  const place = page.getByRole('group', { name: 'Figures by language' });
  await place.focus({ timeout: FIRST_FIGURES_MS });
  const language = place.getByRole('rowheader', { name: 'ES', exact: true });
  const left = async (): Promise<number | undefined> => (await language.boundingBox())?.x;
  const before = await left();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => place.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  expect(await left()).toBe(before);
  await prepareAxe(page);
  expect(await violations(page)).toEqual([]);
});

test('the words of the other language have room, and axe finds nothing in it', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await showScreen(page, 'Settings');
  await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('es');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await prepareAxe(page);
  for (const name of ['Directo', 'Salas', 'Red', 'Nodos', 'Ajustes']) {
    await page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await page.locator('main h1').waitFor({ state: 'attached' });
    await page.waitForTimeout(300);
    expect.soft(await violations(page), name).toEqual([]);
    expect.soft(await page.evaluate('document.documentElement.scrollWidth'), `${name} is wider than the window`).toBeLessThanOrEqual(1024);
  }
  await page.locator('select', { has: page.locator('option[value=es]') }).selectOption('en');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
