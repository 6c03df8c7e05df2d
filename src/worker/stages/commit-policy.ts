import type { HypothesisWord } from '../engines/protocol.ts';

/** One reading of the recogniser: what it makes of the current stretch of speech (counted in `segment`) so far. */
export interface Reading {
  readonly segment: number;
  readonly words: readonly HypothesisWord[];
  readonly final: boolean;
  readonly heardSample: number;
}

export type CommitEvent = { readonly kind: 'reading'; readonly reading: Reading } | { readonly kind: 'input-ended' };

/** What follows from an event. Pieces are counted from 0 over the whole stream; each ends in one `commit` or `retract`. */
export type CommitAction =
  /** `stable` only ever grows, word by word, and the piece's commit begins with it. */
  | { readonly kind: 'partial'; readonly piece: number; readonly stable: readonly HypothesisWord[]; readonly unstable: readonly HypothesisWord[] }
  | { readonly kind: 'commit'; readonly piece: number; readonly words: readonly HypothesisWord[]; readonly by: 'endpoint' | 'length' | 'input-ended' }
  /** Shown, and turned out to be no words at all. */
  | { readonly kind: 'retract'; readonly piece: number };

export interface CommitState {
  readonly segment: number;
  readonly piece: number;
  /** Words of this recogniser segment that earlier pieces committed. */
  readonly committed: readonly HypothesisWord[];
  /** Words of the open piece on which two readings agreed. */
  readonly agreed: readonly HypothesisWord[];
  /** The last reading, whole. */
  readonly previous: readonly HypothesisWord[];
  /** A partial of the open piece was sent. */
  readonly shown: boolean;
}

export interface CommitOptions {
  /** A longer piece is cut after its agreed words, so that translation begins. Shorter is faster and translates worse. */
  readonly maxPieceSamples: number;
  /** A cut leaves at least this many words on its left side. */
  readonly minCutWords: number;
}

/** Seven seconds of 16 kHz speech: about as long as an interpreter's memory span before the sentence must be begun. */
export const defaultCommitOptions: CommitOptions = { maxPieceSamples: 7 * 16_000, minCutWords: 4 };

export const initialCommitState: CommitState = { segment: 0, piece: 0, committed: [], agreed: [], previous: [], shown: false };

/**
 * Decides what of a recogniser's readings is final: LocalAgreement-2 (Macháček et al. 2023, arXiv 2307.14743) for what is
 * shown as stable, the end of speech or the length limit for what is committed. Pure: no clock, no I/O.
 */
export function step(state: CommitState, event: CommitEvent, options: CommitOptions): readonly [next: CommitState, actions: readonly CommitAction[]] {
  if (event.kind === 'input-ended') return close(state);
  const { reading } = event;
  if (reading.segment === state.segment) return read(state, reading, options);
  // A reading of an older segment comes too late; of a newer one, the final reading of ours never came.
  if (reading.segment < state.segment) return [state, []];
  const [closed, before] = close(state);
  const [next, after] = read({ ...closed, segment: reading.segment }, reading, options);
  return [next, [...before, ...after]];
}

function read(state: CommitState, { words, final, heardSample, segment }: Reading, options: CommitOptions): readonly [CommitState, readonly CommitAction[]] {
  const { piece, committed } = state;
  const fixed = [...committed, ...state.agreed];
  const open = wordsAfter(words, fixed);

  if (final) {
    const all = [...state.agreed, ...open];
    const next = { ...initialCommitState, segment: segment + 1, piece };
    if (all.length > 0) return [{ ...next, piece: piece + 1 }, [{ kind: 'commit', piece, words: all, by: 'endpoint' }]];
    return state.shown ? [{ ...next, piece: piece + 1 }, [{ kind: 'retract', piece }]] : [next, []];
  }

  const agreedNow = commonPrefix(open, wordsAfter(state.previous, fixed));
  const agreed = [...state.agreed, ...open.slice(0, agreedNow)];
  const unstable = open.slice(agreedNow);
  const tooLong = agreed.length >= options.minCutWords && heardSample - agreed[0]!.startSample >= options.maxPieceSamples;
  if (!tooLong) {
    const shown = agreed.length + unstable.length > 0;
    const next = { ...state, agreed, previous: words, shown: state.shown || shown };
    return [next, shown || state.shown ? [{ kind: 'partial', piece, stable: agreed, unstable }] : []];
  }

  const next: CommitState = { segment, piece: piece + 1, committed: [...committed, ...agreed], agreed: [], previous: words, shown: unstable.length > 0 };
  const cut: CommitAction = { kind: 'commit', piece, words: agreed, by: 'length' };
  return [next, unstable.length > 0 ? [cut, { kind: 'partial', piece: piece + 1, stable: [], unstable }] : [cut]];
}

/** Ends the open piece with what was last read. */
function close(state: CommitState): readonly [CommitState, readonly CommitAction[]] {
  const { piece, committed, agreed, previous, shown } = state;
  const words = [...agreed, ...wordsAfter(previous, [...committed, ...agreed])];
  const next = { ...initialCommitState, segment: state.segment + 1, piece: piece + 1 };
  if (words.length > 0) return [next, [{ kind: 'commit', piece, words, by: 'input-ended' }]];
  return shown ? [next, [{ kind: 'retract', piece }]] : [{ ...next, piece }, []];
}

/** What `words` adds to `fixed`; by time where the recogniser has changed its mind about a word that is fixed. */
function wordsAfter(words: readonly HypothesisWord[], fixed: readonly HypothesisWord[]): readonly HypothesisWord[] {
  if (commonPrefix(words, fixed) === fixed.length) return words.slice(fixed.length);
  const fixedUntil = fixed.at(-1)?.endSample ?? 0;
  return words.filter((word) => (word.startSample + word.endSample) / 2 > fixedUntil);
}

function commonPrefix(a: readonly HypothesisWord[], b: readonly HypothesisWord[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length]!.text === b[length]!.text) length++;
  return length;
}
