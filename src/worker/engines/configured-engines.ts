import type { ConfiguredEngine } from '../../shared/engine-spec.ts';
import { HttpRecogniser } from './http/http-recogniser.ts';
import { HttpTranslator } from './http/http-translator.ts';
import { HttpVoice } from './http/http-voice.ts';
import type { Recogniser } from './recogniser.ts';
import { FolderRecogniser, type FolderRecogniserOptions } from './sherpa/folder-recogniser.ts';
import type { Synthesiser } from './synthesiser.ts';
import type { Translator } from './translator.ts';

/** The user's own engines by kind, each kind in the order in which they were set up. Nothing is loaded or asked yet. */
export function configuredEngines(
  configured: readonly ConfiguredEngine[],
  onChange: () => void,
  trial: FolderRecogniserOptions['trial'],
): { readonly recognisers: readonly Recogniser[]; readonly translators: readonly Translator[]; readonly voices: readonly Synthesiser[] } {
  const recognisers: Recogniser[] = [];
  const translators: Translator[] = [];
  const voices: Synthesiser[] = [];
  for (const { spec, key } of configured) {
    switch (spec.type) {
      case 'model-folder':
        recognisers.push(new FolderRecogniser(spec, { trial }));
        break;
      case 'openai-recogniser':
      case 'whisper-asr':
        recognisers.push(new HttpRecogniser(spec, key, onChange));
        break;
      case 'openai-translator':
      case 'libretranslate':
        translators.push(new HttpTranslator(spec, key, onChange));
        break;
      default:
        voices.push(new HttpVoice(spec, key, onChange));
    }
  }
  return { recognisers, translators, voices };
}
