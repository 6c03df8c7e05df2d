import { percentile } from '../../../shared/quality/percentiles.ts';
import { MATCH_RATE_HZ, withoutLows } from './decimate.ts';

const samplesIn = (ms: number): number => Math.round((MATCH_RATE_HZ * ms) / 1000);

/** The states of the channel are told apart this often, and from this much sound each. */
export const HOP_MS = 5;
export const WINDOW_MS = 30;
const HOP = samplesIn(HOP_MS);
const WINDOW = samplesIn(WINDOW_MS);

/** Longest way from the interpreter's encoder to the listener that is looked for. */
const MAX_LAG = samplesIn(1_000);

/** A place is found by a long piece, then followed by short ones: jitter buffers stretch and squeeze by up to 20 ms at a time. */
const FIND_WINDOW = samplesIn(300);
const FIND_STEP = samplesIn(150);
const FOLLOW_WINDOW = samplesIn(120);
const FOLLOW_STEP = samplesIn(40);
const FOLLOW_REACH = samplesIn(20);
/**
 * A voice that went through two encoders and two jitter buffers correlates with itself by 0.87 to 0.97 (measured); another
 * voice, at the best of thousands of places, by up to 0.6, and then not again right after.
 */
const FOUND = 0.6;
const FOLLOWED = 0.6;
/** So many pieces, 40 ms apart. */
const CONFIRMED = 4;
const LOST_AFTER = samplesIn(600);

/** Around the followed place, for what it moved in between. */
const JITTER = 4;

/** A source counts as audible from −50 dBFS on. */
const AUDIBLE = powerAt(-50);
/** A voice that speaks at this level on its own track should be audible on the channel. */
const SPEAKS = powerAt(-42);
/** A voice that is at least a quarter of what is heard is there: half of two equal voices, less the error of 30 ms. */
const SHARE_OF_VOICE = 0.25;
/** Under a voice, a second one counts from here on: codecs replace quiet consonants by a noise of their own, and speech at −23 LUFS is 15 dB louder. */
const SECOND_VOICE = powerAt(-42);
/** What two codecs and two jitter buffers change of a voice is less than this much of it, and of everything with its lows. */
const CODING_NOISE = 0.25;
const CODING_NOISE_OF_ALL = 0.05;

/** A window that fits the voice this well holds nothing else: its level is the voice's own on the channel. */
const ALONE = 0.9;
/** The level of the voice on the channel is what it is around a window, so many hops before and after. */
const LEVEL_REACH_HOPS = 500 / HOP_MS;
/** Where there is less than this share of the power that the voice has at a moment, and nothing else either, a piece of it is missing. */
const MISSING = 0.3;

/** What one window of the channel holds. */
export interface Heard {
  /** The voice that is looked for. */
  readonly voice: boolean;
  /** Anything else. */
  readonly other: boolean;
  /** The voice speaks at this moment of its own track; it should be heard. */
  readonly voiceSpeaks: boolean;
}

export interface MatchInput {
  /** The channel, {@link MATCH_RATE_HZ}. */
  readonly channel: Float32Array;
  /** The voice as it was published, {@link MATCH_RATE_HZ}. */
  readonly voice: Float32Array;
  /** Sample of the channel that left the jitter buffer when the first of the voice reached its encoder. */
  readonly start: number;
}

/** How far behind its start the voice is in the channel, in samples, at one place of the channel. */
interface Place {
  readonly at: number;
  readonly lag: number;
}

/**
 * Compares a channel with a voice that may be in it: one entry each {@link HOP_MS} of the whole channel.
 *
 * The voice's delay is found and followed by normalised cross-correlation; then each window of the channel is split into the
 * part that the voice explains (least squares, three taps) and the rest. Without the voice anywhere, every audible window is `other`.
 */
