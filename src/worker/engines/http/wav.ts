import { ENGINE_SAMPLE_RATE_HZ } from '../protocol.ts';

/** 16 kHz mono as a WAV file. */
export function wavFile(samples: Int16Array): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(44);
  const dataBytes = samples.byteLength;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(ENGINE_SAMPLE_RATE_HZ, 24);
  header.writeUInt32LE(2 * ENGINE_SAMPLE_RATE_HZ, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return Buffer.concat([header, pcmBytes(samples)]);
}

/** The samples as little-endian bytes. */
export function pcmBytes(samples: Int16Array): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(samples.byteLength);
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(sample, 2 * index);
  return bytes;
}
