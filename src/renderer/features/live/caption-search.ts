import { type Caption, captionText } from '../../../shared/live/caption.ts';
import type { CaptionRow } from '../../state/caption-store.ts';
import { captionIn, type CaptionColumn } from './caption-columns.ts';

/** One caption that contains what is searched. */
export interface Match {
  readonly rowIndex: number;
  readonly captionId: string;
}

/** A stretch of text, and whether it is a hit. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Lower case without accents, with as many code units as `text`, so that places found in one are places in the other. */
export function fold(text: string): string {
  let folded = '';
  for (const unit of text.split('')) {
    const plain = unit.normalize('NFD').charAt(0).toLowerCase();
    folded += plain.length === 1 ? plain : unit;
  }
  return folded;
}

// A caption object never changes, and most of 10,000 rows are the same as in the search before.
const foldedCaptions = new WeakMap<Caption, string>();

function foldedOf(caption: Caption): string {
  let folded = foldedCaptions.get(caption);
  if (folded === undefined) {
    folded = fold(captionText(caption));
    foldedCaptions.set(caption, folded);
  }
  return folded;
}

/** Captions of `rows` in `columns` that contain `query`, in the order of rows and columns; none for an empty query. */
export function findMatches(rows: readonly CaptionRow[], query: string, columns: readonly CaptionColumn[]): readonly Match[] {
  const wanted = fold(query.trim());
  if (wanted === '') return [];
  return rows.flatMap((row, rowIndex) =>
    columns.flatMap((column) => {
      const caption = captionIn(row, column);
      return caption && foldedOf(caption).includes(wanted) ? [{ rowIndex, captionId: caption.id }] : [];
    }),
  );
}

/** Cuts `text` at the hits of `query`, so that they can be marked. Together the pieces are `text`. */
export function markHits(text: string, query: string): readonly Piece[] {
  const wanted = fold(query.trim());
  if (wanted === '' || text === '') return [{ text, hit: false }];
  const folded = fold(text);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
    if (at > from) pieces.push({ text: text.slice(from, at), hit: false });
    from = at + wanted.length;
    pieces.push({ text: text.slice(at, from), hit: true });
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
}
