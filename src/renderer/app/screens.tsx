import { type LucideIcon, Network, RadioTower, Server, Settings, Users } from 'lucide-react';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { ScreenName } from '../state/ui-state.ts';

export interface Screen {
  readonly name: ScreenName;
  readonly icon: LucideIcon;
  /** Loaded when first shown. */
  readonly view: LazyExoticComponent<ComponentType>;
}

/** The screens in the order of the rail. Their titles are `screens.<name>` of the `app` texts. */
export const screens: readonly Screen[] = [
  { name: 'live', icon: RadioTower, view: lazy(async () => ({ default: (await import('../features/live/live-screen.tsx')).LiveScreen })) },
  { name: 'rooms', icon: Users, view: lazy(async () => ({ default: (await import('../features/rooms/rooms-screen.tsx')).RoomsScreen })) },
  { name: 'network', icon: Network, view: lazy(async () => ({ default: (await import('../features/network/network-screen.tsx')).NetworkScreen })) },
  { name: 'nodes', icon: Server, view: lazy(async () => ({ default: (await import('../features/nodes/nodes-screen.tsx')).NodesScreen })) },
  { name: 'settings', icon: Settings, view: lazy(async () => ({ default: (await import('../features/settings/settings-screen.tsx')).SettingsScreen })) },
];
