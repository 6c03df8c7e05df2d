/** A word with the time it stands for, milliseconds of the monotonic clock. */
export interface TimedWord {
  readonly text: string;
  readonly atMs: number;
}

/** One step of an alignment; `reference` and `heard` are places in the two lists. */
export type AlignmentStep =
  | { readonly kind: 'match' | 'substitution'; readonly reference: number; readonly heard: number }
  | { readonly kind: 'deletion'; readonly reference: number }
  | { readonly kind: 'insertion'; readonly heard: number };

/** How far apart in time a spoken and a recognised word may be and still be the same one: a long line is about 6 s. */
const MAX_APART_MS = 6_000;

/**
 * The cheapest way (Levenshtein 1966, every edit costs 1) to turn the `reference` words into the `heard` ones.
 *
 * Both lists are in order of time. Only pairs within {@link MAX_APART_MS} are considered, so that an hour of script costs
 * an hour's worth of short comparisons, and a sentence that is read again every few minutes is not matched with itself.
 * Among equally cheap ways matches are placed as early as possible.
 */
export function alignWords(reference: readonly TimedWord[], heard: readonly TimedWord[]): AlignmentStep[] {
  const bands = bandsOf(reference, heard);
  const costs: Float64Array[] = [];
  for (let i = 0; i <= reference.length; i++) {
    const { from, to } = bands[i] as Band;
    const row = new Float64Array(to - from + 1);
    for (let j = from; j <= to; j++) {
      if (i === 0 && j === 0) continue;
      const deletion = costAt(costs, bands, i - 1, j) + 1;
      const insertion = j > from ? (row[j - 1 - from] as number) + 1 : Infinity;
      row[j - from] = Math.min(deletion, insertion, costAt(costs, bands, i - 1, j - 1) + editCost(reference, heard, i, j));
    }
    costs.push(row);
  }
  return traceBack(reference, heard, costs, bands);
}

/** Edits per reference word, 0 = perfect, above 1 when more was heard than said; `undefined` when nothing was said. */
export function wordErrorRate(steps: readonly AlignmentStep[]): number | undefined {
  const said = steps.filter((step) => step.kind !== 'insertion').length;
  return said === 0 ? undefined : steps.filter((step) => step.kind !== 'match').length / said;
}

interface Band {
  readonly from: number;
  readonly to: number;
}

/** For each number of reference words used up, the numbers of heard words that may be used up. Neighbours overlap. */
function bandsOf(reference: readonly TimedWord[], heard: readonly TimedWord[]): Band[] {
  const before = (atMs: number): number => {
    let low = 0;
    for (let high = heard.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((heard[middle] as TimedWord).atMs < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const bands = Array.from({ length: reference.length + 1 }, (_, i) => ({
    from: i === 0 ? 0 : before((reference[i - 1] as TimedWord).atMs - MAX_APART_MS),
    to: i === reference.length ? heard.length : before((reference[i] as TimedWord).atMs + MAX_APART_MS),
  }));
  // Words heard where nothing was said for a long time are insertions; the path must be able to pass them.
  for (let i = bands.length - 2; i >= 0; i--) (bands[i] as { to: number }).to = Math.max((bands[i] as Band).to, (bands[i + 1] as Band).from);
  return bands;
}

function costAt(costs: readonly Float64Array[], bands: readonly Band[], i: number, j: number): number {
  const band = bands[i];
  return !band || j < band.from || j > band.to ? Infinity : ((costs[i] as Float64Array)[j - band.from] as number);
}

const editCost = (reference: readonly TimedWord[], heard: readonly TimedWord[], i: number, j: number): number =>
  i > 0 && j > 0 && reference[i - 1]?.text === heard[j - 1]?.text ? 0 : 1;

function traceBack(reference: readonly TimedWord[], heard: readonly TimedWord[], costs: readonly Float64Array[], bands: readonly Band[]): AlignmentStep[] {
  const steps: AlignmentStep[] = [];
  let i = reference.length;
  let j = heard.length;
  while (i > 0 || j > 0) {
    const cost = costAt(costs, bands, i, j);
    const edit = editCost(reference, heard, i, j);
    // Taking the insertion or deletion first walks the unmatched words to the end, and leaves the matches early.
    if (j > 0 && costAt(costs, bands, i, j - 1) + 1 === cost) steps.push({ kind: 'insertion', heard: --j });
    else if (i > 0 && costAt(costs, bands, i - 1, j) + 1 === cost) steps.push({ kind: 'deletion', reference: --i });
    else steps.push({ kind: edit === 0 ? 'match' : 'substitution', reference: --i, heard: --j });
  }
  return steps.reverse();
}
