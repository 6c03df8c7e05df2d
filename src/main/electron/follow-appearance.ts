import type { Settings } from '../../shared/contract/settings.ts';
import { drop } from '../../shared/drop.ts';
import type { LatestValue } from '../services/streams/latest-value.ts';

type Appearance = Settings['appearance'];

/** Who is told of the appearance, and of its failures. */
export interface AppearanceFollower {
  readonly onTheme: (theme: Appearance['theme']) => void;
  readonly onLocale: (locale: Appearance['locale']) => void;
  readonly report: (thrown: unknown) => void;
}

/** Tells theme and locale as they are, then each after every change of it, until the settings are closed. Resolves once the first are told. */
export async function followAppearance(settings: LatestValue<Settings>, { onTheme, onLocale, report }: AppearanceFollower): Promise<void> {
  let told: Partial<Appearance> = {};
  const tell = ({ theme, locale }: Appearance): void => {
    if (theme !== told.theme) onTheme(theme);
    if (locale !== told.locale) onLocale(locale);
    told = { theme, locale };
  };
  const values = settings.watch();
  const first = await values.next();
  if (first.done) return;
  tell(first.value.appearance);
  const follow = async (): Promise<void> => {
    for await (const { appearance } of values) tell(appearance);
  };
  drop(follow(), report);
}
