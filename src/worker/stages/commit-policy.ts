import type { HypothesisWord } from '../engines/protocol.ts';
import { boundaryRank, endsSentence } from './phrase-boundary.ts';

/** One reading of the recogniser: what it makes of the current stretch of speech (counted in `segment`) so far. */
export interface Reading {
  readonly segment: number;
  readonly words: readonly HypothesisWord[];
  readonly final: boolean;
  /** With `final` only: what was read of the segment was nothing that anybody said; of what is not committed nothing is. */
  readonly refused: boolean;
  /** The speaker pauses: unless speech goes on, the final reading has the same words. */
  readonly pausing: boolean;
  readonly heardSample: number;
}

export type CommitEvent =
  | { readonly kind: 'reading'; readonly reading: Reading }
  /** Words that are not stable and end after `untilSample` are left to whoever reads on; absent: nobody does. */
  | { readonly kind: 'input-ended'; readonly untilSample?: number };

/** What follows from an event. Pieces are counted from 0 over the whole stream; each ends in one `commit` or `retract`. */
export type CommitAction =
  /** `stable` only ever grows, word by word, and the piece's commit, if it comes to one, begins with it. */
  | { readonly kind: 'partial'; readonly piece: number; readonly stable: readonly HypothesisWord[]; readonly unstable: readonly HypothesisWord[] }
  | { readonly kind: 'commit'; readonly piece: number; readonly words: readonly HypothesisWord[]; readonly by: 'endpoint' | 'length' | 'input-ended' }
  /** Shown, stable words among it or not, and turned out to be no words at all. */
  | { readonly kind: 'retract'; readonly piece: number };

export interface CommitState {
  readonly segment: number;
  readonly piece: number;
  /** Words of this recogniser segment that earlier pieces committed. */
  readonly committed: readonly HypothesisWord[];
  /** Words of the open piece on which enough readings agreed. */
  readonly agreed: readonly HypothesisWord[];
  /** The last readings, whole, the newest first: as many as the next has to agree with, and at least one. */
  readonly recent: readonly (readonly HypothesisWord[])[];
  /** A partial of the open piece was sent. */
  readonly shown: boolean;
}

export interface CommitOptions {
  /** Of the speaker; decides where a phrase may be cut. */
  readonly language: string;
  /**
   * From these lengths on, an open piece is cut where a sentence ends (of recognisers that write punctuation), before a word that
   * begins a clause or prepositional phrase, before one that begins any phrase, and anywhere, samples. Shorter is heard earlier,
   * translates worse, and makes the rest wait until the piece has been said.
   */
  readonly cutBefore: { readonly sentence: number; readonly clause: number; readonly phrase: number; readonly anyWord: number };
  /**
   * So many readings in a row have to agree on a word before it is stable, 1 or more. More is surer, and a word is then shown as
   * stable, and cut after, so many readings later.
   */
  readonly agreement: number;
  /** A cut leaves at least this many words on its left side, but for one where a sentence ends. */
  readonly minCutWords: number;
}

/**
 * Long enough that an ordinary sentence is left whole (its rest would have to wait until the first piece has been said), short
 * enough that a translation is heard some four seconds after its first word in speech without a pause.
 */
export const defaultCommitOptions: Omit<CommitOptions, 'language'> = { cutBefore: { sentence: 1.5 * 16_000, clause: 3.6 * 16_000, phrase: 4 * 16_000, anyWord: 6 * 16_000 }, agreement: 2, minCutWords: 4 };

/** Before anything was heard. */
export const initialCommitState: CommitState = { segment: 0, piece: 0, committed: [], agreed: [], recent: [], shown: false };

/** Decides what of a recogniser's readings is final. Pure: no clock, no I/O. Whatever keeps to what {@link CommitAction} promises may take the place of {@link localAgreement}. */
export interface CommitPolicy {
  /** Of a stream of which nothing was read. */
  readonly start: CommitState;
  /** What follows from `event`. `language`: the speaker's. */
  readonly step: (state: CommitState, event: CommitEvent, language: string) => readonly [next: CommitState, actions: readonly CommitAction[]];
}

/** The policy of {@link step}. */
export function localAgreement(options: Omit<CommitOptions, 'language'> = defaultCommitOptions): CommitPolicy {
  return { start: initialCommitState, step: (state, event, language) => step(state, event, { ...options, language }) };
}

