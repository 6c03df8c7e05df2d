import { BoothFeed, type BoothBus } from '../channels/booth-bus.ts';
import { BOOTH_SILENCE_MS } from '../../shared/live/booth.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { MUTED_PEAK } from '../sound/pcm.ts';
import { frames } from '../rtc/frames.ts';
import type { RemoteAudio } from '../rtc/room-event.ts';
import { PacketFlow } from './packet-flow.ts';
import { SpeechLevel } from './speech-level.ts';

/** No frame for this long is as good as a quiet one: something may have stopped. */
const FRAMELESS_MS = 100;
/**
 * That a microphone is open is told some 70 ms before its sound is here: whoever is heard goes on until then, at the latest for so
 * long. A microphone that suppresses all noise is open and silent.
 */
const ARRIVES_WITHIN_MS = 150;
/** That it was closed is told as long before its last sound is here: that is heard to its end, at the latest for so long. After it a jitter buffer makes sound up. */
const ENDS_WITHIN_MS = 100;
/** So many muted frames in a row end it: one that suppresses all noise is silent for 10 ms within a word, too. */
const MUTED_FRAMES = 2;

export interface BoothMicrophoneOptions {
  readonly track: RemoteAudio;
  readonly bus: BoothBus;
  /** Its audio arrives, or has ceased to. */
  readonly onFlow: (flowing: boolean) => void;
  /** Nobody has spoken into it for {@link BOOTH_SILENCE_MS}, or somebody does again. */
  readonly onQuiet: (quiet: boolean) => void;
  /** It was closed, and what was said into it before has arrived. */
  readonly onShut: () => void;
}

/** One interpreter's microphone, from the SFU to her channel, for as long as its subscription lasts. */
export class BoothMicrophone {
  readonly #options: BoothMicrophoneOptions;
  readonly #feed = new BoothFeed();
  readonly #flow = new PacketFlow();
  readonly #level = new SpeechLevel();
  readonly #stop = new AbortController();
  #open = false;
  #flowing = false;
  #stalled = false;
  #quiet = false;
  /** Closed, and its last sound is on the way. */
  #shutTimer: ReturnType<typeof setTimeout> | undefined;
  #mutedFrames = 0;
  #lastFrameMs = nowMs();
  #awaitedSinceMs = nowMs();

  constructor(options: BoothMicrophoneOptions) {
    this.#options = options;
    options.bus.add(options.track.sid, options.track.identity, this.#feed);
  }

  /** Carries audio until the subscription ends or {@link close} is called. */
  async run(): Promise<void> {
    try {
      for await (const { samples } of frames(this.#options.track, { signal: this.#stop.signal })) this.#take(samples);
    } finally {
      this.close();
    }
  }

  /** Its interpreter opened it. The channel knows that; here it begins to count anew. */
  open(): void {
    if (this.#shutTimer) {
      // Closed for so short a time that nobody noticed.
      clearTimeout(this.#shutTimer);
      this.#shutTimer = undefined;
      return;
    }
    if (this.#open) return;
    this.#open = true;
    // What waits is the silence of a muted microphone: the first word need not wait behind it.
    this.#feed.clear();
    this.#begin();
  }

  /** Its interpreter closed it. Answered with `onShut`. */
  shut(): void {
    if (this.#shutTimer) return;
    if (!this.#flowing) return this.#hasShut();
    // A pause before her last word is not its end.
    this.#mutedFrames = 0;
    this.#shutTimer = setTimeout(() => this.#hasShut(), ENDS_WITHIN_MS);
  }

  /** Whether its packets should be counted now: they may have stopped. */
  get doubtful(): boolean {
    return this.#open && (this.#stalled || this.#level.falling || nowMs() - this.#lastFrameMs > FRAMELESS_MS);
  }

  /** Packets received so far, counted at `atMs` (monotonic). */
  countPackets(packets: number, atMs: number): void {
    if (!this.#open) return;
    const stalled = this.#flow.stalled(packets, this.#level.silentMs, atMs);
    if (this.#stalled && !stalled) this.#awaitedSinceMs = nowMs();
    this.#stalled = stalled;
    if (this.#stalled) this.#setFlowing(false);
  }

  /** Stops hearing it. Idempotent. */
  close(): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    if (this.#shutTimer) this.#hasShut();
    this.#setFlowing(false);
    this.#options.bus.remove(this.#options.track.sid);
  }

  #take(samples: Int16Array): void {
    this.#lastFrameMs = nowMs();
    this.#feed.push(samples);
    const speech = this.#level.take(samples);
    if (!this.#open || this.#stalled) return;
    this.#mutedFrames = isMuted(samples) ? this.#mutedFrames + 1 : 0;
    if (this.#shutTimer && this.#mutedFrames >= MUTED_FRAMES) return this.#hasShut();
    if (this.#hasArrived()) this.#setFlowing(true);
    if (speech || this.#level.speechlessMs >= BOOTH_SILENCE_MS) this.#setQuiet(!speech);
  }

  /** Open, and its sound is there: that is enough. Waiting for a voice would cut off the first word. */
  #hasArrived(): boolean {
    return this.#flowing || nowMs() - this.#awaitedSinceMs > ARRIVES_WITHIN_MS || this.#mutedFrames === 0;
  }

  #hasShut(): void {
    clearTimeout(this.#shutTimer);
    this.#shutTimer = undefined;
    this.#open = false;
    this.#begin();
    this.#options.onShut();
  }

  #begin(): void {
    this.#awaitedSinceMs = nowMs();
    this.#flowing = false;
    this.#stalled = false;
    this.#quiet = false;
    this.#flow.reset();
    this.#level.reset();
  }

  #setFlowing(flowing: boolean): void {
    if (this.#flowing === flowing) return;
    this.#flowing = flowing;
    this.#options.onFlow(flowing);
  }

  #setQuiet(quiet: boolean): void {
    if (this.#quiet === quiet) return;
    this.#quiet = quiet;
    this.#options.onQuiet(quiet);
  }
}

const isMuted = (samples: Int16Array): boolean => samples.every((sample) => Math.abs(sample) <= MUTED_PEAK);
