import { parentPort, workerData } from 'node:worker_threads';
import { lowerThread } from '../../../../shared/node/media-priority.ts';
import { SOUND_RATE_HZ } from '../../../sound/pcm.ts';
import { Resampler } from '../../../sound/resampler.ts';
import { loadEspeak } from './load-espeak.ts';
import { SilenceTrimmer } from '../silence-trimmer.ts';
import { restMs } from './synthesis-pace.ts';
import { type FromVoiceThread, ToVoiceThread, VoiceThreadData } from './voice-protocol.ts';

/** One voice: a thread with its own espeak-ng, because a synthesis blocks the thread it runs in. */
const { voice, stop } = VoiceThreadData.parse(workerData);
const port = parentPort!;
const post = (message: FromVoiceThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const { eSpeakNGWorker: EspeakNg } = await loadEspeak(voice);
const espeak = new EspeakNg();
if (espeak.set_voice(voice) !== 0) throw new Error(`espeak-ng has no voice "${voice}"`);
const stopped = (id: number): boolean => Atomics.load(stop, 0) === id;
const nobody = new Int32Array(new SharedArrayBuffer(4));
/** Sleeps, in a thread that has nothing else to do and is inside a synchronous synthesis. */
const rest = (ms: number): void => {
  if (ms >= 1) Atomics.wait(nobody, 0, 0, ms);
};

let lowered = false;

port.on('message', (received: unknown) => {
  const message = ToVoiceThread.parse(received);
  const startedAt = performance.now();
  const aloud = message.type === 'speak';
  const trimmer = new SilenceTrimmer();
  // Here and not where it is heard: ten milliseconds of a core for each second of speech, which would hold up what goes out.
  const resampler = aloud ? new Resampler(espeak.samplerate, SOUND_RATE_HZ) : undefined;
  const hand = (samples: Int16Array<ArrayBuffer> | undefined): void => {
    if (samples && samples.length > 0) post({ type: 'chunk', id: message.id, samples }, [samples.buffer]);
  };
  let made = 0;
  espeak.set_rate(message.wordsPerMinute);
  espeak.synthesize(message.text, (samples) => {
    if (stopped(message.id)) return true;
    const audible = samples ? trimmer.take(samples) : undefined;
    if (audible) hand(resampler?.push(audible));
    made += samples?.length ?? 0;
    if (!aloud) post({ type: 'practising', id: message.id });
    else rest(restMs((made * 1_000) / espeak.samplerate, performance.now() - startedAt));
    return false;
  });
  if (!stopped(message.id)) hand(resampler?.flush());
  post({ type: 'done', id: message.id, computeMs: performance.now() - startedAt });
  // Once it has spoken hearing and translating come first: from then on it is far ahead of its listener after a chunk.
  if (!lowered) lowerThread();
  lowered = true;
});
post({ type: 'ready', sampleRateHz: SOUND_RATE_HZ });
