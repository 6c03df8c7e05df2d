import { HttpFailure } from './http-failure.ts';

/** OpenAI's convention for `pcm`: 24 kHz, 16 bit little-endian, mono. */
const PCM_RATE_HZ = 24_000;
const WAV_HEADER_BYTES = 44;

/** Samples from a body that comes in pieces of any length. A server that sends a plain WAV file instead is understood. */
export class PcmReader {
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;
  #sampleRateHz = PCM_RATE_HZ;

  /** After the first piece. */
  get sampleRateHz(): number {
    return this.#sampleRateHz;
  }

  /** @throws HttpFailure it is no PCM: another format, or words */
  take(part: Buffer, contentType: string): Int16Array<ArrayBuffer> {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, part]) : part;
    if (!this.#begun) {
      if (bytes.length < WAV_HEADER_BYTES) return this.#keep(bytes);
      bytes = this.#begin(bytes, contentType);
    }
    const samples = new Int16Array(bytes.length >> 1);
    for (let index = 0; index < samples.length; index++) samples[index] = bytes.readInt16LE(2 * index);
    this.#rest = bytes.subarray(2 * samples.length);
    return samples;
  }

  #keep(bytes: Buffer): Int16Array<ArrayBuffer> {
    this.#rest = bytes;
    return new Int16Array();
  }

  #begin(bytes: Buffer, contentType: string): Buffer {
    this.#begun = true;
    const magic = bytes.toString('latin1', 0, 4);
    if (/json|text|html/.test(contentType)) throw new HttpFailure('answers with words instead of sound; check that it is a voice server');
    if (magic.startsWith('ID3') || magic === 'OggS' || magic === 'fLaC' || (bytes[0] === 0xff && (bytes[1]! & 0xe0) === 0xe0 && /mpeg|mp3|aac/.test(contentType))) {
      throw new HttpFailure('sends compressed sound although raw PCM was asked for; it cannot be used as a voice');
    }
    if (magic !== 'RIFF') return bytes;
    const plain = bytes.readUInt16LE(20) === 1 && bytes.readUInt16LE(22) === 1 && bytes.readUInt16LE(34) === 16;
    if (!plain) throw new HttpFailure('sends a WAV file that is not 16 bit mono; it cannot be used as a voice');
    this.#sampleRateHz = bytes.readUInt32LE(24);
    return bytes.subarray(WAV_HEADER_BYTES);
  }
}
