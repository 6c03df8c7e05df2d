import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, Pause, Search } from 'lucide-react';
import { type UIEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeLogLine } from '../../../shared/contract/nodes.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { formatTime } from '../../ui/format-time.ts';
import { Input } from '../../ui/input.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { filterLog, LOG_LEVELS, type LogFilter, type LogLevel } from './log-filter.ts';
import { useLogLines } from './use-log-lines.ts';

const EMPTY: readonly NodeLogLine[] = [];
const ROW_PX = 20;

const levelColours: Record<LogLevel, string> = { debug: 'text-muted', info: 'text-text', warn: 'text-warn', error: 'text-bad' };

/** What the servers and workers say, newest at the bottom. Follows until the reader scrolls up or pauses. */
export function LogPane() {
  const { t } = useTranslation('nodes');
  const { view, retry } = useLogLines();
  const [filter, setFilter] = useState<LogFilter>({ minLevel: 'info', nodeId: undefined, search: '' });
  const [frozen, setFrozen] = useState<readonly NodeLogLine[]>();
  const searchRef = useRef<HTMLInputElement>(null);
  useShortcut({ id: 'nodes.search', keys: '/', label: t('log.search'), group: t('title'), run: () => searchRef.current?.focus() });

  const live = view.value ?? EMPTY;
  const lines = frozen ?? live;
  const shown = useMemo(() => filterLog(lines, filter), [lines, filter]);
  const sources = useMemo(() => [...new Set(live.map(({ nodeId }) => nodeId))].toSorted(), [live]);
  const missed = frozen ? live.length - live.findIndex((line) => line === frozen.at(-1)) - 1 : 0;

  return (
    <Panel
      title={t('log.title')}
      flush
      actions={
        <>
          <Button aria-pressed={frozen !== undefined} onClick={() => setFrozen(frozen ? undefined : live)}>
            {frozen ? <ArrowDownToLine aria-hidden /> : <Pause aria-hidden />}
            {frozen ? t('log.follow', { count: missed }) : t('log.pause')}
          </Button>
          <CopyButton label={t('log.copy')} doneLabel={t('log.copied')} failedLabel={t('log.cannotCopy')} disabled={shown.length === 0} text={() => shown.map(asText).join('\n')} />
        </>
      }
    >
      <div className="flex h-full flex-col">
        <div className="flex shrink-0 flex-wrap gap-2 border-b p-2">
          <Select
            aria-label={t('log.level')}
            value={filter.minLevel}
            options={LOG_LEVELS.map((level) => ({ value: level, label: t(`log.from.${level}`) }))}
            onChange={(event) => setFilter({ ...filter, minLevel: LOG_LEVELS.find((level) => level === event.target.value) ?? 'info' })}
          />
          <Select
            aria-label={t('log.source')}
            value={filter.nodeId ?? ''}
            options={[{ value: '', label: t('log.allSources') }, ...sources.map((id) => ({ value: id, label: id }))]}
            onChange={(event) => setFilter({ ...filter, nodeId: event.target.value === '' ? undefined : event.target.value })}
          />
          <span className="relative min-w-40 flex-1">
            <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2 size-4 -translate-y-1/2 text-muted" />
            <Input
              ref={searchRef}
              type="search"
              aria-label={t('log.search')}
              placeholder={t('log.search')}
              value={filter.search}
              onChange={(event) => setFilter({ ...filter, search: event.target.value })}
              className="pl-8"
            />
          </span>
        </div>
        <div className="min-h-0 flex-1">
          {view.status === 'failed' && live.length === 0 ? (
            <ErrorState title={t('log.failed')} error={view.error} onRetry={retry} />
          ) : view.value === undefined ? (
            <LoadingState label={t('log.loading')} />
          ) : shown.length === 0 ? (
            <EmptyState icon={Search} title={t('log.nothing')} action={<Button onClick={() => setFilter({ minLevel: 'debug', nodeId: undefined, search: '' })}>{t('log.showAll')}</Button>}>
              {t('log.nothingNext', { count: lines.length })}
            </EmptyState>
          ) : (
            <Lines lines={shown} following={frozen === undefined} onLeaveEnd={() => setFrozen((before) => before ?? live)} />
          )}
        </div>
      </div>
    </Panel>
  );
}

interface LinesProps {
  readonly lines: readonly NodeLogLine[];
  readonly following: boolean;
  /** The reader scrolled away from the newest line. */
  readonly onLeaveEnd: () => void;
}

function Lines({ lines, following, onLeaveEnd }: LinesProps) {
  const { t } = useTranslation('nodes');
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 20, getItemKey: (index) => lines[index]?.seq ?? index });
  const newest = lines.at(-1);
  useEffect(() => {
    if (following && newest) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [following, newest, lines.length, rows]);

  /** Only a reader scrolls up: new lines push down, and a shorter list ends at its end. */
  function onScroll({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent<HTMLDivElement>): void {
    const up = scrollTop < lastTop.current;
    lastTop.current = scrollTop;
    if (following && up && scrollHeight - scrollTop - clientHeight > ROW_PX * 3) onLeaveEnd();
  }

  return (
    // A scrolling region has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} role="log" aria-live="off" aria-label={t('log.title')} tabIndex={0} onScroll={onScroll} className="h-full overflow-auto font-mono text-sm">
      <div className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          if (!line) return undefined;
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className={cx('absolute top-0 left-0 grid w-full grid-cols-[64px_36px_64px_minmax(0,1fr)] xl:grid-cols-[64px_44px_176px_minmax(0,1fr)] gap-2 px-2 leading-5 hover:bg-hover', levelColours[line.level])}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <span className="text-muted tabular">{formatTime(line.atMs)}</span>
              <span>{t(`log.word.${line.level}`)}</span>
              <span className="truncate text-muted" title={line.nodeId}>
                {line.nodeId}
              </span>
              <span className="break-words whitespace-pre-wrap">{line.message}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

const asText = ({ atMs, level, nodeId, message }: NodeLogLine): string => `${new Date(atMs).toISOString()} ${level.toUpperCase()} ${nodeId}: ${message}`;
