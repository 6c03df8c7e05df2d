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

/** Newest text of a language on the Live screen, empty while there is none. */
export async function newestCaption(page: Page, language: string): Promise<string> {
  return (await page.locator(`td p[lang="${language}"]`).last().textContent({ timeout: 1_000 }).catch(() => '')) ?? '';
}