export function matchVoice(input: MatchInput): Heard[] {
  const channel = withoutLows(input.channel);
  const voice = withoutLows(input.voice);
  const { start } = input;
  const places = follow({ channel, voice, start });
  const windows = Math.max(0, Math.floor((channel.length - WINDOW) / HOP) + 1);
  const splits: Split[] = [];
  let next = 0;
  for (let index = 0; index < windows; index++) {
    const at = index * HOP;
    while (next < places.length && places[next]!.at <= at) next++;
    const near = [places[next - 1], places[next]].flatMap((place) => (place ? [place.lag] : []));
    splits.push(split(channel, voice, at, near.map((lag) => at - start - lag), CODING_NOISE_OF_ALL * power(input.channel, at, WINDOW)));
  }
  return splits.map(({ voice: there, other, voiceSpeaks }, index) => ({ voice: there, other: other && !(there && hasHole(splits, index)), voiceSpeaks }));
}

/** {@link Heard} and what it was told from. */
interface Split extends Heard {
  /** Power of the channel to that of the voice, where there is nothing else. */
  readonly level: number | undefined;
  /** The least of the same of any piece of one hop in which the voice speaks. */
  readonly leastLevel: number;
}

/** A piece of the window is missing: neither the voice is there nor another, and what the voice does not explain is the break. */
function hasHole(splits: readonly Split[], index: number): boolean {
  const levels = splits.slice(Math.max(0, index - LEVEL_REACH_HOPS), index + LEVEL_REACH_HOPS + 1).flatMap(({ level }) => level ?? []);
  const level = percentile(levels, 0.5);
  return level !== undefined && splits[index]!.leastLevel < MISSING * level;
}

function split(channel: Float32Array, voice: Float32Array, at: number, places: readonly number[], noise: number): Split {
  const total = power(channel, at, WINDOW);
  const [from, ...further] = places.map((place) => bestNear(channel, voice, at, place)).sort((a, b) => b.match - a.match);
  if (!from) return { voice: false, other: total > AUDIBLE, voiceSpeaks: false, level: undefined, leastLevel: Infinity };
  // A jitter buffer that stretches the voice fades it into itself, a few milliseconds apart: both are the voice.
  const positions = [from, ...further].map(({ position }) => position);
  const explained = Math.min(total, explainedPower(channel, at, voice, positions));
  const rest = total - explained;
  const there = from.match > 0 && explained > AUDIBLE && explained > SHARE_OF_VOICE * total;
  // The whole window speaks: one that only touches a word at its edge says nothing.
  const third = WINDOW / 3;
  return {
    level: from.match > ALONE ? total / power(voice, from.position, WINDOW) : undefined,
    leastLevel: leastLevel(channel, at, voice, from.position),
    voice: there,
    other: there ? rest > SECOND_VOICE && rest > CODING_NOISE * explained + noise : total > AUDIBLE,
    voiceSpeaks: [0, 1, 2].every((part) => power(voice, from.position + part * third, third) > SPEAKS),
  };
}

/** The least power of the channel, as a share of the voice's, of all pieces of one hop of the window in which the voice speaks; none: infinite. */
function leastLevel(channel: Float32Array, at: number, voice: Float32Array, position: number): number {
  let least = Infinity;
  for (let from = 0; from < WINDOW; from += HOP) {
    const spoken = power(voice, position + from, HOP);
    if (spoken > SPEAKS) least = Math.min(least, power(channel, at + from, HOP) / spoken);
  }
  return least;
}

/** Where around `place` the voice fits the window best. */
function bestNear(channel: Float32Array, voice: Float32Array, at: number, place: number): { position: number; match: number } {
  let best = { position: place, match: -1 };
  for (let position = place - JITTER; position <= place + JITTER; position++) {
    const match = correlation(channel, at, voice, position, WINDOW);
    if (match > best.match) best = { position, match };
  }
  return best;
}

/** Where the voice is in the channel, from its first recognised piece to its last, in order. */
function follow(input: MatchInput): Place[] {
  const places: Place[] = [];
  for (let position = 0; position < input.voice.length; ) {
    const found = bestLag(input, position, FIND_WINDOW, 0, MAX_LAG);
    const trail = found.match > FOUND ? trailFrom(input, position, found.lag) : undefined;
    if (trail && trail.places.length >= CONFIRMED) {
      places.push(...trail.places);
      position = trail.lostAt;
    } else position += FIND_STEP;
  }
  return places;
}

