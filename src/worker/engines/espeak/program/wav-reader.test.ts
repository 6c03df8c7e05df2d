import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WavReader } from './wav-reader.ts';

/** A file as espeak-ng writes it to a pipe: lengths that it does not know yet. */
function wav(samples: Int16Array, rateHz = 22_050): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(0x7fff_f024, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(rateHz, 24);
  header.write('data', 36);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}

test('the same samples come of a file however it is cut', () => {
  fc.assert(
    fc.property(fc.int16Array({ maxLength: 200 }), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (samples, cuts) => {
      const file = wav(samples);
      const reader = new WavReader();
      const read: number[] = [];
      for (let at = 0, turn = 0; at < file.length; turn++) {
        const length = cuts[turn % cuts.length]!;
        read.push(...reader.take(file.subarray(at, at + length)));
        at += length;
      }
      expect(read).toEqual([...samples]);
      expect([reader.begun, reader.sampleRateHz]).toEqual([true, 22_050]);
    }),
  );
});

test.each([
  ['words', Buffer.from('Error: The specified espeak-ng voice does not exist.')],
  ['a rate at which no voice speaks', wav(new Int16Array(10), 3)],
])('%s are no sound', (_, bytes) => {
  expect(() => new WavReader().take(bytes)).toThrow('not the sound');
});

test('has not begun before its header is whole', () => {
  const reader = new WavReader();
  expect(reader.take(wav(new Int16Array(0)).subarray(0, 43))).toHaveLength(0);
  expect(reader.begun).toBe(false);
});
