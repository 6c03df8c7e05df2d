import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { addLanguage, rehearsalCaptioned, screenNames, showScreen } from './show-screen.ts';

const folder = resolve(import.meta.dirname, '..', 'out', 'screenshots');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;
const themes = ['dark', 'light'] as const;
/** Long enough for a screenful of captions, for charts with a line in them, and for the interpreter to have come and gone. */
const REHEARSE_FIRST_MS = 45_000;
/** The interpreter is on the air for about half of the time; the next take begins within this. */
const TAKE_MS = 60_000;
/** A chart that is shown again needs two samples. */
const CHARTS_MS = 2_500;
/** With the four of a rehearsal: eight channels, some of which nobody translates into. */
const MORE_LANGUAGES = ['de', 'it', 'nl', 'ja'];
/** What was just pressed has let go of its highlight, and meters have been drawn. */
const SETTLE_MS = 700;

const overlays = [
  { name: 'palette', key: 'Control+k' },
  { name: 'keys', key: '?' },
];

test('every screen at every size, dark and light, during a rehearsal with an interpreter', async ({ page }) => {
  test.setTimeout(1_800_000);
  await showScreen(page, 'Live');
  await everywhere(page, async (take) => take('preparing'));
  await rehearsalCaptioned(page, 'fr');
  // The one for the README: of a rehearsal that nothing else is done to, which costs a machine that draws in software its delays.
  await show(page, 'dark');
  await page.setViewportSize(sizes[0]);
  await page.waitForTimeout(REHEARSE_FIRST_MS);
  await page.screenshot({ path: join(folder, 'readme.png') });
  await stopRehearsal(page);
  await everywhere(page, async (take) => take('idle'));
  await startWithInterpreter(page);
  await rehearsalCaptioned(page, 'fr');
  await page.waitForTimeout(REHEARSE_FIRST_MS);
  await page.keyboard.press('2');
  await everywhere(page, async (take) => {
    await expect(page.getByRole('listitem', { name: /^ES / })).toContainText(/Human: /, { timeout: TAKE_MS });
    await take('live-interpreter');
    await page.keyboard.press('d');
    await take('live-channel');
    await page.keyboard.press('w');
    await take('live-waterfall');
    await page.keyboard.press('Escape');
    const figures = page.getByRole('button', { name: /^Figures/ });
    await figures.click();
    await take('live-figures');
    await figures.click();
  });
  await everywhere(page, async (take) => {
    for (const name of screenNames) {
      await showScreen(page, name);
      await take(name.toLowerCase(), name === 'Network' ? CHARTS_MS : SETTLE_MS);
    }
    await showScreen(page, 'Live');
    for (const { name, key } of overlays) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await take(name);
      await page.keyboard.press('Escape');
    }
  });
  await stopRehearsal(page);
  await startWithInterpreter(page, MORE_LANGUAGES);
  await rehearsalCaptioned(page, 'fr');
  await page.waitForTimeout(REHEARSE_FIRST_MS);
  await everywhere(page, async (take) => take('live-many'));
  await stopRehearsal(page);
});

async function stopRehearsal(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Stop/ }).click();
  await page.getByRole('main').getByRole('button', { name: /Start/ }).waitFor({ timeout: 60_000 });
}

async function startWithInterpreter(page: Page, more: readonly string[] = []): Promise<void> {
  await showScreen(page, 'Rooms');
  await page.getByRole('tab', { name: 'Rehearsal' }).click();
  for (const tag of more) await addLanguage(page, tag);
  await page.getByRole('combobox', { name: 'Interpreter' }).selectOption('es');
  await page.getByRole('button', { name: 'Start rehearsal' }).click();
}

async function show(page: Page, theme: (typeof themes)[number]): Promise<void> {
  const toggle = page.getByRole('button', { name: theme === 'dark' ? 'Dark theme' : 'Light theme' });
  if (await toggle.isVisible()) await toggle.click();
}

/** Does `shoot` in every theme and size; `take` writes one picture. */
async function everywhere(page: Page, shoot: (take: (name: string, waitMs?: number) => Promise<void>) => Promise<void>): Promise<void> {
  for (const theme of themes) {
    await show(page, theme);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await shoot(async (name, waitMs = SETTLE_MS) => {
        // Over nothing that answers: a tooltip of the rail must be gone, and no tab lit.
        await page.mouse.move(4, size.height - 4);
        await page.waitForTimeout(waitMs);
        await page.screenshot({ path: join(folder, `${name}-${size.width}x${size.height}-${theme}.png`) });
      });
    }
  }
}
