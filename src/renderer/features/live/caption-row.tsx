import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Caption, captionGap, captionText } from '../../../shared/live/caption.ts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import type { CaptionRow } from '../../state/caption-store.ts';
import { cx } from '../../ui/cx.ts';
import { formatTime } from '../../ui/format-time.ts';
import { captionIn, type CaptionColumn } from './caption-columns.ts';
import { markHits } from './caption-search.ts';

export interface CaptionCellsProps {
  readonly row: CaptionRow;
  readonly columns: readonly CaptionColumn[];
  readonly query: string;
  /** Caption that the search stands on. */
  readonly currentMatch: string | undefined;
  /** The speaker's name is told only where it changes. */
  readonly showSpeaker: boolean;
}

/** The cells of one segment: when and who, then one text per column, all beginning at the same height. */
export const CaptionCells = memo(function CaptionCells({ row, columns, query, currentMatch, showSpeaker }: CaptionCellsProps) {
  const { t } = useTranslation('live');
  const { formatWithUnit } = useNumbers();
  return (
    <>
      <th scope="row" className="sticky left-0 z-[1] min-w-0 bg-inherit pt-2 pr-1 pl-2 text-left text-xs font-normal text-muted">
        <span className="block leading-(--caption-leading) tabular">{formatTime(row.spokenStartMs)}</span>
        {showSpeaker && <span className="block pb-1 text-sm font-semibold wrap-break-word text-floor">{row.speakerName}</span>}
      </th>
      {columns.map((column, index) => {
        const caption = captionIn(row, column);
        return (
          <td key={column.key} className={cx('group/cell min-w-0 border-l px-2.5 pt-2 pb-2 text-(length:--caption-size) leading-(--caption-leading) wrap-break-word', index === 0 ? 'sticky left-16 z-[1] bg-inherit' : 'relative')}>
            {caption && (
              <>
                <CaptionText caption={caption} query={query} current={caption.id === currentMatch} />
                <span className="pointer-events-none absolute -top-2 right-1 rounded-sm border bg-raised px-1 text-xs leading-4 text-muted opacity-0 tabular group-hover/cell:opacity-100 group-focus/row:opacity-100">
                  {t('captions.delay', { delay: formatWithUnit(Math.max(0, caption.publishedAtMs - caption.spokenEndMs), 'ms') })}
                </span>
              </>
            )}
          </td>
        );
      })}
    </>
  );
});

/** Committed text in full contrast, what may still change dimmer; the same run of text, so that nothing moves when it settles. */
function CaptionText({ caption, query, current }: { readonly caption: Caption; readonly query: string; readonly current: boolean }) {
  const { stable, unstable, language, final } = caption;
  if (query.trim() !== '') {
    return (
      <p lang={language} dir="auto" className={cx('m-0', current && 'rounded-sm outline-2 outline-offset-2 outline-accent')}>
        <Marked text={captionText(caption)} query={query} />
      </p>
    );
  }
  return (
    <p lang={language} dir="auto" className={cx('m-0 transition-colors', final ? 'text-text' : 'text-text/95')}>
      {stable}
      {captionGap(caption)}
      {unstable && <span className="text-muted">{unstable}</span>}
    </p>
  );
}

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  let at = 0;
  return markHits(text, query).map((piece) => {
    const key = at;
    at += piece.text.length;
    return piece.hit ? (
      <mark key={key} className="rounded-[2px] bg-warn text-bg">
        {piece.text}
      </mark>
    ) : (
      <span key={key}>{piece.text}</span>
    );
  });
}
