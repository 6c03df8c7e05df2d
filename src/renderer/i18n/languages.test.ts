import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../shared/app-error.ts';

const files: Record<string, unknown> = import.meta.glob('./*/*.json', { eager: true, import: 'default' });
const namespaces = Object.keys(files)
  .filter((path) => path.startsWith('./en/'))
  .map((path) => path.slice('./en/'.length));

/** `a.b.c` of every text. */
function texts(tree: unknown, path = ''): ReadonlyArray<readonly [path: string, text: string]> {
  if (typeof tree === 'string') return [[path, tree]];
  if (typeof tree !== 'object' || tree === null) throw new Error(`${path} is neither text nor group`);
  return Object.entries(tree).flatMap(([key, value]) => texts(value, path === '' ? key : `${path}.${key}`));
}

/** The plural forms of a text count as one key; `_zero` is a text of its own. */
const keysOf = (tree: unknown): string[] => [...new Set(texts(tree).map(([path]) => path.replace(/_(one|other)$/, '_plural')))].toSorted();

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name = '']) => name).toSorted();

describe.each(namespaces)('%s', (file) => {
  const en = files[`./en/${file}`];
  const es = files[`./es/${file}`];

  test('has the same keys in both languages', () => {
    expect(es, 'the Spanish file is missing').toBeDefined();
    expect(keysOf(es)).toEqual(keysOf(en));
  });

  test('has no empty text', () => {
    for (const language of [en, es]) expect(texts(language).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('names the same figures in both languages', () => {
    const spanish = new Map(texts(es));
    for (const [path, text] of texts(en)) expect([path, placeholders(spanish.get(path) ?? '')]).toEqual([path, placeholders(text)]);
  });

  test.each(['en', 'es'])('has every plural form that %s needs', (language) => {
    const paths = new Set(texts(language === 'en' ? en : es).map(([path]) => path));
    // Spanish *many* begins at a million: nothing here is counted that far.
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== 'many');
    const stems = new Set([...paths].filter((path) => path.endsWith('_other')).map((path) => path.slice(0, -'_other'.length)));
    for (const stem of stems) for (const form of needed) expect(paths).toContain(`${stem}_${form}`);
  });
});

test('every failure has a title', () => {
  expect(keysOf(files['./en/errors.json'])).toEqual(Object.keys(errorCodes).toSorted());
});

test('no namespace exists in Spanish alone', () => {
  expect(Object.keys(files).filter((path) => path.startsWith('./es/')).length).toBe(namespaces.length);
});