/** Follows the voice from one place on until it is lost. */
function trailFrom(input: MatchInput, from: number, lag: number): { places: Place[]; lostAt: number } {
  const places: Place[] = [];
  let seenAt = from;
  for (let position = from; position < input.voice.length && position - seenAt <= LOST_AFTER; position += FOLLOW_STEP) {
    const near = places.at(-1)?.lag ?? lag;
    const found = bestLag(input, position, FOLLOW_WINDOW, Math.max(0, near - FOLLOW_REACH), near + FOLLOW_REACH);
    if (found.match <= FOLLOWED) continue;
    seenAt = position;
    places.push({ at: input.start + position + found.lag + FOLLOW_WINDOW / 2, lag: found.lag });
  }
  return { places, lostAt: seenAt + FOLLOW_STEP };
}

/** The delay at which a piece of the voice fits the channel best. A silent piece fits nowhere. */
function bestLag({ channel, voice, start }: MatchInput, position: number, window: number, low: number, high: number): { lag: number; match: number } {
  let best = { lag: low, match: -1 };
  if (power(voice, position, window) < AUDIBLE) return best;
  for (let lag = low; lag <= high; lag++) {
    const match = correlation(channel, start + position + lag, voice, position, window);
    if (match > best.match) best = { lag, match };
  }
  return best;
}

/** Normalised cross-correlation, −1 to 1; 0 beyond the ends and for silence. */
function correlation(a: Float32Array, atA: number, b: Float32Array, atB: number, length: number): number {
  if (atA < 0 || atB < 0 || atA + length > a.length || atB + length > b.length) return 0;
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let n = 0; n < length; n++) {
    const x = a[atA + n]!;
    const y = b[atB + n]!;
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return squaresA === 0 || squaresB === 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
}

/** Power of the part of the channel's window that three neighbouring samples of the voice explain, at each of `positions`: its level and a fraction of a sample. */
function explainedPower(channel: Float32Array, at: number, voice: Float32Array, positions: readonly number[]): number {
  const offsets = [...new Set(positions.flatMap((position) => [position - 1, position, position + 1]))];
  const matrix = offsets.map((a) => offsets.map((b) => product(voice, a, voice, b)));
  const right = offsets.map((a) => product(voice, a, channel, at));
  const weights = solve(matrix, right);
  const explained = weights.reduce((sum, weight, index) => sum + weight * right[index]!, 0);
  return Math.max(0, explained) / WINDOW;
}

function product(a: Float32Array, atA: number, b: Float32Array, atB: number): number {
  let sum = 0;
  for (let n = 0; n < WINDOW; n++) sum += (a[atA + n] ?? 0) * (b[atB + n] ?? 0);
  return sum;
}

/** Gaussian elimination of a symmetric positive system, its diagonal raised by a millionth so that a pure tone does not make it singular. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row.map((value, column) => (index === column ? value * (1 + 1e-6) + 1e-9 : value)), right[index]!]);
  for (let pivot = 0; pivot < rows.length; pivot++) {
    for (let row = pivot + 1; row < rows.length; row++) {
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      for (let column = pivot; column <= rows.length; column++) rows[row]![column]! -= factor * rows[pivot]![column]!;
    }
  }
  const solution = new Array<number>(rows.length).fill(0);
  for (let row = rows.length - 1; row >= 0; row--) {
    let value = rows[row]![rows.length]!;
    for (let column = row + 1; column < rows.length; column++) value -= rows[row]![column]! * solution[column]!;
    solution[row] = value / rows[row]![row]!;
  }
  return solution;
}

function power(samples: Float32Array, from: number, length: number): number {
  let sum = 0;
  for (let n = from; n < from + length; n++) sum += (samples[n] ?? 0) ** 2;
  return sum / length;
}

function powerAt(dbfs: number): number {
  return 32_768 ** 2 * 10 ** (dbfs / 10);
}
