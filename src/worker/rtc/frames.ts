import { AudioStream, type RemoteAudioTrack } from '@livekit/rtc-node';
import { drop } from '../../shared/drop.ts';
import { SPEAKER_FRAME_MS } from '../../shared/live/stats.ts';
import { BoundedQueue } from '../pipeline/bounded-queue.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { SOUND_RATE_HZ } from '../sound/pcm.ts';
import type { RemoteAudio } from './room-event.ts';

/** A stretch of received audio, mono. */
export interface ReceivedFrame {
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
  /** Position of the first sample, counted from the first frame of this stream, dropped frames included. */
  readonly firstSample: number;
  /** When this process read it, monotonic milliseconds: after a stall the same for all that waited; their age is `FrameAge`'s. */
  readonly arrivedAtMs: number;
}

export interface FramesOptions {
  /** Ends the stream and frees the native one. */
  readonly signal: AbortSignal;
  readonly sampleRateHz?: number;
  /** Frames of 10 ms held for a slow consumer before the oldest is dropped. */
  readonly capacity?: number;
}

/** The audio of one subscription; ends when the track, the connection or the signal does. Single consumer. */
export interface FrameStream extends AsyncIterable<ReceivedFrame> {
  /** Audio waiting for the consumer, milliseconds. */
  readonly queuedMs: number;
  /** Audio that may wait before the oldest is dropped, milliseconds. */
  readonly limitMs: number;
  readonly droppedFrames: number;
}

/**
 * Reads `track` from now on. The library pushes without looking at demand, so everything is drained at once into a bounded
 * queue that drops its oldest; frames carry no time of their own, so they are stamped here.
 */
export function frames(track: RemoteAudio, { signal, sampleRateHz = SOUND_RATE_HZ, capacity = 100 }: FramesOptions): FrameStream {
  let dropped = 0;
  const queue = new BoundedQueue<ReceivedFrame>(capacity, () => dropped++);
  const reader = new AudioStream(track.media as RemoteAudioTrack, { sampleRate: sampleRateHz, numChannels: 1, frameSizeMs: SPEAKER_FRAME_MS }).getReader();

  const stop = (): void => drop(reader.cancel(), () => undefined);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });

  const drain = async (): Promise<void> => {
    let firstSample = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        queue.push({ samples: value.data, sampleRateHz, firstSample, arrivedAtMs: nowMs() });
        firstSample += value.samplesPerChannel;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      queue.end();
    }
  };
  // A native stream that fails has ended; the room announces what became of the track.
  drop(drain(), () => undefined);

  return {
    get queuedMs() {
      return queue.size * SPEAKER_FRAME_MS;
    },
    limitMs: capacity * SPEAKER_FRAME_MS,
    get droppedFrames() {
      return dropped;
    },
    [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator](),
  };
}
