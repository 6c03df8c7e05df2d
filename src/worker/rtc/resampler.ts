import { AudioFrame, AudioResampler, AudioResamplerQuality } from '@livekit/rtc-node';

const NOTHING = new Int16Array(0);

/** Streaming sample-rate conversion of mono speech (SoX, medium quality). Owns a native handle: close it. */
export class Resampler {
  readonly #fromHz: number;
  readonly #native: AudioResampler;
  #closed = false;

  constructor(fromHz: number, toHz: number) {
    this.#fromHz = fromHz;
    this.#native = new AudioResampler(fromHz, toHz, 1, AudioResamplerQuality.MEDIUM);
  }

  /** What is ready so far; the last milliseconds stay inside until more comes or {@link flush} is called. */
  push(samples: Int16Array): Int16Array {
    if (this.#closed || samples.length === 0) return NOTHING;
    // The library reads from the start of the underlying buffer, whatever the view says.
    const owned = samples.byteLength === samples.buffer.byteLength ? samples : samples.slice();
    return joined(this.#native.push(new AudioFrame(owned, this.#fromHz, 1, owned.length)));
  }

  /** The rest. Nothing may be pushed after it. */
  flush(): Int16Array {
    return this.#closed ? NOTHING : joined(this.#native.flush());
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#native.close();
  }
}

function joined(parts: readonly AudioFrame[]): Int16Array {
  if (parts.length === 0) return NOTHING;
  if (parts.length === 1) return parts[0]!.data;
  const all = new Int16Array(parts.reduce((length, part) => length + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part.data, at);
    at += part.data.length;
  }
  return all;
}
