import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineStatus } from '../../shared/live/stats.ts';
import { drop } from '../../shared/drop.ts';
import { closeEngineSet, createEngineSet, type EnginePlaces, type EngineSet } from './engine-set.ts';
import { baseOf } from './languages.ts';
import type { ListeningEvent } from './listening-stream.ts';
import type { FromEngineHost, ToEngineHost } from './protocol.ts';
import { type Loaded, loaded, type SpeechStream } from './recognisers.ts';
import { routeTo } from './route.ts';
import { StandIns, type StandInsOptions } from './stand-ins.ts';
import type { Synthesiser } from './synthesiser.ts';
import type { Translator } from './translator.ts';
import { practise } from './voice-practice.ts';

type Start = Extract<ToEngineHost, { type: 'start' }>;

/** Voices that start at the same time: a bundled one takes half a second of a core, and the recogniser needs one too. */
const VOICES_AT_ONCE = 2;
/**
 * Once somebody is heard a voice rests so many times as long as it practised: at full speed both cores of a small machine are
 * busy with it for ten seconds, four times that beside a console that draws in software.
 */
const REST_PER_PRACTICE = 2;
const MAX_REST_MS = 2_000;

/**
 * The engines of one live room, started in the order in which they are needed, and what is to be said about them.
 *
 * One that fails takes its own languages with it and nothing else, and comes back by itself. Everything about their state
 * goes out through `send`: `engines`, `processes` and `route`, each again when it changed.
 */
export class LiveEngines implements AsyncDisposable {
  readonly set: EngineSet;
  readonly #start: Start;
  readonly #send: (message: FromEngineHost) => void;
  readonly #lastSent = new Map<string, string>();
  readonly #unheard = new Map<string, EngineStatus>();
  readonly #translating = new Map<Translator, Loaded>();
  /** What is spoken here: the floor language, and that of every stream so far. */
  readonly #sources = new Set<string>();
  #hearing: Loaded = { state: 'starting', message: 'Voice activity is being loaded.' };
  /** Every voice that can be opened at the start is. */
  #opened = false;
  #practised = false;
  #heard = false;
  /** Languages whose voices were opened once: what they lack now has failed. */
  readonly #asked = new Set<string>();
  readonly #standIns: StandIns;
  readonly #closed = new AbortController();

