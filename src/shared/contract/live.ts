import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Caption } from '../live/caption.ts';
import { ChannelStatus, ChannelSwitch, FloorSpeaker, LevelFrame } from '../live/channel.ts';
import { SessionStats } from '../live/stats.ts';
import { SegmentTrace } from '../live/trace.ts';
import { stream } from './define.ts';
import { RoomName } from './rooms.ts';

const room = z.object({ room: RoomName });

/** Newest captions a viewer gets on opening, and the most the host holds for a room. */
export const CAPTION_HISTORY = 10_000;

export const liveContract = {
  /**
   * Captions in batches, oldest first: the history, then revisions as they come. A caption is replaced by a later one of
   * the same `id`. Resumes after a reconnect without gap or duplicate. @throws NOT_FOUND
   */
  captions: stream('viewer', { keep: 'last', count: CAPTION_HISTORY }).input(room).output(eventIterator(z.array(Caption))),
  channels: stream('viewer', { keep: 'latest' }).input(room).output(eventIterator(z.array(ChannelStatus))),
  /** Changes of who is heard, oldest first: the newest 200, then each as it happens. */
  switches: stream('viewer', { keep: 'last', count: 200 }).input(room).output(eventIterator(ChannelSwitch)),
  floor: stream('viewer', { keep: 'latest' }).input(room).output(eventIterator(z.array(FloorSpeaker))),
  /** About 15 frames a second. */
  levels: stream('viewer', { keep: 'latest' }).input(room).output(eventIterator(LevelFrame)),
  /** The newest 200 segments, then each again as it advances. */
  traces: stream('viewer', { keep: 'last', count: 200 }).input(room).output(eventIterator(SegmentTrace)),
  stats: stream('viewer', { keep: 'latest' }).input(room).output(eventIterator(SessionStats)),
};
