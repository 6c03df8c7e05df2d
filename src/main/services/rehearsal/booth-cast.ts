import { AppError } from '../../../shared/app-error.ts';
import { INTERPRETER_LANGUAGES, type InterpreterLanguage, interpreterLanguage } from '../../../shared/contract/rehearsal.ts';
import { takesIn } from '../../../shared/interpreter-plan.ts';
import type { RehearsalInterpreter } from '../../../shared/protocol/rehearsal-protocol.ts';
import type { TokenService } from '../tokens/token-service.ts';

const BOOTH_ID = 'clara';
/** Identity of the synthetic interpreter in every rehearsal. */
export const BOOTH_IDENTITY = `interpreter:${BOOTH_ID}`;

/** Somebody else than the machine, whose espeak-ng voices have no variant, and no faster than an interpreter speaks. */
const VOICE = { name: 'Clara', variant: 'f4', wordsPerMinute: 150 } as const;

/**
 * What the synthetic interpreter says, a text a take; most begin with a vowel, whose first sample is loud.
 * Eight to ten seconds each, the second five to six: after it the interpreter falls silent, and the channel waits for eight.
 */
const TEXTS: Readonly<Record<InterpreterLanguage, readonly string[]>> = {
  ca: [
    'Ara parlo jo des de la cabina. L’aigua de les nostres ciutats ve dels rius i dels llacs, i a l’estiu la demanda és molt alta.',
    'En els últims deu anys el preu de l’energia s’ha duplicat. Per això n’hem d’estalviar.',
    'Un poble petit va construir una planta nova prop del riu. Fa servir la meitat de l’energia que l’antiga, i la gent paga menys que abans.',
  ],
  de: [
    'Ab jetzt spreche ich aus der Kabine. Das Wasser unserer Städte kommt aus Flüssen und Seen, und im Sommer ist der Bedarf sehr hoch.',
    'In den letzten zehn Jahren hat sich der Preis der Energie verdoppelt. Deshalb müssen wir sparen.',
    'Eine kleine Stadt hat am Fluss eine neue Anlage gebaut. Sie braucht halb so viel Energie wie die alte, und die Leute zahlen weniger als vorher.',
  ],
  es: [
    'Ahora hablo yo desde la cabina. El agua de nuestras ciudades viene de los ríos y de los lagos, y en verano la demanda es muy alta.',
    'En los últimos diez años el precio de la energía se ha duplicado. Por eso debemos ahorrar.',
    'Un pueblo pequeño construyó una planta nueva cerca del río. Usa la mitad de la energía que la antigua, y la gente paga menos que antes.',
  ],
  fr: [
    'À présent, je parle depuis la cabine. L’eau de nos villes vient des rivières et des lacs, et en été la demande est très élevée.',
    'En dix ans, le prix de l’énergie a doublé. C’est pourquoi nous devons faire des économies dès aujourd’hui.',
    'Un petit village a construit une nouvelle station près de la rivière. Elle consomme deux fois moins d’énergie que l’ancienne, et les habitants paient moins qu’avant.',
  ],
  it: [
    'Adesso parlo io dalla cabina. L’acqua delle nostre città viene dai fiumi e dai laghi, e d’estate la domanda è molto alta.',
    'In dieci anni il prezzo dell’energia è raddoppiato. Per questo dobbiamo risparmiare a partire da oggi.',
    'Una piccola città ha costruito un nuovo impianto vicino al fiume. Usa metà dell’energia di quello vecchio, e la gente paga meno di prima.',
  ],
  pt: [
    'Agora falo eu, da cabine. A água das nossas cidades vem dos rios e dos lagos, e no verão a procura é muito alta.',
    'Em dez anos, o preço da energia duplicou. Por isso temos de poupar a partir de hoje.',
    'Uma pequena vila construiu uma estação nova perto do rio. Usa metade da energia da antiga, e as pessoas pagam menos do que antes.',
  ],
};

/**
 * The interpreter of the channel `language`, for a rehearsal of `seconds`; without them the channel is taken again and again.
 *
 * @throws INVALID_INPUT there is no interpreter for this language
 */
export async function interpreterConfig(tokens: TokenService, room: string, language: string, seconds: number | undefined): Promise<RehearsalInterpreter> {
  const base = interpreterLanguage(language);
  if (!base) throw new AppError('INVALID_INPUT', `There is no synthetic interpreter for ${language}. There are: ${INTERPRETER_LANGUAGES.join(', ')}.`);
  return {
    identity: BOOTH_IDENTITY,
    name: VOICE.name,
    language,
    voice: `${base}+${VOICE.variant}`,
    wordsPerMinute: VOICE.wordsPerMinute,
    token: await boothToken(tokens, room, language),
    texts: [...TEXTS[base]],
    ...(seconds !== undefined && { takes: takesIn(seconds) }),
  };
}

/** Lets the synthetic interpreter into `room`. */
export async function boothToken(tokens: TokenService, room: string, language: string): Promise<string> {
  return (await tokens.sign({ room, role: 'interpreter', id: BOOTH_ID, name: VOICE.name, language })).token;
}
