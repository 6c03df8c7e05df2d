import { AppError } from '../../shared/app-error.ts';
import type { EngineStatus } from '../../shared/live/stats.ts';
import { createEngineSet, type EnginePlaces, type EngineSet } from './engine-set.ts';
import type { FromEngineHost, ToEngineHost } from './protocol.ts';

type Start = Extract<ToEngineHost, { type: 'start' }>;
type Loaded = Pick<EngineStatus, 'state' | 'message'>;

/** Voices that start at the same time: each takes half a second of a core, and the recogniser needs one too. */
const VOICES_AT_ONCE = 2;

/**
 * What engines say to nobody before they are needed: the first syntheses of a voice run uncompiled and take up to ten times
 * as long. Ordinary words first, then what stands in any speech.
 */
const PRACTICE = [
  'good morning and welcome to the meeting',
  '12 345, 67 890, 31, 12, 24',
  'we have one more question from the second row',
  'the old house near the river was very small',
  'thank you for your help and see you tomorrow',
  'every day many people come to our city and use the train',
  'please look at the screen and choose your language',
  'in winter the days are short and the nights are long',
  'the results will be published at the end of the year',
  'i would like to thank all our guests for this good example',
  'how much money do we need to build a new school',
  'my colleague will explain the first part of the programme',
  'the price of water has not changed in the last five years',
  'you can leave your questions on the table after the break',
  'the government and the bank share the cost of the project',
  'it is important that everybody can hear and understand the speaker',
  'the next session begins at half past eleven in the large room',
  'we must save energy because the demand is high in summer',
  'a young woman from the north wrote the best answer',
  'now we will take a short break and then continue our work',
];

/**
 * The engines of one live room, started in the order in which they are needed, and what is to be said about them.
 *
 * One that fails takes its own languages with it and nothing else. Everything about their state goes out through `send`:
 * `engines`, `processes` and `route`, each again when it changed.
 */
export class LiveEngines implements AsyncDisposable {
  readonly set: EngineSet;
  readonly #start: Start;
  readonly #send: (message: FromEngineHost) => void;
  readonly #lastSent = new Map<string, string>();
  readonly #unheard = new Map<string, EngineStatus>();
  #hearing: Loaded = { state: 'starting', message: 'Voice activity is being loaded.' };
  #reading: Loaded = { state: 'starting', message: 'The recogniser is being loaded.' };
  #translating: Loaded = { state: 'starting', message: 'The translator is being started.' };
  #practised = false;

