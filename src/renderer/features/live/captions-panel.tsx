import { Captions, Columns3 } from 'lucide-react';
import { useDeferredValue, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../../shared/drop.ts';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { useConsole, useSettings } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { columnsOf } from './caption-columns.ts';
import { CaptionList } from './caption-list.tsx';
import { findMatches } from './caption-search.ts';
import { CaptionToolbar } from './caption-toolbar.tsx';

const SMALLEST_PX = 14;
const LARGEST_PX = 32;

/** The captions of a room, side by side, with search, size and choice of columns. */
export function CaptionsPanel({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('live');
  const { captions, captionFeed } = useConsole().room(room.name);
  const feed = useStream(captionFeed);
  const { rows } = useSyncExternalStore(captions.subscribe, captions.getSnapshot);
  const { settings, update } = useSettings();
  const { captionSizePx } = settings.appearance;
  const { hiddenColumns } = settings.layout;
  const all = useMemo(() => columnsOf(room.floorLanguage, room.languages), [room.floorLanguage, room.languages]);
  const columns = useMemo(() => all.filter(({ key }) => !hiddenColumns.includes(key)), [all, hiddenColumns]);
  const [query, setQuery] = useState('');
  const [matchId, setMatchId] = useState<string>();
  const searched = useDeferredValue(query);
  const matches = useMemo(() => findMatches(rows, searched, columns), [rows, searched, columns]);
  const at = matches.findIndex(({ captionId }) => captionId === matchId);

  function step(direction: 1 | -1): void {
    // Enter may be faster than the deferred search; the first step goes to the newest hit, which is nearest to now.
    const found = searched === query ? matches : findMatches(rows, query, columns);
    const from = found.findIndex(({ captionId }) => captionId === matchId);
    setMatchId(found.at(from < 0 ? -1 : (from + direction) % found.length)?.captionId);
  }

  const change = (patch: Parameters<typeof update>[0]): void => drop(update(patch), () => undefined);
  const toggleColumn = (key: string): void =>
    change({ layout: { hiddenColumns: hiddenColumns.includes(key) ? hiddenColumns.filter((hidden) => hidden !== key) : [...hiddenColumns, key] } });

  return (
    <section aria-label={t('captions.title')} className="flex h-full min-h-0 flex-col bg-bg">
      <CaptionToolbar
        query={query}
        onQuery={setQuery}
        matches={matches.length}
        current={at + 1}
        onStep={step}
        sizePx={captionSizePx}
        onSize={(by) => change({ appearance: { captionSizePx: Math.min(LARGEST_PX, Math.max(SMALLEST_PX, captionSizePx + by)) } })}
        columns={all}
        hidden={hiddenColumns}
        onToggleColumn={toggleColumn}
      />
      {feed.status === 'failed' && rows.length === 0 ? (
        <ErrorState title={t('captions.failed')} error={feed.error} onRetry={captionFeed.retry} />
      ) : columns.length === 0 ? (
        <EmptyState icon={Columns3} title={t('captions.allHidden')} action={<Button onClick={() => change({ layout: { hiddenColumns: [] } })}>{t('captions.showAll')}</Button>} />
      ) : rows.length > 0 ? (
        <CaptionList rows={rows} columns={columns} sizePx={captionSizePx} query={searched} match={matches[at]} />
      ) : room.phase.kind === 'live' ? (
        <EmptyState icon={Captions} title={t('captions.none')}>
          {t('captions.noneHint')}
        </EmptyState>
      ) : (
        <LoadingState label={t('captions.waiting')} />
      )}
    </section>
  );
}
