import { AArrowDown, AArrowUp, ChevronDown, ChevronUp, Columns3, Search, X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../app/shortcuts.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { CaptionColumn } from './caption-columns.ts';

export interface CaptionToolbarProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** Number of hits, and which of them (from 1) is current; 0: none yet. */
  readonly matches: number;
  readonly current: number;
  readonly onStep: (direction: 1 | -1) => void;
  readonly sizePx: number;
  readonly onSize: (change: 1 | -1) => void;
  readonly columns: readonly CaptionColumn[];
  readonly hidden: readonly string[];
  readonly onToggleColumn: (key: string) => void;
}

/** Search, size and columns of the captions. */
export function CaptionToolbar({ query, onQuery, matches, current, onStep, sizePx, onSize, columns, hidden, onToggleColumn }: CaptionToolbarProps) {
  const { t } = useTranslation('live');
  const field = useRef<HTMLInputElement>(null);
  const group = t('keys.group');
  useShortcut({ id: 'live.search', keys: '/', label: t('keys.search'), group, run: () => field.current?.focus() });
  useShortcut({ id: 'live.larger', keys: '+ =', label: t('keys.larger'), group, run: () => onSize(1) });
  useShortcut({ id: 'live.smaller', keys: '-', label: t('keys.smaller'), group, run: () => onSize(-1) });
  useShortcut(query === '' ? undefined : { id: 'live.endSearch', keys: 'Escape', label: t('keys.endSearch'), group, run: end });

  function end(): void {
    onQuery('');
    field.current?.blur();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && query === '') field.current?.blur();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  }

  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-b bg-surface px-2">
      <search className="flex min-w-0 flex-1 items-center gap-1">
        <div className="relative w-64 min-w-0">
          <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2 size-4 -translate-y-1/2 text-muted" />
          <Input
            ref={field}
            value={query}
            onChange={(event) => onQuery(event.target.value)}
            onKeyDown={onKeyDown}
            placeholder={t('captions.searchHint')}
            aria-label={t('captions.search')}
            aria-keyshortcuts="/"
            className="h-7! pl-8"
          />
        </div>
        <output className="min-w-18 text-sm text-muted tabular" aria-live="polite">
          {query.trim() !== '' && (matches === 0 ? t('captions.noMatch') : current === 0 ? t('captions.found', { count: matches }) : t('captions.matches', { current, count: matches }))}
        </output>
        {query !== '' && (
          <>
            <IconButton label={t('captions.previous')} keys="Shift+Enter" className="size-7" disabled={matches === 0} onClick={() => onStep(-1)}>
              <ChevronUp aria-hidden />
            </IconButton>
            <IconButton label={t('captions.next')} keys="Enter" className="size-7" disabled={matches === 0} onClick={() => onStep(1)}>
              <ChevronDown aria-hidden />
            </IconButton>
            <IconButton label={t('captions.endSearch')} keys="Esc" className="size-7" onClick={end}>
              <X aria-hidden />
            </IconButton>
          </>
        )}
      </search>
      <div className="flex items-center">
        <IconButton label={t('captions.smaller')} keys="-" className="size-7" onClick={() => onSize(-1)}>
          <AArrowDown aria-hidden />
        </IconButton>
        <span className="w-11 text-center text-sm text-muted tabular">{sizePx}{'\u2009'}px</span>
        <IconButton label={t('captions.larger')} keys="+" className="size-7" onClick={() => onSize(1)}>
          <AArrowUp aria-hidden />
        </IconButton>
      </div>
      <Menu
        align="end"
        trigger={
          <Button tone="ghost" className="h-7!">
            <Columns3 aria-hidden />
            {t('captions.columns')}
          </Button>
        }
        items={columns.map(({ key, tag, autonym }) => ({ key, label: `${tag} ${autonym ?? t('strip.floor')}`, checked: !hidden.includes(key), onSelect: () => onToggleColumn(key) }))}
      />
    </div>
  );
}
