import type { Caption } from '../../shared/live/caption.ts';
import { AppError } from '../../shared/app-error.ts';
import { drop } from '../../shared/drop.ts';
import { understands } from '../channels/channel-guards.ts';
import type { ChannelEngine } from '../channels/channel-engine.ts';
import type { Clause } from '../channels/clause.ts';
import { nowMs, toUnixMs } from '../../shared/node/monotonic-clock.ts';
import { OrderedLane } from '../pipeline/ordered.ts';
import { speakingRate } from '../stages/speaking-rate.ts';
import { AwaitingVoice } from './awaiting-voice.ts';
import type { CaptionPublisher } from './captions.ts';
import type { EngineHostClient } from './engine-host-client.ts';
import { Foresight, type Foreseen } from './foresight.ts';
import type { Speaker } from './speaker.ts';
import { Speech } from './speech.ts';
import type { Spoken, SpokenTimes } from './speech-tracker.ts';
import type { TraceBook } from './trace-book.ts';
import type { Way } from './way-estimator.ts';

/** Translations of one channel that run at once; their order is kept. */
const TRANSLATIONS_AT_ONCE = 3;
/** Segments of one channel on their way through the translator before the oldest that has not been begun is given up. */
const MAX_PENDING = 12;
/** Voices are there two to four seconds after their process died; what was committed so long ago that it is about something past is not said. */
const AWAIT_VOICE_MS = 6_000;
const NOTHING_FORESEEN: ReadonlyMap<string, Foreseen> = new Map();

export interface InterpretationOptions {
  readonly languages: readonly string[];
  readonly engine: EngineHostClient;
  readonly channels: ChannelEngine;
  readonly captions: CaptionPublisher;
  readonly traces: TraceBook;
  /** For how long somebody else has already been speaking, milliseconds; 0: nobody is. */
  readonly headStartMs: (spoken: Spoken) => number;
  /** How long a speaker's audio is on its way between the SFU and here. */
  readonly wayOf: (speaker: Speaker) => Way;
  readonly onError: (thrown: unknown) => void;
}

/** A pause up to this length is one inside a sentence, milliseconds. */
const SAME_SENTENCE_MS = 400;

/** From the end of a pause until its translation, made ahead, is with the channels: 15 to 20 ms in rehearsals, and a frame. */
const MADE_WITHIN_MS = 30;

/** A committed piece, with what was made of it ahead. */
type Committed = Extract<Spoken, { kind: 'committed' }> & {
  readonly foreseen: ReadonlyMap<string, Foreseen>;
  /** When, monotonic milliseconds. */
  readonly committedMs: number;
  /** It goes on where the piece before it ended. */
  readonly continues: boolean;
};

/** Carries what was said to every language: captions at once, then translation, its caption, and its voice. */
export class Interpretation {
  readonly #options: InterpretationOptions;
  readonly #lanes: ReadonlyMap<string, OrderedLane<Committed, string>>;
  readonly #foresight: Foresight;
  readonly #awaitingVoice = new AwaitingVoice();
  /** The piece committed last: on which track, and where it ended. */
  #last: { readonly trackSid: string; readonly endMs: number } | undefined;
  /** The piece that was heard last: on which track, and where it began. */
  #open: { readonly trackSid: string; readonly startMs: number } | undefined;

  #droppedSegments = 0;

