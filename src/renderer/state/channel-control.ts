import { create } from 'zustand';
import { AppError } from '../../shared/app-error.ts';
import type { ChannelPolicy, ChannelStatus, OperatorHold, Takeover } from '../../shared/live/channel.ts';
import type { Client } from './client/index.ts';

/** What the operator wants of a channel: a source by hand, its policy again (`auto`), or another policy. */
export type ChannelWish =
  | { readonly kind: 'hold'; readonly hold: OperatorHold | 'auto' }
  | { readonly kind: 'policy'; readonly policy: ChannelPolicy; readonly takeover: Takeover };

export interface ChannelRequest {
  readonly room: string;
  readonly channel: ChannelStatus;
  readonly wish: ChannelWish;
}

interface ChannelControl {
  /** A request that would silence the human who is heard: waits for the operator's word. */
  readonly asking: ChannelRequest | undefined;
  /** Language whose request is on its way to the host. */
  readonly busy: string | undefined;
  /** The last request that failed, until the next one of the same channel. */
  readonly failed: { readonly language: string; readonly error: AppError } | undefined;
}

/** What the operator is doing to the channels by hand. */
export const useChannelControl = create<ChannelControl>(() => ({ asking: undefined, busy: undefined, failed: undefined }));

/** Does what is asked for, or asks first when a human would be taken off the air by it. What came of it is in {@link useChannelControl}. */
export async function requestChannel(client: Client, request: ChannelRequest): Promise<void> {
  if (silencesHuman(request)) return useChannelControl.setState({ asking: request });
  const { language } = request.channel;
  useChannelControl.setState(({ failed }) => ({ busy: language, failed: failed?.language === language ? undefined : failed }));
  try {
    await sendChannel(client, request);
  } catch (thrown) {
    useChannelControl.setState({ failed: { language, error: AppError.from(thrown) } });
  } finally {
    useChannelControl.setState(({ busy }) => ({ busy: busy === language ? undefined : busy }));
  }
}

/** Sends the request as it is; rejects with the host's reason. */
export function sendChannel(client: Client, { room: name, channel: { language }, wish }: ChannelRequest): Promise<unknown> {
  return wish.kind === 'hold' ? client.rooms.hold({ name, language, hold: wish.hold }) : client.rooms.setPolicy({ name, language, policy: wish.policy, takeover: wish.takeover });
}

/** Whether a human who is heard now would no longer be. */
export function silencesHuman({ channel, wish }: Pick<ChannelRequest, 'channel' | 'wish'>): boolean {
  if (channel.source !== 'human') return false;
  if (wish.kind === 'policy') return channel.hold === undefined && wish.policy === 'machine-only';
  return wish.hold === 'auto' ? channel.policy === 'machine-only' : wish.hold !== 'human';
}
