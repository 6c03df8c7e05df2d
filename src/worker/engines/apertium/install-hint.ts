/** Debian packages that together lead from English to a target, all seen in Debian 12. */
const PACKAGES_FROM_ENGLISH: Readonly<Record<string, string>> = {
  ca: 'apertium-eng-cat',
  eo: 'apertium-eo-en',
  es: 'apertium-eng-spa',
  fr: 'apertium-eng-spa apertium-fr-es',
  gl: 'apertium-en-gl',
  it: 'apertium-eng-spa apertium-spa-ita',
  pt: 'apertium-eng-spa apertium-es-pt',
};

/** Targets that could be had from `source` by installing something. */
export function installableTargets(source: string): string[] {
  return base(source) === 'en' ? Object.keys(PACKAGES_FROM_ENGLISH) : [];
}

/** One sentence: how to get a translator from `source` to `target`. */
export function installHint(source: string, target: string): string {
  const packages = base(source) === 'en' ? PACKAGES_FROM_ENGLISH[base(target)] : undefined;
  if (!packages) return 'Apertium\'s packages ("apt-cache search apertium-") list the pairs that exist.';
  return `On Debian or Ubuntu: apt-get install apertium ${packages}, then start the room again.`;
}

const base = (tag: string): string => tag.split('-')[0]!;
