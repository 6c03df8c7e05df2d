/** What espeak-ng writes before its samples: "RIFF", "WAVE", the format, and the beginning of the data, whose length it does not know yet. */
const HEADER_BYTES = 44;
const RATE_AT = 24;
/** Below and above no voice of espeak-ng speaks, and a resampler for any number that garbage may spell fits no memory. */
const RATES_HZ: ReadonlySet<number> = new Set([16_000, 22_050, 24_000, 44_100, 48_000]);

/** Samples of a WAV file as espeak-ng writes it (16 bit, mono) that comes in pieces of any length. */
export class WavReader {
  #rest: Buffer = Buffer.alloc(0);
  #sampleRateHz = 0;

  /** Its header has come. */
  get begun(): boolean {
    return this.#sampleRateHz > 0;
  }

  /** Hz, once it has begun. */
  get sampleRateHz(): number {
    return this.#sampleRateHz;
  }

  /** @throws Error it is no such file */
  take(part: Buffer): Int16Array<ArrayBuffer> {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, part]) : part;
    if (!this.begun) {
      if (bytes.length < HEADER_BYTES) {
        this.#rest = bytes;
        return new Int16Array();
      }
      this.#begin(bytes);
      bytes = bytes.subarray(HEADER_BYTES);
    }
    const samples = new Int16Array(bytes.length >> 1);
    for (let index = 0; index < samples.length; index++) samples[index] = bytes.readInt16LE(2 * index);
    this.#rest = bytes.subarray(2 * samples.length);
    return samples;
  }

  #begin(bytes: Buffer): void {
    const rate = bytes.readUInt32LE(RATE_AT);
    if (bytes.toString('latin1', 0, 4) !== 'RIFF' || !RATES_HZ.has(rate)) throw new Error('this is not the sound of espeak-ng');
    this.#sampleRateHz = rate;
  }
}
