import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { RESOURCES } from '../fixtures/engine-host-client.ts';
import { hollowOnnx } from '../fixtures/tiny-onnx.ts';
import { checkedModel } from './checked-model.ts';

const TOKENS = '<blk> 0\n▁a 1\nb 2\n';
const STREAMING_ZIPFORMER = { model_type: 'zipformer2', decode_chunk_len: '32', T: '45' };
const PARAKEET = { model_type: 'EncDecRNNTBPEModel', vocab_size: '1024', subsampling_factor: '8' };

/** A folder with files of these names; `.onnx` are whole and hollow. */
function folder(files: Readonly<Record<string, Buffer | string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'dragoman-model-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

describe('a model folder', () => {
  test.each([
    ['a streaming zipformer transducer', { 'encoder-epoch-99-avg-1.int8.onnx': hollowOnnx(STREAMING_ZIPFORMER), 'decoder-epoch-99-avg-1.onnx': hollowOnnx(), 'joiner-epoch-99-avg-1.int8.onnx': hollowOnnx(), 'tokens.txt': TOKENS, 'bpe.model': 'x' }, { kind: 'transducer' }, 'stream', false],
    ['Parakeet', { 'encoder.int8.onnx': hollowOnnx(PARAKEET), 'decoder.int8.onnx': hollowOnnx(), 'joiner.int8.onnx': hollowOnnx(), 'tokens.txt': TOKENS }, { kind: 'transducer' }, 'segments', true],
    ['a streaming zipformer CTC', { 'ctc-epoch-20-avg-1-chunk-16-left-128.int8.onnx': hollowOnnx(STREAMING_ZIPFORMER), 'tokens.txt': TOKENS }, { kind: 'ctc' }, 'stream', false],
    ['a streaming NeMo CTC', { 'model.onnx': hollowOnnx({ model_type: 'EncDecHybridRNNTCTCBPEModel', window_size: '105', chunk_shift: '96' }), 'tokens.txt': TOKENS }, { kind: 'ctc' }, 'stream', true],
    ['Whisper', { 'tiny.en-encoder.int8.onnx': hollowOnnx(), 'tiny.en-decoder.int8.onnx': hollowOnnx(), 'tiny.en-tokens.txt': 'IQ== 0\nIg== 1\n', 'README.md': '' }, { kind: 'whisper' }, 'segments', false],
    ['Moonshine', { 'preprocess.onnx': hollowOnnx(), 'encode.int8.onnx': hollowOnnx(), 'uncached_decode.int8.onnx': hollowOnnx(), 'cached_decode.int8.onnx': hollowOnnx(), 'tokens.txt': TOKENS }, { kind: 'moonshine' }, 'segments', false],
  ] as const)('%s is recognised by its files', async (_, files, layout, use, nemo) => {
    const found = await checkedModel(folder(files));
    expect(found).toMatchObject({ layout, use, nemo });
    const networks = Object.values(found.layout).filter((path) => path?.endsWith('.onnx'));
    expect(networks).toHaveLength({ transducer: 3, ctc: 1, whisper: 2, moonshine: 4 }[layout.kind]);
  });

  test('of two precisions of one network the 8-bit one is taken', async () => {
    const path = folder({ 'model.fp32.onnx': hollowOnnx(), 'model.int8.onnx': hollowOnnx(), 'tokens.txt': TOKENS });
    expect((await checkedModel(path)).layout).toMatchObject({ model: join(path, 'model.int8.onnx') });
  });

  test('the bundled model is a NeMo CTC model with its graph', async () => {
    expect(await checkedModel(join(RESOURCES, 'rehearsal'))).toMatchObject({ layout: { kind: 'ctc', graph: join(RESOURCES, 'rehearsal/graph.fst') }, use: 'stream', nemo: true });
  });

  test.each([
    ['nothing', {}, /has no model that is known here: a transducer/],
    ['no decoder', { 'encoder.onnx': hollowOnnx(), 'joiner.onnx': hollowOnnx(), 'tokens.txt': TOKENS }, /looks like a transducer model, and has no decoder\.onnx\./],
    ['no tokens', { 'tiny-encoder.onnx': hollowOnnx(), 'tiny-decoder.onnx': hollowOnnx() }, /looks like a Whisper model, and has no tokens\.txt\./],
    ['half of Moonshine', { 'preprocess.onnx': hollowOnnx(), 'cached_decode.onnx': hollowOnnx() }, /looks like a Moonshine model, and has no encode\.onnx, no uncached_decode\.onnx, no tokens\.txt/],
    ['a page instead of a model', { 'model.onnx': '<html>404: this file is kept with Git LFS and could not be had. Sign in and try again.</html>', 'tokens.txt': TOKENS }, /model\.onnx that is no ONNX file/],
    ['an empty model', { 'model.onnx': '', 'tokens.txt': TOKENS }, /model\.onnx that has only 0 bytes/],
    ['noise', { 'model.onnx': Buffer.alloc(100_000, 7), 'tokens.txt': TOKENS }, /is no ONNX file/],
    ['tokens without numbers', { 'model.onnx': hollowOnnx(), 'tokens.txt': 'a\nb\n' }, /tokens\.txt that is no list of tokens \(line 1 has no number\)/],
    ['tokens with holes', { 'model.onnx': hollowOnnx(), 'tokens.txt': 'a 0\nb 2\n' }, /numbers are missing or come twice/],
    ['an empty graph', { 'model.onnx': hollowOnnx(), 'tokens.txt': TOKENS, 'graph.fst': '' }, /graph\.fst that is empty/],
  ])('with %s says so', async (_, files, message) => {
    await expect(checkedModel(folder(files))).rejects.toMatchObject({ code: 'MODEL_INVALID', message: expect.stringMatching(message) as string });
  });

  test('a download that broke off is noticed', async () => {
    const path = folder({});
    cpSync(join(RESOURCES, 'rehearsal'), path, { recursive: true });
    truncateSync(join(path, 'model.int8.onnx'), 6_000_000);
    await expect(checkedModel(path)).rejects.toMatchObject({ message: expect.stringMatching(/model\.int8\.onnx that is cut off/) as string });
  });

  test.each([
    ['one that does not exist', '/no/such/folder', /does not exist/],
    ['half a path', 'models', /not a whole path/],
  ])('%s is refused', async (_, path, message) => {
    await expect(checkedModel(path)).rejects.toMatchObject({ code: 'MODEL_INVALID', message: expect.stringMatching(message) as string });
  });
});
