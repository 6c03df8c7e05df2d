import { expect, test } from './console.ts';
import { COLD_START_MS, newestCaption, rehearsalCaptioned, showScreen } from './show-screen.ts';

/** Captions are under way: there is one in each language, or soon will be, and a console that is opened anew has the last of them. */
const NEXT_CAPTION_MS = 45_000;
const languages = ['en', 'es', 'ca', 'pt', 'fr'];

test.use({ rehearsal: 'as shipped' });
test.beforeEach(async ({ page }) => {
  test.setTimeout(COLD_START_MS + 150_000);
  await rehearsalCaptioned(page);
});

test('captions of the first rehearsal arrive in every language and go on', async ({ page }) => {
  for (const language of languages) await expect.poll(() => newestCaption(page, language), { timeout: NEXT_CAPTION_MS, message: `no caption in ${language}` }).toMatch(/\p{L}{2}/u);
  const before = await newestCaption(page, 'es');
  await expect.poll(() => newestCaption(page, 'es'), { timeout: 30_000 }).not.toBe(before);
});

test('every channel has a strip that says who is heard, and a meter that moves', async ({ page }) => {
  for (const track of ['floor', 'channel:es', 'channel:ca', 'channel:pt', 'channel:fr']) {
    const meter = page.locator(`[data-meter="${track}"]`);
    await expect(meter).toBeVisible();
    // What screen readers are told once a second; the bar itself is drawn.
    const values = new Set<number>();
    await expect
      .poll(async () => values.add(await meter.locator('meter').evaluate((element: HTMLMeterElement) => element.value)).size, { timeout: 45_000, message: `${track} stands still` })
      .toBeGreaterThan(2);
  }
  await expect(page.getByRole('listitem', { name: /^ES / })).toContainText(/machine/i);
});

test('search marks what it finds and ends with Escape', async ({ page }) => {
  let word = '';
  // Not of the newest, which may be understood otherwise before it is searched for.
  const settled = async (): Promise<string> => (await page.locator('td p[lang="en"]').allTextContents()).slice(0, -2).join(' ');
  await expect.poll(async () => (word = /\p{L}{4,}/u.exec(await settled())?.[0] ?? ''), { timeout: NEXT_CAPTION_MS }).not.toBe('');
  await page.keyboard.press('/');
  await page.keyboard.type(word);
  // To the newest hit, which may have been scrolled away since it was read.
  await page.keyboard.press('Enter');
  await expect(page.locator('mark').first()).toHaveText(new RegExp(word, 'i'));
  await page.keyboard.press('Escape');
  await expect(page.locator('mark')).toHaveCount(0);
});

test('the size of captions changes by key and is remembered', async ({ page }) => {
  const caption = page.locator('td p[lang="en"]').first();
  // A row that leaves the page while it is looked at has no size.
  const size = async (): Promise<number> => {
    let px = Number.NaN;
    await expect(async () => {
      px = await caption.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
      expect(px).toBeGreaterThan(0);
    }).toPass();
    return px;
  };
  await expect(caption).toBeVisible({ timeout: NEXT_CAPTION_MS });
  const before = await size();
  await page.keyboard.press('+');
  await expect.poll(size).toBe(before + 1);
  await page.reload();
  await expect(caption).toBeVisible({ timeout: NEXT_CAPTION_MS });
  await expect.poll(size).toBe(before + 1);
  await page.keyboard.press('-');
  await expect.poll(size).toBe(before);
});

test('a channel is chosen and heard by key', async ({ page }) => {
  const channel = page.getByRole('listitem', { name: /^ES / });
  await expect(channel).toBeVisible();
  await page.keyboard.press('2');
  await expect(channel).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('l');
  await expect(channel.getByRole('button', { name: 'Stop listening to español' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('l');
  await expect(channel.getByRole('button', { name: 'Listen to español' })).toHaveAttribute('aria-pressed', 'false');
});

test('only the captions in sight exist, arrow keys go from one to the next, and the reader is led back to now', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 420 });
  const table = page.getByRole('table', { name: 'Captions' });
  const rows = table.locator('tbody tr');
  const known = async (): Promise<number> => Number(await table.getAttribute('aria-rowcount')) - 1;
  await expect.poll(async () => (await known()) - (await rows.count()), { timeout: 120_000, message: 'every caption is in the page' }).toBeGreaterThan(0);
  // The newest lines may still be taken back.
  await rows.nth(-4).focus();
  const focused = (): Promise<number> => table.locator('tr:focus').evaluate((row) => Number(row.ariaRowIndex));
  const from = await focused();
  const steps = from - 2;
  expect(steps, 'rows above the one in focus').toBeGreaterThan(4);
  for (let presses = 0; presses < steps; presses++) await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toBe(from - steps);
  await expect(table.locator('tr:focus')).toBeInViewport();
  await page.getByRole('button', { name: /Back to now/i }).click();
  await expect(page.getByRole('button', { name: /Back to now/i })).toHaveCount(0);
  await expect(rows.last()).toBeInViewport();
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('the console breaks no rule of its own content policy', async ({ page, pageErrors }) => {
  for (const name of ['Rooms', 'Network', 'Nodes', 'Settings', 'Live'] as const) await showScreen(page, name);
  await page.waitForTimeout(1_000);
  expect(pageErrors).toEqual([]);
});
