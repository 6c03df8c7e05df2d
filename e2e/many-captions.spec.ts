import { chromium, expect, test } from '@playwright/test';
import { CAPTION_HISTORY } from '../src/shared/contract/live.ts';
import type { Caption } from '../src/shared/live/caption.ts';
import { serveCaptions } from './stub-host.ts';
import { chromiumPath, mediaFlags } from './web-console.ts';

const STARTED_AT_MS = Date.UTC(2026, 4, 4, 9);
const SEGMENT_MS = 3_000;
/** A window of 900 px has about ten rows in sight, and six more are kept ready on either side. */
const ROWS_MAX = 100;

/** One segment each, all of them final. */
function history(count: number): Caption[] {
  return Array.from({ length: count }, (_, index) => {
    const spokenStartMs = STARTED_AT_MS + index * SEGMENT_MS;
    return {
      id: `segment-${index}/en`,
      segmentId: `segment-${index}`,
      language: 'en',
      sourceLanguage: 'en',
      kind: 'source' as const,
      speakerIdentity: 'speaker:one',
      speakerName: 'Speaker',
      stable: `This is sentence number ${index + 1} of the day.`,
      unstable: '',
      final: true,
      revision: 1,
      spokenStartMs,
      spokenEndMs: spokenStartMs + SEGMENT_MS,
      publishedAtMs: spokenStartMs + SEGMENT_MS,
    };
  });
}

test('ten thousand captions are searched and scrolled with less than a hundred of them in the page', async () => {
  test.setTimeout(120_000);
  const room = { name: 'plenary', floorLanguage: 'en', languages: ['es'], rehearsal: false, createdAtMs: STARTED_AT_MS, phase: { kind: 'live' as const }, participants: [] };
  await using server = await serveCaptions(room, history(CAPTION_HISTORY));
  const browser = await chromium.launch({ executablePath: chromiumPath, args: mediaFlags });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(server.oneTimeAddress());
    const table = page.getByRole('table', { name: 'Captions' });
    const rows = table.locator('tbody tr');
    const row = (number: number) => rows.and(page.locator(`[aria-rowindex="${number + 1}"]`));
    await expect(table).toHaveAttribute('aria-rowcount', String(CAPTION_HISTORY + 1), { timeout: 60_000 });
    await expect(row(CAPTION_HISTORY)).toBeInViewport();
    await expect(row(CAPTION_HISTORY)).toContainText(`sentence number ${CAPTION_HISTORY} of`);
    expect(await rows.count()).toBeLessThan(ROWS_MAX);

    await page.keyboard.press('/');
    await page.keyboard.type('number 4242 of');
    await expect(page.getByRole('search')).toContainText('1 found');
    await page.keyboard.press('Enter');
    await expect(row(4_242)).toBeInViewport();
    await expect(row(4_242).locator('mark')).toHaveText('number 4242 of');
    expect(await rows.count()).toBeLessThan(ROWS_MAX);
    await page.keyboard.press('Escape');

    await table.evaluate((element) => element.parentElement?.scrollTo(0, 0));
    await expect(row(1)).toBeInViewport();
    await expect(row(1)).toContainText('sentence number 1 of');
    expect(await rows.count()).toBeLessThan(ROWS_MAX);

    await page.getByRole('button', { name: /Back to now/ }).click();
    await expect(row(CAPTION_HISTORY)).toBeInViewport();
  } finally {
    await browser.close();
  }
});