  /** @param keepForMs how long whoever stood in for a voice is kept, where it is not the usual time */
  constructor(start: Start, places: EnginePlaces, send: (message: FromEngineHost) => void, { keepForMs }: Pick<StandInsOptions, 'keepForMs'> = {}) {
    this.#start = start;
    this.#send = send;
    this.#sources.add(start.floorLanguage);
    this.set = createEngineSet(places, start.engines, () => this.#changed());
    this.#standIns = new StandIns(this.set.voices, { open: (languages) => this.#open(languages), onClosed: () => this.#tellOpen(), keepForMs });
  }

  /** Whether streams can be opened. */
  get hears(): boolean {
    return this.#hearing.state === 'ready';
  }

  /** Hears one speaker; a language that nobody understands is reported as an engine that is missing. Only while {@link hears}. */
  listen(language: string, onEvent: (event: ListeningEvent) => void, onLost: (thrown: unknown) => void): SpeechStream {
    this.#heard = true;
    this.#noteUnheard(language);
    this.#noteSource(language);
    return this.set.recognisers.listen({ language, detector: this.set.voiceActivity.openDetector(), onEvent, onLost });
  }

  /**
   * Resolves when every language is as far as it gets; `ready` is sent long before, as soon as the floor is understood: a server
   * that does not answer, and a model that nobody needs yet, join when they can. Never rejects for an engine's sake.
   */
  async run(): Promise<void> {
    const { voiceActivity, recognisers, translators } = this.set;
    const { floorLanguage } = this.#start;
    // The pairs are processes of their own, or servers, and warm up while the models are loaded here.
    const translating = Promise.all(
      translators.engines.map(async (translator) => {
        const found = await translator.check();
        this.#translating.set(translator, { state: found.ok ? 'ready' : 'missing', message: found.message });
        this.#warmPairs();
        this.#tellOpen();
      }),
    );
    const loading = recognisers.load(() => this.#recogniserLoaded());
    this.#hearing = await loaded(voiceActivity);
    await recognisers.understood(floorLanguage);
    this.#noteUnheard(floorLanguage);
    this.#send({ type: 'ready' });
    this.#tell();
    await this.#openVoices(translating);
    await loading;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await this.#standIns[Symbol.asyncDispose]();
    await closeEngineSet(this.set);
  }

  async #openVoices(translating: Promise<unknown>): Promise<void> {
    const { voices, translators } = this.set;
    await this.#openAll(this.#unspoken);
    this.#opened = true;
    await translating;
    // Some that a translator serves which only now has told its pairs.
    await this.#openAll(this.#unspoken);
    await practise(voices, translators, this.#targets.filter((language) => voices.speaks(language)), (tookMs) => this.#rest(tookMs));
    this.#practised = true;
    this.#tellOpen();
    this.#standIns.update(this.#start.languages, this.#unspoken);
  }

  /** Targets that a voice could speak, and none does. */
  get #unspoken(): string[] {
    const { voices } = this.set;
    return this.#targets.filter((language) => voices.speaks(language) && !voices.ready(language));
  }

  async #openAll(languages: readonly string[]): Promise<void> {
    const queue = [...languages];
    for (const language of languages) this.#asked.add(language);
    const openNext = async (): Promise<void> => {
      for (let language = queue.shift(); language && !this.#closed.signal.aborted; language = queue.shift()) await this.set.voices.open(language);
    };
    await Promise.all(Array.from({ length: VOICES_AT_ONCE }, openNext));
  }

  async #rest(practisedMs: number): Promise<void> {
    const restMs = this.#heard ? Math.min(practisedMs * REST_PER_PRACTICE, MAX_REST_MS) : 0;
    await sleep(restMs, undefined, { signal: this.#closed.signal }).catch(() => undefined);
  }

  /** The channels into which something spoken here can be translated: a voice for any other is loaded for nobody. */
  get #targets(): string[] {
    const { translators } = this.set;
    const sources = [...this.#sources];
    return this.#start.languages.filter((language) => sources.some((source) => baseOf(source) !== baseOf(language) && translators.chosen(source, language) !== undefined));
  }

  /** Somebody speaks another language than was spoken before: its pairs are started, and the floor language may need a voice now. */
  #noteSource(language: string): void {
    if (!this.#sources.has(language)) {
      this.#sources.add(language);
      this.#changed();
    }
    this.#warmPairs();
  }

  #warmPairs(): void {
    for (const source of this.#sources) for (const language of this.#start.languages) this.set.translators.warm(source, language);
  }

  #recogniserLoaded(): void {
    this.#tellOpen();
    for (const language of this.set.recognisers.takeBetter()) this.#send({ type: 'listening.better', language });
  }

  #tellOpen(): void {
    if (!this.#closed.signal.aborted) this.#tell();
  }

