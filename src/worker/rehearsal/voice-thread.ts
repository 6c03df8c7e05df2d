import { parentPort, type MessagePort } from 'node:worker_threads';
import { lowerThread } from '../../shared/node/media-priority.ts';
import { joined, SOUND_RATE_HZ } from '../sound/pcm.ts';
import { upsample } from './resample.ts';
import { spokenLine, type SpokenLine, type WordEvent } from './spoken-line.ts';

/** What the thread is asked. */
export interface VoiceRequest {
  readonly id: number;
  readonly text: string;
  readonly voice: string;
  readonly wordsPerMinute: number;
}

export type VoiceReply = { readonly id: number; readonly line: SpokenLine } | { readonly id: number; readonly failure: string };

/** The part of espeak-ng's JavaScript interface that is used here. */
interface Espeak {
  /** 0: known; 2: no such voice, and the one before stays. */
  set_voice(name: string): number;
  set_rate(wordsPerMinute: number): void;
  get_samplerate(): number;
  synthesize(text: string, onChunk: (pcm16: ArrayBuffer | null, events: readonly WordEvent[] | undefined) => boolean): void;
}

// The package has no types; named by a variable, it needs none.
const ESPEAK: string = '@echogarden/espeak-ng-emscripten';

/** Serves requests one after the other until the thread is ended. */
export async function serveVoice(): Promise<void> {
  const port = parentPort as MessagePort;
  // The process carries audio and is raised above others; its voice has time.
  lowerThread();
  const { default: load } = (await import(ESPEAK)) as { default: () => Promise<{ eSpeakNGWorker: new () => Espeak }> };
  const espeak = new (await load()).eSpeakNGWorker();
  port.on('message', (request: VoiceRequest) => {
    const reply = speak(espeak, request);
    port.postMessage(reply, 'line' in reply ? [reply.line.samples.buffer as ArrayBuffer] : []);
  });
}

function speak(espeak: Espeak, { id, text, voice, wordsPerMinute }: VoiceRequest): VoiceReply {
  if (espeak.set_voice(voice) !== 0) return { id, failure: `espeak-ng has no voice "${voice}".` };
  espeak.set_rate(wordsPerMinute);
  const chunks: Int16Array[] = [];
  const events: WordEvent[] = [];
  espeak.synthesize(text, (pcm16, news) => {
    if (pcm16) chunks.push(new Int16Array(pcm16.slice(0)));
    events.push(...(news ?? []));
    return false;
  });
  const rateHz = espeak.get_samplerate();
  const line = spokenLine(text, upsample(joined(...chunks), rateHz, SOUND_RATE_HZ), SOUND_RATE_HZ, events);
  return line.words.length === 0 ? { id, failure: 'The sentence has nothing that can be said.' } : { id, line };
}
