import { onTestFinished } from 'vitest';
import { EngineSpec, type RemoteEngineSpec } from '../../../shared/engine-spec.ts';
import { describeSegmentRecogniser } from '../test-recogniser-conformance.ts';
import { describeTranslator } from '../test-translator-conformance.ts';
import { describeVoice } from '../test-voice-conformance.ts';
import { HttpRecogniser } from './http-recogniser.ts';
import { HttpTranslator } from './http-translator.ts';
import { HttpVoice } from './http-voice.ts';
import { describeRemoteEngine } from './test-remote-conformance.ts';
import { TestSpeechServer } from '../../../shared/node/test-speech-server.ts';

const KEY = 'sk-very-secret-key';
const SPEECH = new Int16Array(16_000).fill(1_000);
const SENTENCE = 'a sentence nobody may quote';

/** The spec of that type, its server, and the engine, all closed when the test ends. */
async function opened<T extends AsyncDisposable, K extends RemoteEngineSpec['type']>(
  type: K,
  create: (spec: Extract<RemoteEngineSpec, { type: K }>, key: string, onChange: () => void) => T,
): Promise<{ engine: T; server: TestSpeechServer }> {
  const server = await TestSpeechServer.start();
  const spec = EngineSpec.parse({ type, id: 'mine', url: `${server.url}/v1/`, languages: type.endsWith('voice') || type.endsWith('translator') ? ['es', 'fr'] : [], model: 'm', voice: 'v' });
  const engine = create(spec as Extract<RemoteEngineSpec, { type: K }>, KEY, () => undefined);
  onTestFinished(() => engine[Symbol.asyncDispose]());
  return { engine, server };
}

for (const type of ['openai-recogniser', 'whisper-asr'] as const) {
  const open = () => opened(type, (spec, key, onChange) => new HttpRecogniser(spec, key, onChange));
  describeSegmentRecogniser(type, async () => {
    const { engine } = await open();
    await engine.load();
    return { recogniser: engine, language: 'en', speech: SPEECH, understood: /^heard 32000 bytes$/, other: SPEECH.subarray(0, 8_000), otherUnderstood: /^heard 16000 bytes$/ };
  });
  describeRemoteEngine(type, async () => {
    const { engine, server } = await open();
    const ask = async (signal: AbortSignal): Promise<string> => (await engine.reader.transcribe(SPEECH, 'en', signal)).words.map((word) => word.text).join(' ');
    return { server, ask, trouble: () => engine.trouble, secrets: [KEY] };
  });
}

for (const type of ['openai-translator', 'libretranslate'] as const) {
  const open = () => opened(type, (spec, key, onChange) => new HttpTranslator(spec, key, onChange));
  const prefix = type === 'libretranslate' ? 'Es' : 'Spanish';
  describeTranslator(type, async () => {
    const { engine } = await open();
    await engine.check();
    return {
      translator: engine,
      source: 'en',
      target: 'es',
      sentences: [
        ['good morning', new RegExp(`^${prefix}: good morning$`)],
        ['we say "hello"', new RegExp(`^"?${prefix}: we say "hello"`)],
        ['25 %', new RegExp(`^${prefix}: 25 %$`)],
      ],
      unknown: ['en', 'tlh'],
    };
  });
  describeRemoteEngine(type, async () => {
    const { engine, server } = await open();
    return { server, ask: async (signal) => (await engine.translate(SENTENCE, 'en', 'es', signal)).text, trouble: () => engine.trouble, secrets: [KEY, SENTENCE] };
  });
}

describeVoice('openai-voice', async () => {
  const { engine } = await opened('openai-voice', (spec, key, onChange) => new HttpVoice(spec, key, onChange));
  await engine.open('es');
  return { synthesiser: engine, language: 'es', short: 'Sí, claro.', long: 'Buenos días a todos y bienvenidos.', unknown: 'tlh' };
});
describeRemoteEngine('openai-voice', async () => {
  const { engine, server } = await opened('openai-voice', (spec, key, onChange) => new HttpVoice(spec, key, onChange));
  const ask = async (signal: AbortSignal): Promise<string> => {
    let samples = 0;
    await engine.speak('es', { text: SENTENCE, rate: 1 }, (chunk) => (samples += chunk.samples.length), signal);
    return samples > 0 ? `${samples} samples` : '';
  };
  return { server, ask, trouble: () => engine.trouble, secrets: [KEY, SENTENCE] };
});
