import { BoothFeed, type BoothBus } from '../channels/booth-bus.ts';
import { BOOTH_SILENCE_MS } from '../../shared/live/booth.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { frames } from '../rtc/frames.ts';
import type { RemoteAudio } from '../rtc/room-event.ts';
import { PacketFlow } from './packet-flow.ts';
import { SpeechLevel } from './speech-level.ts';

/** No frame for this long is as good as a quiet one: something may have stopped. */
const FRAMELESS_MS = 100;

export interface BoothMicrophoneOptions {
  readonly track: RemoteAudio;
  readonly bus: BoothBus;
  /** Its audio arrives, or has ceased to. */
  readonly onFlow: (flowing: boolean) => void;
  /** Nobody has spoken into it for {@link BOOTH_SILENCE_MS}, or somebody does again. */
  readonly onQuiet: (quiet: boolean) => void;
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
  #lastFrameMs = nowMs();

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

  /** Its interpreter opened or closed it. The channel knows that; here it begins to count anew. */
  setOpen(open: boolean): void {
    if (this.#open === open) return;
    this.#open = open;
    // What waits is the silence of a muted microphone: the first word need not wait behind it.
    if (open) this.#feed.clear();
    this.#flowing = false;
    this.#stalled = false;
    this.#quiet = false;
    this.#flow.reset();
    this.#level.reset();
  }

  /** Whether its packets should be counted now: they may have stopped. */
  get doubtful(): boolean {
    return this.#open && (this.#stalled || this.#level.falling || nowMs() - this.#lastFrameMs > FRAMELESS_MS);
  }

  /** Packets received so far, counted at `atMs` (monotonic). */
  countPackets(packets: number, atMs: number): void {
    if (!this.#open) return;
    this.#stalled = this.#flow.stalled(packets, this.#level.silentMs, atMs);
    if (this.#stalled) this.#setFlowing(false);
  }

  /** Stops hearing it. Idempotent. */
  close(): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#setFlowing(false);
    this.#options.bus.remove(this.#options.track.sid);
  }

  #take(samples: Int16Array): void {
    this.#lastFrameMs = nowMs();
    this.#feed.push(samples);
    const speech = this.#level.take(samples);
    if (!this.#open || this.#stalled) return;
    // Open, and audio is there: that is enough. Waiting for a voice would cut off the first word.
    this.#setFlowing(true);
    if (speech || this.#level.speechlessMs >= BOOTH_SILENCE_MS) this.#setQuiet(!speech);
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
