import { HttpFailure } from './http-failure.ts';

/** OpenAI's convention for `pcm`: 24 kHz, 16 bit little-endian, mono. */
const PCM_RATE_HZ = 24_000;
/** The rates at which voices are made; any other is a broken header, and costs a resampler a table that fits no memory. */
const RATES_HZ: ReadonlySet<number> = new Set([8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]);
/** The shortest header of a WAV file with sound in it. */
const WAV_HEADER_BYTES = 44;
/** Sound that does not begin by then is none. Writers put a title and their own name before it. */
const LONGEST_HEADER_BYTES = 64 * 1_024;
/** "RIFF", a length, "WAVE"; then chunks, each with a name and a length. */
const FIRST_CHUNK_AT = 12;
const CHUNK_HEADER_BYTES = 8;
/** What writers of a stream put for a length that they do not know yet: nothing, all, or nearly all. */
const unknownLength = (bytes: number): boolean => bytes === 0 || bytes >= 0x7fff_0000;

/** Samples from a body that comes in pieces of any length. A server that sends a plain WAV file instead is understood. */
export class PcmReader {
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;
  #sampleRateHz = PCM_RATE_HZ;
  /** Bytes of sound to come; what follows them (a WAV file's notes) is none. */
  #leftBytes = Infinity;

  /** After the first piece. */
  get sampleRateHz(): number {
    return this.#sampleRateHz;
  }

  /** @throws HttpFailure it is no PCM: another format, another rate, or words */
  take(part: Buffer, contentType: string): Int16Array<ArrayBuffer> {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, part]) : part;
    if (!this.#begun) {
      const soundAt = bytes.length < WAV_HEADER_BYTES ? undefined : this.#begin(bytes, contentType);
      if (soundAt === undefined) {
        this.#rest = bytes;
        return new Int16Array();
      }
      this.#begun = true;
      bytes = bytes.subarray(soundAt);
    }
    const samples = new Int16Array(Math.min(bytes.length, this.#leftBytes) >> 1);
    for (let index = 0; index < samples.length; index++) samples[index] = bytes.readInt16LE(2 * index);
    this.#leftBytes -= 2 * samples.length;
    this.#rest = this.#leftBytes > 1 ? bytes.subarray(2 * samples.length) : Buffer.alloc(0);
    return samples;
  }

  /** Where the sound begins; undefined while that has not come yet. */
  #begin(bytes: Buffer, contentType: string): number | undefined {
    const magic = bytes.toString('latin1', 0, 4);
    if (/json|text|html/.test(contentType)) throw new HttpFailure('answers with words instead of sound; check that it is a voice server');
    if (magic.startsWith('ID3') || magic === 'OggS' || magic === 'fLaC' || (bytes[0] === 0xff && (bytes[1]! & 0xe0) === 0xe0 && /mpeg|mp3|aac/.test(contentType))) {
      throw new HttpFailure('sends compressed sound although raw PCM was asked for; it cannot be used as a voice');
    }
    return magic === 'RIFF' ? this.#beginWav(bytes) : 0;
  }

  #beginWav(bytes: Buffer): number | undefined {
    let described = false;
    for (let at = FIRST_CHUNK_AT; at + CHUNK_HEADER_BYTES <= bytes.length; ) {
      const name = bytes.toString('latin1', at, at + 4);
      const length = bytes.readUInt32LE(at + 4);
      const content = at + CHUNK_HEADER_BYTES;
      if (name === 'data') {
        if (!described) break;
        if (!unknownLength(length)) this.#leftBytes = length;
        return content;
      }
      if (name === 'fmt ' && content + 16 <= bytes.length) {
        this.#readFormat(bytes, content);
        described = true;
      }
      // Chunks begin at even places.
      at = content + length + (length % 2);
      if (at > LONGEST_HEADER_BYTES) break;
      if (at + CHUNK_HEADER_BYTES > bytes.length) return undefined;
    }
    throw new HttpFailure('sends a WAV file without sound in it; it cannot be used as a voice');
  }

  #readFormat(bytes: Buffer, at: number): void {
    const plain = bytes.readUInt16LE(at) === 1 && bytes.readUInt16LE(at + 2) === 1 && bytes.readUInt16LE(at + 14) === 16;
    if (!plain) throw new HttpFailure('sends a WAV file that is not 16 bit mono; it cannot be used as a voice');
    const sampleRateHz = bytes.readUInt32LE(at + 4);
    if (!RATES_HZ.has(sampleRateHz)) throw new HttpFailure(`sends a WAV file of ${sampleRateHz} Hz, a rate at which no voice speaks`);
    this.#sampleRateHz = sampleRateHz;
  }
}
