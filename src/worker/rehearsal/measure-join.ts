import { AppError } from '../../shared/app-error.ts';
import { TimeLimit } from '../../shared/node/time-limit.ts';
import { languageOfChannelTrack } from '../../shared/tracks.ts';
import { BoundedQueue } from '../pipeline/bounded-queue.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { frames } from '../rtc/frames.ts';
import { joinRoom } from '../rtc/join-room.ts';
import type { RemoteAudio } from '../rtc/room-event.ts';

/** How long a listener took to be let in, and to get audio; milliseconds from the call. */
export interface JoinTimes {
  readonly joinMs: number;
  readonly firstAudioMs: number;
}

const GIVE_UP_MS = 10_000;

/** Joins as one more listener, waits for the first audio frame of any channel, leaves. @throws when there is none in 10 s */
export async function measureJoin(url: string, token: string, leaving: AbortSignal): Promise<JoinTimes> {
  const limit = new TimeLimit([leaving], GIVE_UP_MS);
  try {
    return await join(url, token, limit.signal);
  } finally {
    limit.release();
  }
}

async function join(url: string, token: string, signal: AbortSignal): Promise<JoinTimes> {
  const startedMs = nowMs();
  const tracks = new BoundedQueue<RemoteAudio>(1, () => undefined);
  const room = await joinRoom({
    url,
    token,
    autoSubscribe: true,
    signal,
    onEvent: (event) => {
      if (event.kind === 'track' && languageOfChannelTrack(event.track.name) !== undefined) tracks.push(event.track);
    },
  });
  const giveUp = (): void => tracks.end();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const joinMs = nowMs() - startedMs;
    for await (const track of tracks) {
      for await (const { arrivedAtMs } of frames(track, { signal })) return { joinMs, firstAudioMs: arrivedAtMs - startedMs };
    }
    throw new AppError('SFU_UNREACHABLE', 'A late listener was let in and heard no channel for 10 s.');
  } finally {
    signal.removeEventListener('abort', giveUp);
    await room.leave();
  }
}
