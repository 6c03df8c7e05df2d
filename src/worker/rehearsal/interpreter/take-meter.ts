import type { InterpreterTake } from '../../../shared/interpreter-report.ts';
import { FADE_MS } from '../../channels/fade.ts';
import { LoudnessMeter } from '../../sound/loudness-meter.ts';
import { SOUND_RATE_HZ } from '../../sound/pcm.ts';
import { FRAME_SAMPLES, type Recorded } from './channel-recording.ts';
import { countClicks, type Stretch } from './click-meter.ts';
import { decimate, MATCH_RATE_HZ } from './decimate.ts';
import { type Heard, HOP_MS, matchVoice, WINDOW_MS } from './voice-match.ts';

/** One take as it was published and as it was heard. */
export interface TakeRecording {
  /** What listeners received: from some seconds before the take until the next one opens. */
  readonly channel: Recorded;
  /** What the interpreter said, 48 kHz, from the first sound to the last that was sent. */
  readonly voice: Int16Array;
  /** The first of these samples reached the encoder; monotonic milliseconds. */
  readonly openedAtMs: number;
  /** The last one did. */
  readonly closedAtMs: number;
}

/** What can be told of a take from its sound. */
export type TakeFigures = Omit<InterpreterTake, 'how' | 'leftAfterMs'>;

/**
 * Of each run of one state so much does not count: a cross-fade, which has both sources in it or neither, and what a run of
 * windows is longer than its state because each window holds 30 ms. A run may as well be no longer than its state: then two
 * voices count from 50 ms on. Of made-up overlaps of 80 ms six in ten were seen, of 60 ms two in ten.
 */
const TOLERATED_MS = FADE_MS + WINDOW_MS;
/** Of two voices that talk at once, one or the other has a break of this length between syllables. */
const SYLLABLE_BREAK_MS = 60;
/** A voice is heard once it is recognised for this long without a break. */
const RECOGNISED_MS = 40;
/** When packets stop, a jitter buffer makes up something like the voice for so long; nobody else is heard sooner either. */
const CONCEALED_MS = 100;
/** Whoever comes after is heard once there was sound for this long. */
const SOUND_MS = 15;
/** Around a switch, for its click; and around that, for what is usual there. */
const SWITCH_MS = 80;
const SURROUNDINGS_MS = 1_000;

/** Speech of less than this may be one loud word. */
const LOUDNESS_FROM_MS = 2_000;

const SAMPLES_PER_MS = SOUND_RATE_HZ / 1000;

/**
 * Measures one take. A figure that cannot be told is left out. Two voices, and nobody, are resolved no finer than
 * {@link TOLERATED_MS}; what the session worker counts in the samples that it writes is exact (`ChannelMixer`).
 */
export function measureTake({ channel, voice, openedAtMs, closedAtMs }: TakeRecording): TakeFigures {
  const start = frameAt(channel, openedAtMs) * (MATCH_RATE_HZ / 100);
  const heard = matchVoice({ channel: decimate(channel.samples), voice: decimate(withSilence(voice)), start });
  const first = runOf(heard, 0, RECOGNISED_MS, ({ voice: there }) => there);
  if (first === undefined) return { twoVoicesMs: 0, noSourceMs: Math.max(0, closedAtMs - openedAtMs), clicks: 0 };
  const last = heard.findLastIndex(({ voice: there }) => there);
  const next = runOf(heard, last + (WINDOW_MS + CONCEALED_MS) / HOP_MS, SOUND_MS, ({ other }) => other);
  const during = heard.slice(first, last + 1);
  const isOther = ({ voice: there, other }: Heard): boolean => other && !there;
  const handBackMs = next === undefined ? undefined : arrivalMs(channel, next) - closedAtMs;
  return {
    heardAfterMs: arrivalMs(channel, first) - openedAtMs,
    ...(handBackMs !== undefined && { handBackAfterMs: handBackMs }),
    twoVoicesMs: beyondFade(during, SYLLABLE_BREAK_MS, ({ voice: there, other }) => there && other),
    noSourceMs: beyondFade(heard.slice(0, last + 1), 0, ({ voice: there, other, voiceSpeaks }) => voiceSpeaks && !there && !other),
    ...loudness('loudnessBeforeLufs', channel, heard, 0, first, isOther),
    ...loudness('loudnessLufs', channel, heard, first, last + WINDOW_MS / HOP_MS, ({ voice: there }) => there),
    ...loudness('loudnessAfterLufs', channel, heard, next ?? heard.length, heard.length, isOther),
    clicks: [first, last + WINDOW_MS / HOP_MS, next].reduce<number>((sum, index) => sum + (index === undefined ? 0 : clicksAt(channel.samples, index)), 0),
  };
}

