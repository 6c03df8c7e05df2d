import { expect, type Page } from '@playwright/test';

/** Every screen of the rail, by its English title. */
export const screenNames = ['Live', 'Rooms', 'Network', 'Nodes', 'Settings'] as const;
export type ScreenName = (typeof screenNames)[number];

/** Shows a screen through the rail, whose labels may carry a number of alerts. */
export async function showScreen(page: Page, name: ScreenName): Promise<void> {
  const button = page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });
  await button.click();
  await expect(button).toHaveAttribute('aria-current', 'page');
  // Screens are loaded when first shown; each begins with its title.
  await page.locator('main#work h1').waitFor({ state: 'attached' });
}

/** Adds `tag` to the languages of the form on show, of a room or of a rehearsal. */
export async function addLanguage(page: Page, tag: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Another language' }).fill(tag);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
}

/** Newest text of a language on the Live screen, empty while there is none. */
export async function newestCaption(page: Page, language: string): Promise<string> {
  return (await page.locator(`td p[lang="${language}"]`).last().textContent({ timeout: 1_000 }).catch(() => '')) ?? '';
}

/**
 * A rehearsal begins with the first console of a fresh data folder: languages are asked for, voices loaded, the first lines
 * synthesised, on a machine that may be busy with something else. How soon captions come is what `npm run rehearse` and the benches tell.
 */
export const COLD_START_MS = 150_000;

/** Resolves once a rehearsal is captioned in `language` on the Live screen. */
export async function rehearsalCaptioned(page: Page, language = 'es'): Promise<void> {
  await showScreen(page, 'Live');
  await expect.poll(() => newestCaption(page, language), { timeout: COLD_START_MS, message: `no caption in ${language}` }).not.toBe('');
}
