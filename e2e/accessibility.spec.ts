import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, test } from './console.ts';
import { newestCaption, screenNames, showScreen } from './show-screen.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

for (const theme of ['dark', 'light'] as const) {
  for (const name of screenNames) {
    test(`${name} has no violation that axe can find, ${theme}`, async ({ page }) => {
      await showScreen(page, name);
      const toLight = page.getByRole('button', { name: 'Light theme' });
      const toDark = page.getByRole('button', { name: 'Dark theme' });
      await toLight.or(toDark).waitFor();
      if (theme === 'light' && (await toLight.isVisible())) await toLight.click();
      if (theme === 'dark' && (await toDark.isVisible())) await toDark.click();
      if (name === 'Live') await expect.poll(() => newestCaption(page, 'es'), { timeout: 45_000 }).not.toBe('');
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(rules)})`);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([]);
    });
  }
}
