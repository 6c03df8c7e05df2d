import type { ChannelStatus } from '../../../shared/live/channel.ts';

/** Whether a channel is published, with its engines or known to be without them. `status` undefined: not announced yet. */
export function hasEngines(status: ChannelStatus | undefined): boolean {
  return status !== undefined && status.reason !== 'starting' && status.trackSid !== undefined;
}

/** What is missing until the channel `language` is heard, for people. */
export function whatIsMissing(language: string, status: ChannelStatus | undefined): string {
  if (!status) return `${language} (the session worker has not announced it)`;
  if (status.trackSid === undefined) return `${language} (its track is not published)`;
  return status.reason === 'starting' ? `${language} (its engines are still starting)` : `${language} (the speakers are not in the room, or the probe does not hear its track)`;
}
