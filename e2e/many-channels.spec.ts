import type { Locator, Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { addLanguage, COLD_START_MS, showScreen } from './show-screen.ts';

/** With the four of a new room: sixteen channels, more than any screen has room for. */
const others = ['de', 'it', 'nl', 'pl', 'ro', 'id', 'el', 'uk', 'tr', 'sv', 'ja', 'zh-Hans'];
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;
const CHANNELS = 4 + others.length;
const SHORTEST_ALARM_SEC = 5;
const USUAL_ALARM_SEC = 30;

const strips = (page: Page): Locator => page.getByRole('list', { name: 'Channels' }).getByRole('listitem');

/** What lies outside its strip, or is cut off without an ellipsis, by its text. */
const cutOff = (strip: Locator): Promise<string[]> =>
  strip.evaluate((element) => {
    const outer = element.getBoundingClientRect();
    return [...element.querySelectorAll('*')]
      .filter((part) => {
        const { left, right, top, bottom } = part.getBoundingClientRect();
        return !part.closest('.sr-only') && (left < outer.left - 0.5 || right > outer.right + 0.5 || top < outer.top - 0.5 || bottom > outer.bottom + 0.5);
      })
      .map((part) => `${part.tagName} ${part.textContent}`);
  });

async function launch(page: Page, name: string): Promise<void> {
  await showScreen(page, 'Rooms');
  await page.getByRole('tab', { name: 'Room', exact: true }).click();
  await page.getByRole('textbox', { name: 'Room name' }).fill(name);
  for (const tag of others) await addLanguage(page, tag);
  await page.getByRole('button', { name: 'Launch room' }).click();
  await expect(strips(page)).toHaveCount(CHANNELS + 1, { timeout: COLD_START_MS });
}

async function close(page: Page, name: string): Promise<void> {
  await showScreen(page, 'Rooms');
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await card.getByRole('button', { name: 'Close room' }).click();
  await page.getByRole('button', { name: 'Close the room' }).click();
  await expect(card).toHaveCount(0, { timeout: 30_000 });
}

async function setSilenceAlarm(page: Page, seconds: number): Promise<void> {
  await showScreen(page, 'Settings');
  const field = page.getByLabel(/^Silence alarm/);
  await field.fill(String(seconds));
  await field.press('Enter');
  await expect(field).toHaveValue(String(seconds));
  await showScreen(page, 'Live');
}

test('sixteen channels say as much as four do, are reached by key, and tell of an alarm out of sight', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 240_000);
  const name = `many-${Date.now().toString(36)}`;
  await launch(page, name);
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const strip of await strips(page).all()) {
      const isFloor = (await strip.getAttribute('aria-label')) === 'EN Floor';
      const words = isFloor ? /Floor language EN.*Delay.*Where the delay goes/ : /(nterprets|Nobody speaks|the floor is heard).*Booth empty.*Policy: Machine until human.*(LUFS|Nothing was heard).*Delay.*Lag.*Where the delay goes/;
      await expect(strip).toContainText(words, { timeout: 60_000 });
      expect(await cutOff(strip), `${size.width} wide`).toEqual([]);
    }
  }

  const [floor, ninth, last] = [strips(page).first(), strips(page).nth(8), strips(page).last()];
  await page.keyboard.press('1');
  await expect(floor).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('9');
  await expect(ninth).toBeInViewport({ ratio: 0.9 });
  for (let strip = 9; strip <= CHANNELS; strip++) await page.keyboard.press('j');
  await expect(last).toHaveAttribute('aria-current', 'true');
  await expect(last).toBeInViewport({ ratio: 0.9 });
  await expect(floor).not.toBeInViewport();

  await setSilenceAlarm(page, SHORTEST_ALARM_SEC);
  const alarm = page.getByRole('button', { name: '1 alarm above: Floor' });
  await alarm.press('Enter', { timeout: 60_000 });
  await expect(floor).toBeInViewport({ ratio: 0.9 });
  await expect(floor).toContainText('Silent too long');
  await expect(floor.getByRole('button', { name: /choose Floor/ })).toBeFocused();
  await expect(alarm).toHaveCount(0);

  await setSilenceAlarm(page, USUAL_ALARM_SEC);
  await page.setViewportSize({ width: 1440, height: 900 });
  await close(page, name);
});
