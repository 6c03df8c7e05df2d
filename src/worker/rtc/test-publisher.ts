import { AudioFrame, AudioSource, LocalAudioTrack, Room, TrackPublishOptions, TrackSource } from '@livekit/rtc-node';
import { FLOOR_TRACK } from '../../shared/tracks.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';

const FRAME_MS = 20;

export interface TestPublisherOptions {
  readonly url: string;
  readonly token: string;
  /** Of the source; the client brings it to the 48 kHz of the network. */
  readonly sampleRateHz: number;
  /** The samples from `position` on; called in step with the clock, a frame of 20 ms at a time. */
  readonly read: (position: number, length: number) => Int16Array;
}

/** For tests: a speaker's microphone as bad as anybody's, which the program's own sources cannot be. */
export interface TestPublisher {
  readonly trackSid: string;
  /** Leaves the room; resolves once it has. */
  close(): Promise<void>;
}

/** Joins and speaks until closed. */
export async function startTestPublisher({ url, token, sampleRateHz, read }: TestPublisherOptions): Promise<TestPublisher> {
  const room = new Room();
  await room.connect(url, token, { autoSubscribe: false, dynacast: false });
  const source = new AudioSource(sampleRateHz, 1, 200);
  const track = LocalAudioTrack.createAudioTrack(FLOOR_TRACK, source);
  const frameSamples = (sampleRateHz * FRAME_MS) / 1_000;
  const startedMs = nowMs();
  let written = 0;
  const timer = setInterval(() => {
    // A stall is made good, but not all of a long one: the native queue is 200 ms.
    const due = Math.floor((nowMs() - startedMs) / FRAME_MS);
    if (due - written > 5) written = due - 5;
    for (; written < due; written++) {
      source.captureFrame(new AudioFrame(read(written * frameSamples, frameSamples), sampleRateHz, 1, frameSamples)).catch(() => undefined);
    }
  }, FRAME_MS / 2);
  const { localParticipant } = room;
  if (!localParticipant) throw new Error('joined without a participant');
  const publication = await localParticipant.publishTrack(track, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, red: true, dtx: false }));
  return {
    trackSid: publication.sid ?? '',
    async close() {
      clearInterval(timer);
      await room.disconnect();
      await track.close();
    },
  };
}