  constructor(start: Start, places: EnginePlaces, send: (message: FromEngineHost) => void) {
    this.#start = start;
    this.#send = send;
    this.set = createEngineSet(places, () => this.#tell());
  }

  /** Whether streams can be opened. */
  get hears(): boolean {
    return this.#hearing.state === 'ready';
  }

  /** Whether somebody understands `language`; reports it as an engine that is missing when nobody does. */
  understands(language: string): boolean {
    const served = this.set.recogniser.languages.includes(baseOf(language));
    if (!served && !this.#unheard.has(language)) {
      this.#unheard.set(language, {
        id: `recogniser-${language}`,
        kind: 'recogniser',
        serves: [language],
        state: 'missing',
        message: `Nothing on this machine recognises ${language}: the bundled recogniser knows English only. Its speakers are heard untranslated.`,
      });
      this.#tell();
    }
    return served && this.#reading.state === 'ready';
  }

  /** Resolves when every language is as far as it gets; `ready` is sent long before. Never rejects for an engine's sake. */
  async run(): Promise<void> {
    const { voiceActivity, recogniser, translator } = this.set;
    const { floorLanguage, languages } = this.#start;
    // The pairs are processes of their own and warm up while the models are loaded here.
    const installed = await translator.check();
    this.#translating = { state: installed.ok ? 'ready' : 'missing', message: installed.message };
    for (const language of languages) translator.warm(floorLanguage, language);

    const [hearing, reading] = await Promise.all([loaded(voiceActivity), loaded(recogniser)]);
    this.#hearing = hearing;
    this.#reading = reading;
    this.understands(floorLanguage);
    this.#send({ type: 'ready' });
    this.#tell();
    await this.#openVoices();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.set.translator[Symbol.asyncDispose](), this.set.synthesiser[Symbol.asyncDispose]()]);
  }

  async #openVoices(): Promise<void> {
    const { synthesiser } = this.set;
    const speakable = this.#targets.filter((language) => synthesiser.speaks(language));
    const queue = [...speakable];
    const openNext = async (): Promise<void> => {
      for (let language = queue.shift(); language; language = queue.shift()) await synthesiser.open(language);
    };
    await Promise.all(Array.from({ length: VOICES_AT_ONCE }, openNext));
    // In turns, so that all are equally fast, one at a time, and only while a voice has nothing to say: requests come first.
    for (const text of PRACTICE) {
      for (const language of speakable) await synthesiser.practise(language, await this.#practiceText(text, language));
    }
    this.#practised = true;
    this.#tell();
  }

  /** `text` in `language`, which exercises the whole way to it; where there is none, as it is: numbers are read everywhere. */
  async #practiceText(text: string, language: string): Promise<string> {
    const { translator } = this.set;
    if (!translator.ready('en', language)) return text;
    try {
      return (await translator.translate(text, 'en', language, new AbortController().signal)).text;
    } catch {
      return text;
    }
  }

  get #targets(): string[] {
    return this.#start.languages.filter((language) => baseOf(language) !== baseOf(this.#start.floorLanguage));
  }

  #tell(): void {
    this.#sendChanged('engines', { type: 'engines', engines: this.#statuses() });
    this.#sendChanged('processes', {
      type: 'processes',
      processes: [{ name: 'engine-host', pid: process.pid }, ...this.set.translator.processes],
    });
    for (const language of this.#start.languages) this.#sendChanged(`route ${language}`, this.#route(language));
  }

  #sendChanged(key: string, message: FromEngineHost): void {
    const text = JSON.stringify(message);
    if (this.#lastSent.get(key) === text) return;
    this.#lastSent.set(key, text);
    this.#send(message);
  }

  #statuses(): EngineStatus[] {
    const { voiceActivity, recogniser, translator, synthesiser } = this.set;
    const voices = this.#targets.filter((language) => synthesiser.ready(language));
    const unspoken = this.#targets.filter((language) => !synthesiser.speaks(language));
    const allOpen = voices.length + unspoken.length === this.#targets.length;
    return [
      { id: voiceActivity.id, kind: 'voice-activity', serves: [...recogniser.languages], ...this.#hearing },
      { id: recogniser.id, kind: 'recogniser', serves: [...recogniser.languages], ...this.#reading },
      ...this.#unheard.values(),
      { id: translator.id, kind: 'translator', serves: translator.pairs, ...this.#translating },
      {
        id: synthesiser.id,
        kind: 'voice',
        serves: voices,
        // Voices speak as soon as they are open, slowly at first.
        state: allOpen && this.#practised ? (voices.length > 0 || unspoken.length === 0 ? 'ready' : 'missing') : 'starting',
        message: [synthesiser.about, ...unspoken.map((language) => synthesiser.missing(language))].join(' '),
      },
    ];
  }

  #route(target: string): FromEngineHost {
    const { translator, synthesiser } = this.set;
    const floor = this.#start.floorLanguage;
    const path = translator.route(floor, target) ?? [];
    const told = (message: string, found: { translator?: string; voice?: string } = {}): FromEngineHost => ({
      type: 'route',
      target,
      path: [...path],
      message,
      ...found,
    });
    if (baseOf(target) === baseOf(floor)) return told('This is the floor language: its channel carries the floor.');
    if (this.#hearing.state !== 'ready') return told(this.#hearing.message);
    const unheard = this.#unheard.get(floor);
    if (unheard) return told(unheard.message);
    if (this.#reading.state !== 'ready') return told(this.#reading.message);

    const translates = translator.ready(floor, target);
    const speaks = synthesiser.ready(target);
    const found = { ...(translates && { translator: translator.id }), ...(speaks && { voice: synthesiser.id }) };
    if (path.length === 0) return told(translator.missing(floor, target), found);
    if (!translates) return told('The translator is being started.', found);
    if (!synthesiser.speaks(target)) return told(synthesiser.missing(target), found);
    if (!speaks) return told('The voice is being started.', found);
    return told(`Translated by ${translator.id}${path.length > 2 ? ` through ${path.slice(1, -1).join(', ')}` : ''}, spoken by ${synthesiser.id}.`, found);
  }
}

async function loaded(engine: { readonly about: string; load(): Promise<void> }): Promise<Loaded> {
  try {
    await engine.load();
    return { state: 'ready', message: engine.about };
  } catch (thrown) {
    const failure = AppError.from(thrown);
    return { state: failure.code === 'MODEL_INVALID' || failure.code === 'BINARY_MISSING' ? 'missing' : 'failed', message: failure.message };
  }
}

const baseOf = (tag: string): string => tag.split('-')[0]!;
