import { createHash } from 'node:crypto';
import load, { type ESpeakNGModule } from '@echogarden/espeak-ng-emscripten';
import { expect, test } from 'vitest';
import { loadEspeak } from './load-espeak.ts';

/** Words of other languages and scripts, numbers: what makes a voice ask for another's files. */
const TEXTS = ['Buenos días, restaurant garage rendezvous, 12 345 and 3.5 %, hello world, Berlin, computer software.', 'Доброе утро, good morning, Γειά σου, नमस्ते, 你好, שלום, 42'];

function spoken({ eSpeakNGWorker }: ESpeakNGModule, voice: string): string {
  const espeak = new eSpeakNGWorker();
  const sound = createHash('sha256');
  const known = espeak.set_voice(voice);
  for (const text of TEXTS) {
    espeak.synthesize(text, (samples) => {
      if (samples) sound.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
      return false;
    });
  }
  return `${known} ${sound.digest('hex')}`;
}

test.each('ca en-gb es gn pt-br sr ta vi-vn-x-south'.split(' '))('with the files it has use for a voice speaks as with all: %s', async (voice) => {
  expect(spoken(await loadEspeak(voice), voice)).toBe(spoken(await load(), voice));
});
