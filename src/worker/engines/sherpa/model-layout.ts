/** The networks of a model by what each is for, as file names. */
export type ModelLayout =
  | { readonly kind: 'transducer'; readonly encoder: string; readonly decoder: string; readonly joiner: string; readonly tokens: string }
  | { readonly kind: 'ctc'; readonly model: string; readonly tokens: string; readonly graph: string | undefined }
  | { readonly kind: 'whisper'; readonly encoder: string; readonly decoder: string; readonly tokens: string }
  | { readonly kind: 'moonshine'; readonly preprocessor: string; readonly encoder: string; readonly uncachedDecoder: string; readonly cachedDecoder: string; readonly tokens: string };

/** Which layout a folder's files are, or what is missing for the one that they come nearest to. */
export type FoundLayout = { readonly found: ModelLayout } | { readonly missing: string };

/** File names as the models of sherpa-onnx have them; whatever stands before and after (`tiny.en-`, `-epoch-99`, `.int8`). */
const ROLES = {
  preprocessor: /^preprocess\b.*\.onnx$/,
  uncachedDecoder: /^uncached_decode\b.*\.onnx$/,
  cachedDecoder: /^cached_decode\b.*\.onnx$/,
  joiner: /(^|[-_.])joiner\b.*\.onnx$/,
  encoder: /(^|[-_.])encoder?\b.*\.onnx$|^encode\b.*\.onnx$/,
  decoder: /(^|[-_.])decoder\b.*\.onnx$/,
  model: /^(model|ctc)\b.*\.onnx$|(^|[-_.])ctc\b.*\.onnx$/,
  tokens: /(^|-)tokens\.txt$/,
  graph: /^(graph|hlg)\.fst$/i,
} as const;

/** Only from the names. Of the same network in several precisions the 8-bit one is taken: the fastest on a processor. */
export function findLayout(files: readonly string[]): FoundLayout {
  const find = (role: keyof typeof ROLES): string | undefined => {
    const fitting = files.filter((file) => ROLES[role].test(file)).sort((a, b) => a.localeCompare(b, 'en'));
    return fitting.find((file) => file.includes('int8')) ?? fitting[0];
  };
  const tokens = find('tokens');
  const [preprocessor, uncachedDecoder, cachedDecoder, joiner, encoder, decoder, model] = (
    ['preprocessor', 'uncachedDecoder', 'cachedDecoder', 'joiner', 'encoder', 'decoder', 'model'] as const
  ).map(find);

  if (preprocessor !== undefined || uncachedDecoder !== undefined || cachedDecoder !== undefined) {
    return complete('Moonshine', { 'preprocess.onnx': preprocessor, 'encode.onnx': encoder, 'uncached_decode.onnx': uncachedDecoder, 'cached_decode.onnx': cachedDecoder, 'tokens.txt': tokens }, (names) => ({
      kind: 'moonshine',
      preprocessor: names[0]!,
      encoder: names[1]!,
      uncachedDecoder: names[2]!,
      cachedDecoder: names[3]!,
      tokens: names[4]!,
    }));
  }
  if (joiner !== undefined) {
    return complete('transducer', { 'encoder.onnx': encoder, 'decoder.onnx': decoder, 'joiner.onnx': joiner, 'tokens.txt': tokens }, (names) => ({
      kind: 'transducer',
      encoder: names[0]!,
      decoder: names[1]!,
      joiner: names[2]!,
      tokens: names[3]!,
    }));
  }
  if (encoder !== undefined || decoder !== undefined) {
    return complete('Whisper', { 'encoder.onnx': encoder, 'decoder.onnx': decoder, 'tokens.txt': tokens }, (names) => ({ kind: 'whisper', encoder: names[0]!, decoder: names[1]!, tokens: names[2]! }));
  }
  if (model !== undefined) return complete('CTC', { 'model.onnx': model, 'tokens.txt': tokens }, (names) => ({ kind: 'ctc', model: names[0]!, tokens: names[1]!, graph: find('graph') }));
  return {
    missing:
      'has no model that is known here: a transducer (encoder, decoder, joiner), a CTC model (model.onnx), Whisper (encoder, decoder) or Moonshine (preprocess, encode, uncached_decode, cached_decode), each with tokens.txt, as sherpa-onnx publishes them',
  };
}

function complete(name: string, parts: Readonly<Record<string, string | undefined>>, build: (names: readonly string[]) => ModelLayout): FoundLayout {
  const missing = Object.entries(parts).flatMap(([part, file]) => (file === undefined ? [part] : []));
  if (missing.length > 0) return { missing: `looks like a ${name} model, and has no ${missing.join(', no ')}` };
  return { found: build(Object.values(parts).flatMap((file) => (file === undefined ? [] : [file]))) };
}

/** How sherpa-onnx has to run a model. */
export type ModelUse = 'stream' | 'segments';

/**
 * Whether a transducer or CTC model hears a stream: its exporters write the size of its steps into the file, for NeMo's,
 * zipformer's, conformer's and LSTM's. A model without them reads whole segments.
 */
export function modelUse(metadata: ReadonlyMap<string, string>): ModelUse {
  const steps = ['chunk_shift', 'decode_chunk_len', 'pad_length', 'rnn_hidden_size'];
  return steps.some((key) => metadata.has(key)) ? 'stream' : 'segments';
}

/** Whether NVIDIA NeMo made the model: sherpa-onnx must be told for transducers (Parakeet) and CTC. */
export const isNemo = (metadata: ReadonlyMap<string, string>): boolean => (metadata.get('model_type') ?? '').startsWith('EncDec');