/** The voice and the moment after it, so that its last sounds are compared with something. */
function withSilence(voice: Int16Array): Int16Array {
  const longer = new Int16Array(voice.length + WINDOW_MS * SAMPLES_PER_MS);
  longer.set(voice);
  return longer;
}

/** Frame that left the jitter buffer last before `atMs`. */
function frameAt({ arrivedMs }: Recorded, atMs: number): number {
  const after = arrivedMs.findIndex((arrived) => arrived > atMs);
  return Math.max(0, (after < 0 ? arrivedMs.length : after) - 1);
}

/** When the beginning of the window with this index left the jitter buffer. */
function arrivalMs({ arrivedMs }: Recorded, index: number): number {
  return arrivedMs[Math.min(arrivedMs.length - 1, Math.floor((index * HOP_MS * SAMPLES_PER_MS) / FRAME_SAMPLES))] ?? NaN;
}

/** Where the first run of at least `lengthMs` begins. */
function runOf(heard: readonly Heard[], from: number, lengthMs: number, is: (heard: Heard) => boolean): number | undefined {
  let length = 0;
  for (let index = from; index < heard.length; index++) {
    length = is(heard[index]!) ? length + 1 : 0;
    if (length * HOP_MS >= lengthMs) return index - length + 1;
  }
  return undefined;
}

/** Time in which something `is`, less {@link TOLERATED_MS} for each run of it; a run goes on over breaks of `bridgedMs`. */
function beyondFade(heard: readonly Heard[], bridgedMs: number, is: (heard: Heard) => boolean): number {
  let sumMs = 0;
  let runMs = 0;
  let breakMs = 0;
  for (const window of heard) {
    if (is(window)) {
      runMs += HOP_MS;
      breakMs = 0;
      if (runMs > TOLERATED_MS) sumMs += HOP_MS;
    } else {
      breakMs += HOP_MS;
      if (breakMs > bridgedMs) runMs = 0;
    }
  }
  return sumMs;
}

/** Loudness of the channel in these windows (BS.1770, gated), unless there is too little in them that `counts`. */
function loudness<Name extends string>(name: Name, { samples }: Recorded, heard: readonly Heard[], from: number, to: number, counts: (heard: Heard) => boolean): { [name in Name]?: number } {
  if (heard.slice(from, to).filter(counts).length * HOP_MS < LOUDNESS_FROM_MS) return {};
  const meter = new LoudnessMeter();
  meter.add(samples.subarray(from * HOP_MS * SAMPLES_PER_MS, to * HOP_MS * SAMPLES_PER_MS));
  const lufs = meter.programmeLufs;
  return lufs === undefined ? {} : ({ [name]: lufs } as { [name in Name]?: number });
}

function clicksAt(samples: Int16Array, index: number): number {
  const middle = index * HOP_MS * SAMPLES_PER_MS;
  const around = (ms: number): Stretch => ({ from: middle - ms * SAMPLES_PER_MS, to: middle + ms * SAMPLES_PER_MS });
  return countClicks(samples, around(SWITCH_MS), around(SURROUNDINGS_MS));
}
