import { ENGINE_SAMPLE_RATE_HZ } from './protocol.ts';

const ms = (milliseconds: number): number => (milliseconds / 1_000) * ENGINE_SAMPLE_RATE_HZ;

/**
 * How long a pause must be to end a segment, samples, where the level tells when it began ({@link Quietness}). Measured on the
 * bundled script (espeak-ng, 150 to 190 words a minute): pauses inside a phrase last up to 160 ms, at a comma between clauses
 * 96 to 224 ms.
 *
 * Every wait is delay for the listener, and every segment that is shorter than the one before it has to wait until that one
 * has been said. So an early pause is taken (what follows is longer), and a later one must be that of a clause: the closure of a
 * plosive alone ("help you") lasts up to 150 ms once it has been through a codec and a jitter buffer.
 */
const levelPauses = {
  /** Speech shorter than this is an opening ("And third, …"), which means nothing by itself. */
  opening: ms(950),
  afterOpening: ms(240),
  /** Up to here a pause is early. */
  early: ms(2_050),
  afterEarly: ms(115),
  afterClause: ms(175),
  /** The words are not complete ("in the …"): somebody looks for the next one. */
  afterOpenEnd: ms(400),
  /** While most channels still say what came before, waiting delays few voices, and more sentences are left whole; translated captions come so much later. */
  whileBusy: ms(240),
} as const;

/**
 * The same where voice activity alone tells, which lets go of speech {@link RELEASE_LAG} late. Measured on the bundled script
 * (5 voices, Silero at 0.3): a comma holds the detector silent for up to 224 ms, and nearly all the long ones follow an opening.
 */
const detectorPauses = {
  afterOpening: ms(288),
  afterPhrase: ms(128),
  opening: ms(1_200),
} as const;

/** Where speech without a pause is cut, samples. Sooner is heard sooner, and understood worse: a recogniser sees less of the sentence, and half a word at a cut. */
export interface UnbrokenSpeech {
  /** From here on the first quiet window ends the segment … */
  readonly anyPauseAfter: number;
  /** … and here it is cut, wherever it is: nobody waits longer for a translation, and memory stays bounded. */
  readonly longest: number;
}

/** Where it is read while it is said: what is committed of it does not wait for its end. */
export const readMeanwhile: UnbrokenSpeech = { anyPauseAfter: ms(15_000), longest: ms(25_000) };
/** Where it is read once it is over: until then there is neither a caption nor a translation. */
export const readAtItsEnd: UnbrokenSpeech = { anyPauseAfter: ms(4_000), longest: ms(8_000) };

/** Time the detector needs to see speech begin, and end (medians over the same sentences), samples. */
const ONSET_LAG = ms(108);
const RELEASE_LAG = ms(163);
/** After a segment that the level ended the detector still says speech for a while; sound of this length is speech again. */
const SPEECH_AGAIN = ms(30);

export type SpeechGateState =
  /** `released`: the detector has let go of the speech before; until then only sound begins a segment. */
  | { readonly kind: 'quiet'; readonly released: boolean }
  /** `quietFrom`: where the detector noticed the current pause first. */
  | { readonly kind: 'speech'; readonly from: number; readonly quietFrom: number | undefined };

export type SpeechGateEvent =
  | { readonly type: 'started'; readonly atSample: number }
  | { readonly type: 'stopped'; readonly atSample: number; readonly heardSample: number };

/** What is known at `heardSample`. */
export interface SpeechGateInput {
  readonly heardSample: number;
  /** Voice activity's newest word on it. */
  readonly voiced: boolean;
  /** For how long the level has been that of a pause, and of sound, samples. */
  readonly quietSamples: number;
  readonly loudSamples: number;
  /** The words so far ask for another one. */
  readonly openEnded: boolean;
  /** Most channels on which the machine would speak still say what came before: what ends now would not be spoken now. */
  readonly channelsBusy: boolean;
}

/** The state before anything was heard. */
export const quiet: SpeechGateState = { kind: 'quiet', released: true };

/** The whole decision on where speech begins and ends, with no clock and no engine. */
export function stepSpeechGate(state: SpeechGateState, input: SpeechGateInput, unbroken: UnbrokenSpeech = readMeanwhile): readonly [next: SpeechGateState, event?: SpeechGateEvent] {
  const { heardSample, voiced, quietSamples, loudSamples } = input;
  if (state.kind === 'quiet') {
    if (!voiced) return [quiet];
    if (!state.released && loudSamples < SPEECH_AGAIN) return [state];
    const since = state.released ? ONSET_LAG : loudSamples;
    return [{ kind: 'speech', from: heardSample, quietFrom: undefined }, { type: 'started', atSample: Math.max(0, heardSample - since) }];
  }

  if (quietSamples > 0 && quietSamples >= pauseByLevel(heardSample - quietSamples - state.from, input)) {
    return [{ kind: 'quiet', released: !voiced }, { type: 'stopped', atSample: Math.max(state.from, heardSample - quietSamples), heardSample }];
  }
  const spoken = (state.quietFrom ?? heardSample) - state.from;
  if (voiced) {
    if (spoken < unbroken.longest) return state.quietFrom === undefined ? [state] : [{ ...state, quietFrom: undefined }];
    return [quiet, { type: 'stopped', atSample: heardSample, heardSample }];
  }

  const quietFrom = state.quietFrom ?? heardSample;
  if (heardSample - quietFrom < pauseByDetector(spoken, unbroken)) return [{ ...state, quietFrom }];
  return [quiet, { type: 'stopped', atSample: Math.max(state.from, quietFrom - RELEASE_LAG), heardSample }];
}

function pauseByLevel(spoken: number, { openEnded, channelsBusy }: Pick<SpeechGateInput, 'openEnded' | 'channelsBusy'>): number {
  const { opening, afterOpening, early, afterEarly, afterClause, afterOpenEnd, whileBusy } = levelPauses;
  if (openEnded) return afterOpenEnd;
  if (spoken < opening) return afterOpening;
  if (channelsBusy) return whileBusy;
  return spoken < early ? afterEarly : afterClause;
}

function pauseByDetector(spoken: number, { anyPauseAfter }: UnbrokenSpeech): number {
  if (spoken >= anyPauseAfter) return 0;
  return spoken < detectorPauses.opening ? detectorPauses.afterOpening : detectorPauses.afterPhrase;
}