/**
 * Decides what of a recogniser's readings is final: LocalAgreement-n (Macháček et al. 2023, arXiv 2307.14743) for what is
 * shown as stable; the end of speech, or a place to cut in a long piece, for what is committed. Pure: no clock, no I/O.
 */
export function step(state: CommitState, event: CommitEvent, options: CommitOptions): readonly [next: CommitState, actions: readonly CommitAction[]] {
  if (event.kind === 'input-ended') return close(state, event.untilSample);
  const { reading } = event;
  if (reading.segment === state.segment) return read(state, reading, options);
  // A reading of an older segment comes too late; of a newer one, the final reading of ours never came.
  if (reading.segment < state.segment) return [state, []];
  const [closed, before] = close(state);
  const [next, after] = read({ ...closed, segment: reading.segment }, reading, options);
  return [next, [...before, ...after]];
}

function read(state: CommitState, { words, final, refused, segment }: Reading, options: CommitOptions): readonly [CommitState, readonly CommitAction[]] {
  const { piece, committed } = state;
  const fixed = [...committed, ...state.agreed];
  const open = wordsAfter(words, fixed);

  if (final) {
    const all = refused ? [] : [...state.agreed, ...open];
    const next = { ...initialCommitState, segment: segment + 1, piece };
    if (all.length > 0) return [{ ...next, piece: piece + 1 }, [{ kind: 'commit', piece, words: all, by: 'endpoint' }]];
    return state.shown ? [{ ...next, piece: piece + 1 }, [{ kind: 'retract', piece }]] : [next, []];
  }

  // The newest word may be half of one, however often it is read.
  const others = state.recent.slice(0, options.agreement - 1);
  const agreedNow = others.length < options.agreement - 1 ? 0 : Math.min(Math.max(0, open.length - 1), ...others.map((other) => commonPrefix(open, wordsAfter(other, fixed))));
  const recent = [words, ...state.recent].slice(0, Math.max(1, options.agreement - 1));
  const agreed = [...state.agreed, ...open.slice(0, agreedNow)];
  const rest = open.slice(agreedNow);
  const cut = cutAt(agreed, rest, options);
  if (cut === undefined) {
    const shown = agreed.length + rest.length > 0;
    const next = { ...state, agreed, recent, shown: state.shown || shown };
    return [next, shown || state.shown ? [{ kind: 'partial', piece, stable: agreed, unstable: rest }] : []];
  }

  const [left, right] = [agreed.slice(0, cut), agreed.slice(cut)];
  const shown = right.length + rest.length > 0;
  const next: CommitState = { segment, piece: piece + 1, committed: [...committed, ...left], agreed: right, recent, shown };
  const commit: CommitAction = { kind: 'commit', piece, words: left, by: 'length' };
  return [next, shown ? [commit, { kind: 'partial', piece: piece + 1, stable: right, unstable: rest }] : [commit]];
}

/** The words of the open piece as they were last read: what would be committed if speech ended here. */
export function openWords({ committed, agreed, recent: [newest = []] }: CommitState): readonly HypothesisWord[] {
  return [...agreed, ...wordsAfter(newest, [...committed, ...agreed])];
}

/** How many agreed words go into a piece that is long enough: up to the last sentence's end, else the last good place, since every word said since then is delay. */
function cutAt(agreed: readonly HypothesisWord[], rest: readonly HypothesisWord[], { language, cutBefore, minCutWords }: CommitOptions): number | undefined {
  const first = agreed[0];
  if (!first) return undefined;
  const all = [...agreed, ...rest];
  const most = Math.min(agreed.length, all.length - 1);
  for (let count = most; count > 0; count--) {
    const last = all[count - 1]!;
    if (endsSentence(last.text) && last.endSample - first.startSample >= cutBefore.sentence) return count;
  }
  let anywhere: number | undefined;
  for (let count = most; count >= minCutWords; count--) {
    const last = all[count - 1]!;
    const length = last.endSample - first.startSample;
    const rank = boundaryRank(last.text, all[count]!.text, language);
    if (rank >= 1 && length >= (rank >= 2 ? cutBefore.clause : cutBefore.phrase)) return count;
    if (length >= cutBefore.anyWord) anywhere ??= count;
  }
  return anywhere;
}

/** Ends the open piece with what was last read, up to `untilSample`. */
function close(state: CommitState, untilSample = Infinity): readonly [CommitState, readonly CommitAction[]] {
  const { piece, shown } = state;
  const open = openWords(state);
  const words = open.filter(({ endSample }, index) => index < state.agreed.length || endSample <= untilSample);
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
