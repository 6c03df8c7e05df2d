import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { CaptionRow } from '../../state/caption-store.ts';

/** Room kept under the newest line, so that it can grow by some lines before anything scrolls. Lines of caption text. */
const SLACK_LINES = 4;
/** As near to the end as counts as being there, pixels. */
const NEAR_END_PX = 24;

export interface Follow {
  /** The newest caption is kept in sight. Ends when the reader scrolls back. */
  readonly following: boolean;
  readonly backToNow: () => void;
  /** Ends following, before going to a search hit. */
  readonly stop: () => void;
  readonly onScroll: () => void;
}

/** Height that {@link useFollow} wants under the last row, pixels. */
export const slackPx = (lineHeightPx: number): number => SLACK_LINES * lineHeightPx;

/**
 * Keeps the newest row in sight and leaves the reader alone who scrolled back.
 *
 * While following it scrolls only when the newest line would leave the view, and then by several lines at once: between two
 * scrolls every line stands still. While reading, the row at the top stays where it is, even when old rows are dropped.
 */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  rows: readonly CaptionRow[],
  totalPx: number,
  paddingEndPx: number,
): Follow {
  const [following, setFollowing] = useState(true);
  const ours = useRef<number>(undefined);
  const anchor = useRef<{ readonly segmentId: string; readonly offsetPx: number }>(undefined);

  const scrollTo = useCallback(
    (top: number) => {
      const element = scroller.current;
      if (!element) return;
      element.scrollTop = top;
      ours.current = element.scrollTop;
    },
    [scroller],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !following) return;
    // In the scroller's own terms, because the head of the table is part of what scrolls.
    const textEnd = element.scrollHeight - paddingEndPx;
    const visibleEnd = element.scrollTop + element.clientHeight;
    if (textEnd > visibleEnd) scrollTo(element.scrollHeight);
  }, [scroller, scrollTo, following, totalPx, paddingEndPx]);

  // The oldest row was dropped: everything moved up by its height.
  const firstId = rows[0]?.segmentId;
  useLayoutEffect(() => {
    if (following || !anchor.current) return;
    const { segmentId, offsetPx } = anchor.current;
    const index = rows.findIndex((row) => row.segmentId === segmentId);
    const start = index < 0 ? undefined : virtualizer.getOffsetForIndex(index, 'start')?.[0];
    if (start !== undefined) scrollTo(start + offsetPx);
    // Only when the head changed; `rows` grows at its end all the time.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [firstId]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const top = virtualizer.getVirtualItemForOffset(element.scrollTop);
    const row = top && rows[top.index];
    if (row) anchor.current = { segmentId: row.segmentId, offsetPx: element.scrollTop - top.start };
    if (ours.current !== undefined && Math.abs(element.scrollTop - ours.current) < 1) return;
    ours.current = undefined;
    const fromEnd = element.scrollHeight - element.clientHeight - element.scrollTop;
    setFollowing(fromEnd <= paddingEndPx + NEAR_END_PX);
  }, [scroller, virtualizer, rows, paddingEndPx]);

  const stop = useCallback(() => setFollowing(false), []);
  const backToNow = useCallback(() => {
    setFollowing(true);
    scrollTo(scroller.current?.scrollHeight ?? 0);
  }, [scrollTo, scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    // A smaller window shows less: stay at the end.
    const observer = new ResizeObserver(() => {
      if (following) scrollTo(element.scrollHeight);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, following, scrollTo]);

  return { following, backToNow, stop, onScroll };
}
