import { parentPort, workerData } from 'node:worker_threads';
import loadEspeak from '@echogarden/espeak-ng-emscripten';
import { SilenceTrimmer } from './silence-trimmer.ts';
import { type FromVoiceThread, ToVoiceThread, VoiceThreadData } from './voice-protocol.ts';

/** One voice: a thread with its own espeak-ng, because a synthesis blocks the thread it runs in. */
const { voice, stop } = VoiceThreadData.parse(workerData);
const port = parentPort!;
const post = (message: FromVoiceThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const { eSpeakNGWorker: EspeakNg } = await loadEspeak();
const espeak = new EspeakNg();
if (espeak.set_voice(voice) !== 0) throw new Error(`espeak-ng has no voice "${voice}"`);
const stopped = (id: number): boolean => Atomics.load(stop, 0) === id;

port.on('message', (received: unknown) => {
  const message = ToVoiceThread.parse(received);
  const startedAt = performance.now();
  if (message.type === 'practise') {
    espeak.synthesize(message.text, () => stopped(message.id));
  } else {
    const trimmer = new SilenceTrimmer();
    espeak.set_rate(message.wordsPerMinute);
    espeak.synthesize(message.text, (samples) => {
      if (stopped(message.id)) return true;
      const audible = samples ? trimmer.take(samples) : undefined;
      if (audible && audible.length > 0) post({ type: 'chunk', id: message.id, samples: audible }, [audible.buffer]);
      return false;
    });
  }
  post({ type: 'done', id: message.id, computeMs: performance.now() - startedAt });
});
post({ type: 'ready', sampleRateHz: espeak.samplerate });
