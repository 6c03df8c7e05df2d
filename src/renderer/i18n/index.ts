import i18next, { type Resource, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** One JSON file per feature and language, `<language>/<namespace>.json`; a new file is found by itself. */
const files: Record<string, ResourceKey> = import.meta.glob('./*/*.json', { eager: true, import: 'default' });

type Locale = 'en' | 'es';

function resources(): Resource {
  const all: Resource = {};
  for (const [path, texts] of Object.entries(files)) {
    const [, language = '', file = ''] = path.split('/');
    (all[language] ??= {})[file.replace('.json', '')] = texts;
  }
  return all;
}

/** Resolves once texts are there; English stands in for what a language lacks. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: resources(),
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** Shows the interface in `locale`, and tells assistive technology so. */
export async function showLocale(locale: Locale): Promise<void> {
  document.documentElement.lang = locale;
  if (i18next.language !== locale) await i18next.changeLanguage(locale);
}