  /** An engine came or went: voices that are wanted now are opened, and soon whoever stands in for one that does not come back. */
  #changed(): void {
    if (this.#closed.signal.aborted) return;
    this.#tell();
    if (!this.#opened) return;
    const unspoken = this.#unspoken;
    this.#open(unspoken.filter((language) => !this.#asked.has(language) || !this.set.voices.isSoonBack(language)));
    this.#standIns.update(this.#start.languages, unspoken);
  }

  #open(languages: readonly string[]): void {
    if (languages.length > 0) drop(this.#openAll(languages).then(() => this.#tellOpen()), () => undefined);
  }

  #noteUnheard(language: string): void {
    if (this.set.recognisers.knows(language) || this.#unheard.has(language)) return;
    this.#unheard.set(language, {
      id: `recogniser-${language}`,
      kind: 'recogniser',
      serves: [language],
      state: 'missing',
      message: `Nothing on this machine recognises ${language}: the bundled recogniser knows English only. Its speakers are heard untranslated; a recogniser can be set up under engines.`,
    });
    this.#tell();
  }

  #tell(): void {
    this.#sendChanged('engines', { type: 'engines', engines: this.#statuses() });
    this.#sendChanged('processes', {
      type: 'processes',
      processes: [{ name: 'engine-host', pid: process.pid }, ...this.set.translators.processes, ...this.set.voices.processes],
    });
    const { floorLanguage, languages } = this.#start;
    const question = { floorLanguage, sources: this.#sources, heard: this.#floorHeard };
    for (const target of languages) this.#sendChanged(`route ${target}`, routeTo(this.set, Object.assign({ target }, question)));
  }

  /** How whoever understands the floor is now. */
  get #floorHeard(): Loaded {
    const { floorLanguage } = this.#start;
    if (this.#hearing.state !== 'ready') return this.#hearing;
    return this.set.recognisers.hearing(floorLanguage) ?? this.#unheard.get(floorLanguage) ?? { state: 'starting', message: 'The recognisers are being loaded.' };
  }

  #sendChanged(key: string, message: FromEngineHost): void {
    const text = JSON.stringify(message);
    if (this.#lastSent.get(key) === text) return;
    this.#lastSent.set(key, text);
    this.#send(message);
  }

  #statuses(): EngineStatus[] {
    const { voiceActivity, recognisers, translators, voices } = this.set;
    const { floorLanguage } = this.#start;
    const understood = (languages: readonly string[]): string[] => (languages.length > 0 ? [...languages] : [floorLanguage]);
    return [
      { id: voiceActivity.id, kind: 'voice-activity', serves: recognisers.engines.flatMap((engine) => understood(engine.languages)), ...this.#hearing },
      ...recognisers.engines.map((engine): EngineStatus => Object.assign({ id: engine.id, kind: 'recogniser' as const, serves: understood(engine.languages) }, recognisers.stateOf(engine))),
      ...this.#unheard.values(),
      ...translators.engines.map((engine) => this.#translatorStatus(engine)),
      ...voices.engines.map((engine) => this.#voiceStatus(engine)).filter(({ id, serves }) => serves.length > 0 || !voices.standsBy(id)),
    ];
  }

  #translatorStatus(engine: Translator): EngineStatus {
    const known = this.#translating.get(engine) ?? { state: 'starting', message: 'The translator is being started.' };
    // A server that was not there at the start may be by now: after the first look its own word counts.
    const well = known.state === 'missing' && !engine.local ? { state: 'ready' as const, message: engine.about } : known;
    const now = engine.trouble === undefined ? well : { state: 'failed' as const, message: engine.trouble };
    return { id: engine.id, kind: 'translator', serves: [...engine.pairs], ...now };
  }

  #voiceStatus(engine: Synthesiser): EngineStatus {
    const spoken = this.#targets.filter((language) => engine.ready(language));
    // What another voice speaks is not missing here.
    const meant = this.#targets.filter((language) => !this.set.voices.speaks(language) || this.set.voices.chosen(language) === engine);
    const unspoken = meant.filter((language) => !engine.speaks(language));
    const allOpen = meant.every((language) => spoken.includes(language) || unspoken.includes(language));
    const about = { id: engine.id, kind: 'voice' as const, serves: spoken };
    if (engine.trouble !== undefined) return { ...about, state: 'failed', message: engine.trouble };
    const trouble = this.#targets.map((language) => engine.troubleWith?.(language)).find((each) => each !== undefined);
    // Until then who stands in may still be loading.
    if (trouble !== undefined) return { ...about, state: this.#practised ? 'failed' : 'starting', message: trouble };
    return {
      ...about,
      // Voices speak as soon as they are open, slowly at first.
      state: allOpen && this.#practised ? (spoken.length > 0 || unspoken.length === 0 ? 'ready' : 'missing') : 'starting',
      message: [engine.about, ...unspoken.map((language) => engine.missing(language))].join(' '),
    };
  }
}
