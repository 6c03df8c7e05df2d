import { chromium } from '@playwright/test';
import { expect, test } from './console.ts';
import { type Heard, serveListenerPage } from './listener-page.ts';
import { COLD_START_MS, rehearsalCaptioned, showScreen } from './show-screen.ts';
import { chromiumPath, mediaFlags } from './web-console.ts';

test('an ordinary LiveKit client hears channel:es and receives captions', async ({ page }) => {
  test.setTimeout(COLD_START_MS + 120_000);
  await rehearsalCaptioned(page);

  await showScreen(page, 'Rooms');
  await page.getByRole('listitem').filter({ hasText: 'Rehearsal' }).getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('An ordinary listener');
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  const url = await dialog.getByRole('textbox', { name: 'Server address' }).inputValue();
  const token = await dialog.getByRole('textbox', { name: 'Token' }).inputValue();

  await using listenerPage = await serveListenerPage();
  const browser = await chromium.launch({ executablePath: chromiumPath, args: mediaFlags });
  try {
    const listener = await browser.newPage();
    await listener.goto(listenerPage.address);
    await listener.evaluate(`listen(${JSON.stringify(url)}, ${JSON.stringify(token)})`);
    const heard = (): Promise<Heard> => listener.evaluate('heard');

    await expect.poll(async () => (await heard()).totalAudioEnergy, { timeout: 40_000, message: 'channel:es stayed silent' }).toBeGreaterThan(0);
    for (const language of ['en', 'es', 'fr']) {
      await expect
        .poll(async () => (await heard()).captions.some((caption) => caption.language === language && caption.final && /\p{L}{2}/u.test(caption.text)), { timeout: 30_000, message: `no caption in ${language}` })
        .toBe(true);
    }
  } finally {
    await browser.close();
  }
});
