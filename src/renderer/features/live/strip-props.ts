import type { ChannelStatus, OperatorHold } from '../../../shared/live/channel.ts';
import type { MeterFlags } from '../../state/meter-model.ts';
import type { ChannelDelay } from './channel-delay.ts';
import type { StripModel } from './strip-model.ts';

/** How a strip stands to the operator's headphones. */
export type Hearing = 'no' | 'waiting' | 'playing' | 'blocked';

export interface StripProps {
  readonly strip: StripModel;
  /** Key that chooses it; undefined past nine. */
  readonly keyNumber: number | undefined;
  readonly chosen: boolean;
  /** The room is live: what the strip shows is really heard. */
  readonly roomLive: boolean;
  /** Who speaks on the floor, for the floor's strip. */
  readonly speaking: string;
  /** Somebody has a microphone on the floor: it is on the air between two sentences, too. */
  readonly open: boolean;
  readonly delay: ChannelDelay | undefined;
  /** What the whole width of the bar of shares stands for, the same on every strip. */
  readonly scaleMs: number;
  readonly flags: MeterFlags;
  readonly hearing: Hearing;
  /** Chosen for the headphones; a solo elsewhere may be heard instead. */
  readonly listening: boolean;
  readonly solo: boolean;
  /** Less height, for many channels. */
  readonly tight: boolean;
  /** The menu that takes the channel is open. */
  readonly taking: boolean;
  readonly busy: boolean;
  /** What the operator last wanted of the channel has failed: in words. */
  readonly failed: string | undefined;
  readonly onListen: (track: string) => void;
  readonly onAcknowledge: (track: string) => void;
  readonly onTaking: (track: string | undefined) => void;
  readonly onHold: (channel: ChannelStatus, hold: OperatorHold | 'auto') => void;
}