  constructor(options: InterpretationOptions) {
    this.#options = options;
    this.#lanes = new Map(options.languages.map((language) => [language, this.#laneOf(language)]));
    this.#foresight = new Foresight({
      engine: options.engine,
      rateOf: (language) => (options.channels.machineIsHeard(language) ? this.#rateOf(language, 0) : undefined),
    });
  }

  /** Segments given up because too many waited for their translation, each language for itself. */
  get droppedSegments(): number {
    return this.#droppedSegments;
  }

  /** Clauses on their way through the translator into `language`, or waiting for its voice. */
  pendingOf(language: string): number {
    return (this.#lanes.get(language)?.pending ?? 0) + this.#awaitingVoice.countOf(language);
  }

  /**
   * Whether it would be of little use if `speaker` came to an end now: most channels on which the machine would say it are still busy
   * with what came before, and nothing has to be made first that is not made ahead.
   */
  channelsBusy(speaker: Speaker): boolean {
    const { channels, engine } = this.#options;
    const interpreted = this.#targetsOf({ speaker }).filter((language) => channels.machineIsHeard(language));
    // Of a piece that is not known no pause in front of it is taken for granted.
    const continues = this.#open?.trackSid !== speaker.trackSid || this.#isContinued(this.#open);
    const busy = interpreted.filter((language) => engine.isLocal(language) && channels.freeInMs(language, continues) > MADE_WITHIN_MS);
    return busy.length > interpreted.length / 2;
  }

  /** One piece of speech, in the order in which the pieces become known. */
  take(spoken: Spoken): void {
    const { captions } = this.#options;
    switch (spoken.kind) {
      case 'partial':
        this.#open = { trackSid: spoken.speaker.trackSid, startMs: spoken.times.mediaStartMs };
        captions.publish({ ...aboutSource(spoken, spoken.times), stable: spoken.stable, unstable: spoken.unstable, final: false });
        return;
      case 'retracted':
        // A final caption without text: viewers take the caption away.
        this.#foresight.forget(spoken.segmentId);
        captions.publish({ ...aboutSource(spoken, spoken.times), stable: '', unstable: '', final: true });
        return;
      case 'expected':
        return this.#foresight.expect(spoken, this.#targetsOf(spoken));
      case 'committed':
        captions.publish({ ...aboutSource(spoken, spoken.times), stable: spoken.text, unstable: '', final: true });
        this.#translate({ ...spoken, foreseen: this.#foresight.take(spoken.segmentId, spoken.text), committedMs: nowMs(), continues: this.#continues(spoken) });
    }
  }

  /** Who is heard on the channel of `language` has changed, or what its engines can do: what waited for its voice is said if that is there, and given up where somebody else is heard. */
  channelChanged(language: string): void {
    if (!this.#awaitsVoice(language)) this.#awaitingVoice.release(language);
  }

  /** Stops what is being made ahead, and gives up what waits for a voice. */
  close(): void {
    this.#foresight.close();
    this.#awaitingVoice.close();
  }

  #awaitsVoice(language: string): boolean {
    const { channels, engine } = this.#options;
    return channels.awaitsMachine(language) && engine.voiceMayCome(language);
  }

  #continues({ speaker: { trackSid }, times }: Extract<Spoken, { kind: 'committed' }>): boolean {
    const continues = this.#isContinued({ trackSid, startMs: times.mediaStartMs });
    this.#last = { trackSid, endMs: times.mediaEndMs };
    return continues;
  }

  /** Whether a piece that begins there goes on where the one that was committed last ended. */
  #isContinued({ trackSid, startMs }: { readonly trackSid: string; readonly startMs: number }): boolean {
    return this.#last?.trackSid === trackSid && startMs - this.#last.endMs < SAME_SENTENCE_MS;
  }

  #targetsOf({ speaker }: Pick<Spoken, 'speaker'>): string[] {
    const { languages, channels } = this.#options;
    return languages.filter((language) => !understands(language, speaker.language) && !channels.lacksTranslator(language, speaker.language));
  }

  #translate(spoken: Committed): void {
    const { traces, wayOf } = this.#options;
    const targets = this.#targetsOf(spoken);
    traces.begin(traceOf(spoken, wayOf(spoken.speaker)), targets);
    for (const [language, { abort }] of spoken.foreseen) if (!targets.includes(language)) abort.abort();
    for (const language of targets) {
      const lane = this.#lanes.get(language);
      if (!lane) continue;
      // The newest is what is being talked about now. It gives way only when all others are done and wait behind one that is stuck.
      const victim = lane.pending < MAX_PENDING ? undefined : (lane.giveUpOldest() ?? spoken);
      if (victim) this.#giveUp(victim, language);
      if (victim !== spoken) lane.push(spoken);
    }
  }

  #giveUp({ segmentId, foreseen }: Committed, language: string): void {
    const { channels, traces } = this.#options;
    foreseen.get(language)?.abort.abort();
    this.#droppedSegments++;
    channels.missClause(language);
    traces.update(segmentId, language, { outcome: 'dropped' });
  }

  #laneOf(language: string): OrderedLane<Committed, string> {
    const { engine, traces, channels } = this.#options;
    return new OrderedLane<Committed, string>({
      concurrency: TRANSLATIONS_AT_ONCE,
      work: async ({ segmentId, text, startsSentence, speaker, foreseen }) => {
        const ahead = foreseen.get(language);
        traces.update(segmentId, language, { translateStartMs: ahead?.translateStartMs ?? nowMs() });
        const translate = async (): Promise<string> => (await engine.translate(text, speaker.language, language, { startsSentence })).trim();
        const translated = await (ahead?.translation ?? translate()).catch((thrown: unknown) => {
          // What failed ahead may succeed now: the engines may have been started again since.
          if (!ahead || ahead.abort.signal.aborted) throw thrown;
          return translate();
        });
        traces.update(segmentId, language, { translatedMs: ahead?.translatedMs ?? nowMs() });
        return translated;
      },
      deliver: (spoken, text) => {
        channels.dispatch({ kind: 'translated', from: spoken.speaker.language, done: true }, language);
        this.#deliver(spoken, language, text);
      },
      failed: ({ segmentId, speaker, foreseen }, thrown) => {
        foreseen.get(language)?.abort.abort();
        channels.dispatch({ kind: 'translated', from: speaker.language, done: false }, language);
        traces.update(segmentId, language, { outcome: 'failed' });
        if (!(thrown instanceof AppError)) this.#options.onError(thrown);
      },
    });
  }

  #deliver(spoken: Committed, language: string, text: string): void {
    const { captions, traces } = this.#options;
    const { segmentId } = spoken;
    if (text === '') {
      spoken.foreseen.get(language)?.abort.abort();
      return traces.update(segmentId, language, { outcome: 'dropped' });
    }
    captions.publish({ ...aboutSource(spoken, spoken.times), id: `${segmentId}/${language}`, language, kind: 'translation', stable: text, unstable: '', final: true }, (atMs) =>
      traces.update(segmentId, language, { captionPublishedMs: atMs }),
    );
    if (this.#awaitingVoice.countOf(language) > 0 || this.#awaitsVoice(language)) this.#awaitVoice(spoken, language, text);
    else this.#speak(spoken, language, text);
  }

  #awaitVoice(spoken: Committed, language: string, text: string): void {
    this.#awaitingVoice.hold(language, Math.max(0, spoken.committedMs + AWAIT_VOICE_MS - nowMs()), () => this.#speak(spoken, language, text));
  }

  /** At which rate to ask the voice of a channel for a clause. What a voice cannot do is done when it is played, as far as it presses then. */
  #rateOf(language: string, headStartMs: number): number {
    const { engine, channels } = this.#options;
    return engine.hasOwnRate(language) ? speakingRate({ lagMs: channels.lagMsOf(language), headStartMs }) : 1;
  }

  /** Queues the clause at its place at once, and lets its audio follow piece by piece. */
  #speak(spoken: Committed, language: string, text: string): void {
    const { channels, traces, headStartMs, onError } = this.#options;
    const { segmentId } = spoken;
    const ahead = spoken.foreseen.get(language);
    const unwanted = ahead?.abort ?? new AbortController();
    const rate = ahead?.rate ?? this.#rateOf(language, headStartMs(spoken));
    let heard = false;
    const clause = channels.say(language, { rate, continues: spoken.continues }, {
      onFirstSample: () => {
        heard = true;
        traces.update(segmentId, language, { firstSampleOutMs: nowMs() });
      },
      onEnd: (how) => {
        unwanted.abort();
        // Its voice died before it came to be said: the next one says it.
        if (how === 'dropped' && !heard && this.#awaitsVoice(language)) return this.#awaitVoice({ ...spoken, foreseen: NOTHING_FORESEEN }, language, text);
        if (how === 'spoken') traces.update(segmentId, language, { outcome: 'spoken', lastSampleOutMs: nowMs() });
        else traces.update(segmentId, language, { outcome: how === 'silent' ? 'caption-only' : 'dropped' });
      },
    });
    if (!clause) {
      unwanted.abort();
      return traces.update(segmentId, language, { outcome: 'caption-only' });
    }
    const speakNow = (): Speech => {
      traces.update(segmentId, language, { synthesiseStartMs: nowMs() });
      return new Speech(this.#options.engine, { text, language, rate }, unwanted.signal);
    };
    // What failed ahead, or is half said because its voice has died since, may succeed now, as with the translation.
    const made = ahead?.speech?.failed === true ? undefined : ahead?.speech;
    if (made && ahead?.synthesiseStartMs !== undefined) traces.update(segmentId, language, { synthesiseStartMs: ahead.synthesiseStartMs });
    const again = (): Speech | undefined => (made && !unwanted.signal.aborted ? speakNow() : undefined);
    drop(this.#carry(made ?? speakNow(), clause, segmentId, language, again), onError);
  }

  /** Pours `speech` into `clause`, as it comes; when it fails before anything came, what `again` says. */
  async #carry(speech: Speech, clause: Clause, segmentId: string, language: string, again?: () => Speech | undefined): Promise<void> {
    const { traces } = this.#options;
    let begun = false;
    try {
      speech.pour((samples) => {
        if (!begun) traces.update(segmentId, language, { firstAudioMs: speech.firstAudioMs ?? nowMs() });
        begun = true;
        clause.push(samples);
      });
      await speech.finished;
      traces.update(segmentId, language, { audioMs: speech.audioMs });
      clause.end();
    } catch {
      const instead = begun ? undefined : again?.();
      if (instead) return this.#carry(instead, clause, segmentId, language);
      // The voice failed half-way: what came of it is still said.
      if (!begun) traces.update(segmentId, language, { outcome: 'failed' });
      clause.end();
    }
  }
}

