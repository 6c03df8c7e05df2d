import type { Caption } from '../../../shared/live/caption.ts';
import type { CaptionRow } from '../../state/caption-store.ts';
import { languageName } from '../../../shared/language.ts';
import { FLOOR_TRACK } from '../../../shared/tracks.ts';

/** One column of captions: the floor in whatever is spoken there, or one language. */
export interface CaptionColumn {
  /** `floor` or the language tag; what `settings.layout.hiddenColumns` holds. */
  readonly key: string;
  readonly tag: string;
  /** The language in its own words; undefined for the floor. */
  readonly autonym: string | undefined;
}

/** All columns of a room, source first. */
export function columnsOf(floorLanguage: string, languages: readonly string[]): readonly CaptionColumn[] {
  return [
    { key: FLOOR_TRACK, tag: floorLanguage.toUpperCase(), autonym: undefined },
    ...languages.map((language) => ({ key: language, tag: language.toUpperCase(), autonym: languageName(language, language) })),
  ];
}

/** What stands in `column` for this row, if anything does. */
export function captionIn(row: CaptionRow, column: CaptionColumn): Caption | undefined {
  return row.captions[column.key === FLOOR_TRACK ? row.sourceLanguage : column.key];
}
