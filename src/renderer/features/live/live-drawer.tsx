import { ChartGantt, PanelBottomClose, SlidersHorizontal } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { type LiveDrawer, useUi } from '../../state/ui-state.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { ChannelDetail } from './channel-detail.tsx';
import { useChosenStrip } from './use-chosen-strip.ts';
import type { WaterfallOrigin } from './waterfall-model.ts';
import { WaterfallView } from './waterfall-view.tsx';

const open = (drawer: LiveDrawer): void => useUi.setState({ drawer });
const toggle = (drawer: LiveDrawer): void => useUi.setState((ui) => ({ drawer: ui.drawer === drawer ? 'closed' : drawer }));

/** The edge of the drawer, always in sight: what can be opened for the chosen channel, and by which key. */
export function DrawerBar({ room, children }: { readonly room: RoomView; readonly children?: ReactNode }) {
  const { t } = useTranslation('live');
  const drawer = useUi((ui) => ui.drawer);
  const { tag, autonym } = useChosenStrip(room);
  const group = t('keys.group');
  useShortcut({ id: 'live.detail', keys: 'd', label: t('keys.detail'), group, run: () => toggle('channel') });
  useShortcut({ id: 'live.waterfall', keys: 'w', label: t('keys.waterfall'), group, run: () => toggle('waterfall') });
  useShortcut(drawer === 'closed' ? undefined : { id: 'live.closeDrawer', keys: 'Escape', label: t('keys.closeDrawer'), group, run: () => open('closed') });
  return (
    <div role="toolbar" aria-label={t('drawer.title')} className="flex h-9 shrink-0 items-center gap-1 border-t bg-surface px-2">
      <span className="mr-2 min-w-0 truncate">
        <span className="font-bold">{tag}</span> <span className="text-muted">{autonym ?? t('strip.floor')}</span>
      </span>
      <DrawerButton drawer="channel" keys="D" icon={<SlidersHorizontal aria-hidden className="size-4" />} />
      <DrawerButton drawer="waterfall" keys="W" icon={<ChartGantt aria-hidden className="size-4" />} />
      <div className="ml-auto">{children}</div>
      {drawer !== 'closed' && (
        <IconButton label={t('drawer.close')} keys="Esc" className="size-7" tooltipSide="top" onClick={() => open('closed')}>
          <PanelBottomClose aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function DrawerButton({ drawer, keys, icon }: { readonly drawer: Exclude<LiveDrawer, 'closed'>; readonly keys: string; readonly icon: ReactNode }) {
  const { t } = useTranslation('live');
  const current = useUi((ui) => ui.drawer) === drawer;
  return (
    <button
      type="button"
      aria-expanded={current}
      aria-controls={current ? 'live-drawer' : undefined}
      aria-keyshortcuts={keys}
      onClick={() => toggle(drawer)}
      className={cx('inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 transition-colors hover:bg-hover', current ? 'bg-hover font-medium text-text' : 'text-muted hover:text-text')}
    >
      {icon}
      {t(`drawer.${drawer}`)}
      <Kbd>{keys}</Kbd>
    </button>
  );
}

function OriginToggle({ origin, onOrigin }: { readonly origin: WaterfallOrigin; readonly onOrigin: (origin: WaterfallOrigin) => void }) {
  const { t } = useTranslation('live');
  return (
    <Toggle
      label={t('waterfall.origin')}
      value={origin}
      onValueChange={onOrigin}
      options={[
        { value: 'speech-end', label: t('waterfall.speechEnd') },
        { value: 'first-word', label: t('waterfall.firstWord') },
      ]}
      className="h-7! text-sm"
    />
  );
}

/** What is open: the chosen channel in detail, or the way of its segments. */
export function LiveDrawerContent({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('live');
  const drawer = useUi((ui) => ui.drawer);
  const strip = useChosenStrip(room);
  const [origin, setOrigin] = useState<WaterfallOrigin>('speech-end');
  return (
    <section id="live-drawer" aria-label={t(drawer === 'waterfall' ? 'drawer.waterfall' : 'drawer.channel')} className="flex h-full min-h-0 flex-col bg-bg">
      <DrawerBar room={room}>{drawer === 'waterfall' && <OriginToggle origin={origin} onOrigin={setOrigin} />}</DrawerBar>
      <div className="min-h-0 flex-1 border-t">{drawer === 'waterfall' ? <WaterfallView key={strip.track} room={room} strip={strip} origin={origin} /> : <ChannelDetail key={strip.track} room={room} strip={strip} />}</div>
    </section>
  );
}
