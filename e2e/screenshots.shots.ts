import { join, resolve } from 'node:path';
import { expect, test } from './console.ts';
import { newestCaption, screenNames, showScreen } from './show-screen.ts';

const folder = resolve(import.meta.dirname, '..', 'out', 'screenshots');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
/** Long enough for a screenful of captions and for charts with a line in them. */
const REHEARSE_FIRST_MS = 45_000;

test('every screen at every size, dark and light, during a rehearsal', async ({ page }) => {
  test.setTimeout(300_000);
  await showScreen(page, 'Live');
  await expect.poll(() => newestCaption(page, 'fr'), { timeout: 60_000 }).not.toBe('');
  await page.waitForTimeout(REHEARSE_FIRST_MS);
  for (const theme of ['dark', 'light']) {
    const toggle = page.getByRole('button', { name: theme === 'dark' ? 'Dark theme' : 'Light theme' });
    if (await toggle.isVisible()) await toggle.click();
    for (const size of sizes) {
      await page.setViewportSize(size);
      for (const name of screenNames) {
        await showScreen(page, name);
        // Charts need two seconds of samples, and a tooltip of the rail must be gone.
        await page.mouse.move(size.width / 2, size.height - 4);
        await page.waitForTimeout(2_500);
        await page.screenshot({ path: join(folder, `${name.toLowerCase()}-${size.width}x${size.height}-${theme}.png`) });
      }
    }
  }
  await page.getByRole('button', { name: 'Dark theme' }).click();
});
