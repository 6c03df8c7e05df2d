import { ENGINE_SAMPLE_RATE_HZ } from './protocol.ts';

const ms = (milliseconds: number): number => (milliseconds / 1_000) * ENGINE_SAMPLE_RATE_HZ;

/**
 * How long a pause must be to end a segment, samples. Measured on the bundled script (5 espeak-ng voices, 150 and 170
 * words a minute, Silero at 0.3): a comma holds the detector silent for up to 224 ms (288 ms at 145 words a minute), and
 * nearly all the long ones follow a short opening ("And third, …"). So a short opening is waited for and a longer phrase
 * is not: with 160 ms after a phrase 5 of 400 sentences are split, word error rate 0.3 % (0.2 % unsplit), end of speech
 * known after 332 ms (p95 375). 128 ms is one window less of the same, for the machine delay; in rehearsals it splits nothing.
 */
const speechPauses = {
  afterOpening: ms(288),
  afterPhrase: ms(128),
  /** Speech shorter than this is an opening. */
  opening: ms(1_200),
  /** From here on the first quiet window ends the segment … */
  anyPauseAfter: ms(15_000),
  /** … and here it is cut, wherever it is: nobody waits longer for a translation, and memory stays bounded. */
  longest: ms(25_000),
} as const;

/** Time the detector needs to see speech begin, and end (medians over the same sentences), samples. */
const ONSET_LAG = ms(108);
const RELEASE_LAG = ms(163);

export type SpeechGateState =
  | { readonly kind: 'quiet' }
  /** `quietFrom`: where the current pause was first noticed. */
  | { readonly kind: 'speech'; readonly from: number; readonly quietFrom: number | undefined };

export type SpeechGateEvent =
  | { readonly type: 'started'; readonly atSample: number }
  | { readonly type: 'stopped'; readonly atSample: number; readonly heardSample: number };

/** The state before anything was heard. */
export const quiet: SpeechGateState = { kind: 'quiet' };

/**
 * The whole decision on where speech begins and ends, one window at a time, with no clock and no engine.
 *
 * @param voiced what voice activity says of the window that ends at `heardSample`
 */
export function stepSpeechGate(
  state: SpeechGateState,
  voiced: boolean,
  heardSample: number,
): readonly [next: SpeechGateState, event?: SpeechGateEvent] {
  if (state.kind === 'quiet') {
    if (!voiced) return [state];
    return [{ kind: 'speech', from: heardSample, quietFrom: undefined }, { type: 'started', atSample: Math.max(0, heardSample - ONSET_LAG) }];
  }

  const spoken = (state.quietFrom ?? heardSample) - state.from;
  if (voiced) {
    if (spoken < speechPauses.longest) return state.quietFrom === undefined ? [state] : [{ ...state, quietFrom: undefined }];
    return [quiet, { type: 'stopped', atSample: heardSample, heardSample }];
  }

  const quietFrom = state.quietFrom ?? heardSample;
  if (heardSample - quietFrom < pauseAfter(spoken)) return [{ ...state, quietFrom }];
  return [quiet, { type: 'stopped', atSample: Math.max(state.from, quietFrom - RELEASE_LAG), heardSample }];
}

function pauseAfter(spoken: number): number {
  if (spoken >= speechPauses.anyPauseAfter) return 0;
  return spoken < speechPauses.opening ? speechPauses.afterOpening : speechPauses.afterPhrase;
}
