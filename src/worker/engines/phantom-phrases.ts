/**
 * What Whisper and its kin write when nobody spoke: the ends of videos they were trained on (Koenecke et al. 2024;
 * Barański et al. 2025, arXiv 2501.11378, whose list this follows; the other languages from the same kind of material).
 *
 * `never`: credits and calls to subscribe, which nobody says at a conference. `doubtful`: people say them, too; only a
 * stretch that is short or that the recogniser was unsure of is taken for none.
 */
const PHANTOMS: Readonly<Record<string, { readonly never: readonly RegExp[]; readonly doubtful: readonly string[] }>> = {
  en: {
    never: [/^(thanks?|thank you)( you)?( so much| very much)? for (watching|viewing)/, /\b(like and )?subscribe\b/, /^(sub)?titles? (by|created by)\b/, /amara\.? ?org/, /^transcri(bed|ption) by\b/, /^see you (in the )?next (video|time)$/],
    doubtful: ['thank you', 'thanks', 'you', 'bye', 'bye bye', 'okay', 'ok', 'so', 'oh', 'yeah', 'the', 'the end', 'uh', 'hmm', 'mm', 'music', 'applause'],
  },
  es: {
    never: [/^gracias por ver/, /^suscr[ií]bete/, /^subt[ií]tulos/, /amara\.? ?org/],
    doubtful: ['gracias', 'muchas gracias', 'adiós', 'sí', 'no', 'eh', 'música', 'aplausos'],
  },
  ca: { never: [/^gràcies per (veure|mirar)/, /^subscriu-?(te|vos)/, /^subt[ií]tols/, /amara\.? ?org/], doubtful: ['gràcies', 'moltes gràcies', 'adéu', 'sí', 'música'] },
  fr: {
    never: [/^merci d'avoir regardé/, /^abonnez[- ]vous/, /^sous[- ]titr(es|age)/, /amara\.? ?org/, /^n'oubliez pas de vous abonner/],
    doubtful: ['merci', 'merci beaucoup', 'au revoir', 'oui', 'euh', 'musique'],
  },
  pt: { never: [/^obrigad[oa] por assistir/, /^inscreva-?se/, /^legendas?\b/, /amara\.? ?org/], doubtful: ['obrigado', 'obrigada', 'tchau', 'sim', 'música'] },
  it: { never: [/^grazie per (la visione|aver guardato)/, /^iscriviti/, /^sottotitoli/, /amara\.? ?org/], doubtful: ['grazie', 'grazie mille', 'ciao', 'sì', 'musica'] },
  de: { never: [/^(vielen )?dank fürs zuschauen/, /^untertitel/, /amara\.? ?org/, /^abonniere/], doubtful: ['danke', 'vielen dank', 'tschüss', 'ja', 'so', 'musik'] },
};

/** Whether the whole of what was understood is such a phrase. `doubtful` says that other signs must agree. */
export function phantom(text: string, language: string): 'never' | 'doubtful' | undefined {
  const known = PHANTOMS[language.split('-')[0]!];
  const plain = text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}'. -]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[ .]+|[ .]+$/g, '');
  // Sounds in brackets, notes: no words in any language.
  if (plain === '' || /^[[(*♪].*[\])*♪]$/u.test(text.trim())) return 'never';
  if (known?.never.some((phrase) => phrase.test(plain))) return 'never';
  return known?.doubtful.includes(plain) ? 'doubtful' : undefined;
}
