interface Phantoms {
  /** Credits and calls to subscribe, which nobody says at a conference; regular expressions. */
  readonly never: readonly string[];
  /** People say them, too: only a stretch that is short or that the recogniser was unsure of is taken for none; the same. */
  readonly doubtful: readonly string[];
}

/**
 * In every language, also in those without a list of their own: the credit of the subtitles on which the recognisers were trained,
 * within a few words of any language, and the English ones, which are made up whatever is spoken.
 */
const EVERYWHERE: readonly string[] = [
  String.raw`(\S+ ){0,6}\S*amara[. ]*org\S*( \S+){0,2}`,
  "thank(s|s? you)( so much| very much)? for (watching|viewing)( (this|the|my|our) video)?",
  "(please |and |don't forget to )*(like and )?subscribe( to (my|our|the|this) channel)?",
  "(i will |i'll )?see you in the next video",
];

/**
 * What Whisper and its kin write when nobody spoke: the ends of videos they were trained on (Koenecke et al. 2024;
 * Barański et al. 2025, arXiv 2501.11378, whose list this follows; the other languages from the same kind of material).
 * Each stands for a whole segment, or for one phrase of several that make it up: inside a sentence they are words.
 */
const PHANTOMS: Readonly<Record<string, Phantoms>> = {
  en: {
    never: [],
    doubtful: ['thank you', 'thanks', 'you', 'bye( bye)?', 'okay', 'ok', 'so', 'oh', 'yeah', 'the( end)?', 'uh', 'hmm', 'mm', 'music', 'applause', 'see you next time', '(sub)?titles (created )?by .+', 'transcri(bed|ption) by .+'],
  },
  es: {
    never: ['gracias por ver( (el|este|mi) v[ií]deo)?', 'suscr[ií]bete( (al|a mi|a nuestro|a este) canal)?'],
    doubtful: ['(muchas )?gracias', 'adiós', 'sí', 'no', 'eh', 'música', 'aplausos', 'subt[ií]tulos (realizados |creados |hechos )?por .+'],
  },
  ca: {
    never: ['gràcies per (veure|mirar)( (el|aquest) vídeo)?', 'subscriu-?(te|vos)( al (meu |nostre )?canal)?'],
    doubtful: ['(moltes )?gràcies', 'adéu', 'sí', 'música', 'subt[ií]tols (fets |creats |realitzats )?per .+'],
  },
  fr: {
    never: ["merci d'avoir regardé( (cette|la|ma) vidéo)?", "(n'oubliez pas de vous abonner|abonnez[- ]vous)( à (la|ma|notre) cha[iî]ne)?", 'sous-titrage (société )?radio-canada', "sous-titrage st' ?501"],
    doubtful: ['merci( beaucoup)?', 'au revoir', 'oui', 'euh', 'musique', 'sous-titr(es|age) (réalisés? )?par .+'],
  },
  pt: {
    never: ['obrigad[oa] por assistir( (ao|o|este) vídeo)?', 'inscreva-?se( no (meu |nosso )?canal)?'],
    doubtful: ['obrigad[oa]', 'tchau', 'sim', 'música', 'legendas? (feitas? |criadas? )?(por|pela) .+'],
  },
  it: {
    never: ['grazie per (la visione|aver guardato)( (il|questo) video)?', 'iscriviti( al (mio |nostro )?canale)?'],
    doubtful: ['grazie( mille)?', 'ciao', 'sì', 'musica', 'sottotitoli (creati da|creati dalla|a cura di|e revisione a cura di) .+'],
  },
  de: {
    never: ['(vielen )?dank fürs zuschauen', '(bitte )?abonnier(e|t|en sie) (den|meinen|unseren|diesen) kanal', String.raw`untertitel(ung)? (im auftrag )?des (zdf|swr|wdr|ndr|br)( für funk)?( \d{4})?`],
    doubtful: ['(vielen )?danke?', 'tschüss', 'ja', 'so', 'musik'],
  },
};

/** A longer segment may be a sentence after all, whatever it is made of. */
const MOST_WORDS = 8;

const whole = (phrases: readonly string[]): RegExp => new RegExp(`^((${phrases.join('|')})( |$))+$`, 'u');
const everywhere = whole(EVERYWHERE);
const patterns = new Map(Object.entries(PHANTOMS).map(([language, { never, doubtful }]) => [language, { never: whole([...EVERYWHERE, ...never]), doubtful: new RegExp(`^(${doubtful.join('|')})$`, 'u') }]));

/** Whether the whole of what was understood is such a phrase. `doubtful` says that other signs must agree. */
export function phantom(text: string, language: string): 'never' | 'doubtful' | undefined {
  const known = patterns.get(language.split('-')[0]!);
  const plain = text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}'. -]+/gu, ' ')
    .replaceAll(/\.+(?= |$)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[ .]+|[ .]+$/g, '');
  // Sounds in brackets, notes: no words in any language.
  if (plain === '' || /^[[(*♪].*[\])*♪]$/u.test(text.trim())) return 'never';
  if ((known?.never ?? everywhere).test(plain)) return plain.split(' ').length <= MOST_WORDS ? 'never' : 'doubtful';
  return known?.doubtful.test(plain) ? 'doubtful' : undefined;
}