function aboutSource({ segmentId, speaker }: Spoken, times: SpokenTimes): Pick<Caption, 'id' | 'segmentId' | 'language' | 'sourceLanguage' | 'kind' | 'speakerIdentity' | 'speakerName' | 'spokenStartMs' | 'spokenEndMs'> {
  return {
    id: `${segmentId}/${speaker.language}`,
    segmentId,
    language: speaker.language,
    sourceLanguage: speaker.language,
    kind: 'source',
    speakerIdentity: speaker.identity,
    speakerName: speaker.name,
    spokenStartMs: toUnixMs(times.speechStartArrivedMs),
    spokenEndMs: toUnixMs(times.speechEndArrivedMs),
  };
}

function traceOf({ segmentId, speaker, times, by, committedMs }: Committed, { inMs, outMs }: Way) {
  const { wordCount, mediaStartMs, mediaEndMs, speechStartArrivedMs, speechEndArrivedMs, speechDetectedMs, firstPartialMs, recognisedMs, recogniserComputeMs } = times;
  return {
    segmentId,
    speakerIdentity: speaker.identity,
    sourceLanguage: speaker.language,
    wordCount,
    mediaStartMs,
    mediaEndMs,
    ...(inMs !== undefined && { networkInMs: inMs }),
    ...(outMs !== undefined && { networkOutMs: outMs }),
    speechStartArrivedMs,
    speechEndArrivedMs,
    ...(speechDetectedMs !== undefined && { speechDetectedMs }),
    ...(firstPartialMs !== undefined && { firstPartialMs }),
    recognisedMs,
    recogniserComputeMs,
    committedMs,
    committedBy: by,
  };
}
