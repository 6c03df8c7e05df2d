import { expect, test } from 'vitest';
import { Settings } from '../../shared/contract/settings.ts';
import { LatestValue } from '../services/streams/latest-value.ts';
import { followAppearance } from './follow-appearance.ts';

test('theme and locale are told at once, and again only when they change', async () => {
  const settings = new LatestValue(Settings.parse({}));
  const told: string[] = [];
  await followAppearance(settings, { onTheme: (theme) => told.push(theme), onLocale: (locale) => told.push(locale), report: (thrown) => expect.unreachable(String(thrown)) });
  expect(told).toEqual(['dark', 'en']);

  const change = async (appearance: object, count: number): Promise<void> => {
    settings.set(Settings.parse({ ...settings.current, appearance: { ...settings.current?.appearance, ...appearance } }));
    await expect.poll(() => told.length).toBe(count);
  };
  await change({ theme: 'light' }, 3);
  await change({ locale: 'es' }, 4);
  settings.set(Settings.parse({ ...settings.current, sound: { loudnessTargetLufs: -20 } }));
  await change({ theme: 'system', locale: 'en' }, 6);
  expect(told.slice(2)).toEqual(['light', 'es', 'system', 'en']);
  settings.close();
});
