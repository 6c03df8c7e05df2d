import { create } from 'zustand';
import type { Settings } from '../../shared/contract/settings.ts';

export type ScreenName = Settings['layout']['screen'];

export type LiveDrawer = 'closed' | 'channel' | 'waterfall';

/** What only this window knows: nothing in here outlives it. */
export interface UiState {
  /** The screen shown; undefined: the one remembered in the settings. */
  readonly screen: ScreenName | undefined;
  /** The room that Live, Network and the status bar show; undefined: chosen by itself (rehearsal first, then the oldest). */
  readonly room: string | undefined;
  /** Track of the chosen channel strip: `floor` or `channel:<tag>`. */
  readonly track: string;
  /** Under the captions of Live: the chosen channel in detail, the way of its segments, or nothing. */
  readonly drawer: LiveDrawer;
  /** Over everything: the command palette, the map of keys, or nothing. */
  readonly overlay: 'none' | 'palette' | 'keys';
}

/** The window's own state; set with `useUi.setState`. */
export const useUi = create<UiState>(() => ({ screen: undefined, room: undefined, track: 'floor', drawer: 'closed', overlay: 'none' }));
