/** Names of espeak-ng 0.3.5's voices (its `list_voices()`) that can be chosen by a language tag, without test voices. */
const VOICES = new Set(
  (
    'af am an ar as az ba be bg bn bpy bs ca ca-ba ca-nw ca-va cmn cs cv cy da de el en-029 en-gb en-gb-scotland en-gb-x-rp en-us ' +
    'eo es es-419 et eu fa fi fo fr fr-be fr-ch ga gd gn grc gu hak haw he hi hr ht hu hy hyw ia id io is it ja ka kk kl kn ko ' +
    'kok ku ky la lb lfn lt ltg lv mi mk ml mr ms mt my nb nci ne nl nog om or pa pap pl pt pt-br quc ro ru sd shn si sk sl smj ' +
    'sq sr sv sw ta te th ti tk tn tr tt ug uk ur uz vi vi-vn-x-central vi-vn-x-south yue'
  ).split(' '),
);

/** Tags whose usual name is not espeak-ng's. */
const ALIASES: Readonly<Record<string, string>> = {
  en: 'en-gb',
  'es-mx': 'es-419',
  'ca-valencia': 'ca-va',
  no: 'nb',
  zh: 'cmn',
  'zh-hk': 'yue',
};

/** espeak-ng's voice for a BCP 47 tag: its own, an alias, or its base language's; undefined when there is none. */
export function espeakVoice(tag: string): string | undefined {
  const parts = tag.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('-');
    const voice = ALIASES[name] ?? name;
    if (VOICES.has(voice)) return voice;
  }
  return undefined;
}
