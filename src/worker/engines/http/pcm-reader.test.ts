import { describe, expect, test } from 'vitest';
import { PcmReader } from './pcm-reader.ts';

const SOUND = Int16Array.from({ length: 300 }, (_, index) => index - 150);

function chunk(name: string, content: Buffer, lengthBytes = content.length): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 'latin1');
  header.writeUInt32LE(lengthBytes, 4);
  return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}

function format(sampleRateHz: number, channels = 1): Buffer {
  const content = Buffer.alloc(16);
  content.writeUInt16LE(1, 0);
  content.writeUInt16LE(channels, 2);
  content.writeUInt32LE(sampleRateHz, 4);
  content.writeUInt16LE(16, 14);
  return chunk('fmt ', content);
}

const sound = Buffer.from(SOUND.buffer);
const wav = (...chunks: Buffer[]): Buffer => Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...chunks]);

function read(body: Buffer, pieceBytes = body.length): { samples: Int16Array; sampleRateHz: number } {
  const reader = new PcmReader();
  const samples: number[] = [];
  for (let at = 0; at < body.length; at += pieceBytes) samples.push(...reader.take(body.subarray(at, at + pieceBytes), 'audio/wav'));
  return { samples: Int16Array.from(samples), sampleRateHz: reader.sampleRateHz };
}

const title = chunk('LIST', Buffer.from('INFOISFT\x0d\0\0\0a voice maker', 'latin1'));

describe('PcmReader', () => {
  test.each([
    ['raw PCM', sound, 24_000],
    ['a WAV file', wav(format(22_050), chunk('data', sound)), 22_050],
    ['a WAV file with a title before its sound', wav(format(16_000), title, chunk('data', sound)), 16_000],
    ['a WAV file with a title behind its sound', wav(format(16_000), chunk('data', sound), title), 16_000],
    ['a WAV file whose writer did not know its length', wav(format(48_000), chunk('data', sound, 0xffff_ffff)), 48_000],
  ])('reads the sound of %s, and nothing else, in whatever pieces it comes', (_, body, sampleRateHz) => {
    for (const pieceBytes of [1, 7, 45, body.length]) expect(read(body, pieceBytes)).toEqual({ samples: SOUND, sampleRateHz });
  });

  test.each([
    ['no rate', 0],
    ['the highest rate that fits the header', 0xffff_ffff],
    ['a rate that shares nothing with any other', 23_993],
  ])('refuses a WAV file with %s', (_, sampleRateHz) => {
    expect(() => read(wav(format(sampleRateHz), chunk('data', sound)))).toThrow(/a rate at which no voice speaks/);
  });

  test.each([
    ['two channels', wav(format(24_000, 2), chunk('data', sound)), /not 16 bit mono/],
    ['sound before its description', wav(chunk('data', sound), format(24_000)), /without sound/],
    ['a title without an end', wav(format(24_000), chunk('LIST', sound, 0x7fff_ffff)), /without sound/],
  ])('refuses a WAV file with %s', (_, body, message) => {
    expect(() => read(body)).toThrow(message);
  });
});
