import { ChartGantt, PanelBottomClose, SlidersHorizontal } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { type LiveDrawer, useUi } from '../../state/ui-state.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { ChannelDetail } from './channel-detail.tsx';
import { useChosenStrip } from './use-chosen-strip.ts';
import type { WaterfallOrigin } from './waterfall-model.ts';
import { WaterfallView } from './waterfall-view.tsx';

const open = (drawer: LiveDrawer): void => useUi.setState({ drawer });
/** A tab's value is what the drawer shows. */
const openTab = (value: string): void => open(value === 'waterfall' ? 'waterfall' : 'channel');
const toggle = (drawer: LiveDrawer): void => useUi.setState((ui) => ({ drawer: ui.drawer === drawer ? 'closed' : drawer }));

/** The edge of the drawer while it is closed: what can be opened for the chosen channel, and by which key. */
export function ClosedDrawer({ room }: { readonly room: RoomView }) {
  return (
    <Tabs.Root value="closed" activationMode="manual" onValueChange={openTab}>
      <DrawerBar room={room} />
    </Tabs.Root>
  );
}

/** What is open: the chosen channel in detail, or the way of its segments. */
export function LiveDrawerContent({ room }: { readonly room: RoomView }) {
  const { t } = useTranslation('live');
  const drawer = useUi((ui) => ui.drawer);
  const strip = useChosenStrip(room);
  const [origin, setOrigin] = useState<WaterfallOrigin>('speech-end');
  return (
    <Tabs.Root value={drawer} onValueChange={openTab} asChild>
      <section aria-label={t(drawer === 'waterfall' ? 'drawer.waterfall' : 'drawer.channel')} className="flex h-full min-h-0 flex-col bg-bg">
        <DrawerBar room={room}>{drawer === 'waterfall' && <OriginToggle origin={origin} onOrigin={setOrigin} />}</DrawerBar>
        <Tabs.Content value="channel" className="min-h-0 flex-1 overflow-auto border-t -outline-offset-2">
          <ChannelDetail key={strip.track} room={room} strip={strip} />
        </Tabs.Content>
        <Tabs.Content value="waterfall" className="min-h-0 flex-1 border-t -outline-offset-2">
          <WaterfallView key={strip.track} room={room} strip={strip} origin={origin} />
        </Tabs.Content>
      </section>
    </Tabs.Root>
  );
}

function DrawerBar({ room, children }: { readonly room: RoomView; readonly children?: ReactNode }) {
  const { t } = useTranslation('live');
  const drawer = useUi((ui) => ui.drawer);
  const { tag, autonym } = useChosenStrip(room);
  const group = t('keys.group');
  useShortcut({ id: 'live.detail', keys: 'd', label: t('keys.detail'), group, run: () => toggle('channel') });
  useShortcut({ id: 'live.waterfall', keys: 'w', label: t('keys.waterfall'), group, run: () => toggle('waterfall') });
  useShortcut(drawer === 'closed' ? undefined : { id: 'live.closeDrawer', keys: 'Escape', label: t('keys.closeDrawer'), group, run: () => open('closed') });
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-t bg-surface px-2">
      <span className="mr-2 min-w-0 truncate">
        <span className="font-bold">{tag}</span> <span className="text-muted">{autonym ?? t('strip.floor')}</span>
      </span>
      <Tabs.List aria-label={t('drawer.title')} className="flex items-center gap-1">
        <DrawerTab drawer="channel" keys="D" icon={<SlidersHorizontal aria-hidden className="size-4" />} />
        <DrawerTab drawer="waterfall" keys="W" icon={<ChartGantt aria-hidden className="size-4" />} />
      </Tabs.List>
      <div className="ml-auto">{children}</div>
      {drawer !== 'closed' && (
        <IconButton label={t('drawer.close')} keys="Esc" className="size-7" tooltipSide="top" onClick={() => open('closed')}>
          <PanelBottomClose aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function DrawerTab({ drawer, keys, icon }: { readonly drawer: Exclude<LiveDrawer, 'closed'>; readonly keys: string; readonly icon: ReactNode }) {
  const { t } = useTranslation('live');
  return (
    <Tabs.Trigger
      value={drawer}
      aria-keyshortcuts={keys}
      className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-muted transition-colors hover:bg-hover hover:text-text data-[state=active]:bg-hover data-[state=active]:font-medium data-[state=active]:text-text"
    >
      {icon}
      {t(`drawer.${drawer}`)}
      <Kbd>{keys}</Kbd>
    </Tabs.Trigger>
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
