import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verifiedModelFiles } from './model-file.ts';

function resources(content: string | undefined): string {
  const dir = mkdtempSync(join(tmpdir(), 'dragoman-models-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const sha256 = createHash('sha256').update('good model').digest('hex');
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ files: { 'm.onnx': { bytes: 10, sha256, what: 'a model' } } }));
  if (content !== undefined) writeFileSync(join(dir, 'm.onnx'), content);
  return dir;
}

test('gives the path of a file that is what it should be', async () => {
  const dir = resources('good model');
  expect(await verifiedModelFiles(dir, ['m.onnx'])).toEqual([join(dir, 'm.onnx')]);
});

test.each([
  ['a missing file', undefined, /m\.onnx is missing/],
  ['a cut-off file', 'good', /4 bytes instead of 10/],
  ['a damaged file', 'goOd model', /checksum/],
])('refuses %s in words', async (_, content, message) => {
  await expect(verifiedModelFiles(resources(content), ['m.onnx'])).rejects.toMatchObject({ code: 'MODEL_INVALID', message: expect.stringMatching(message) as string });
});

test('refuses a file that is not in the manifest', async () => {
  await expect(verifiedModelFiles(resources('good model'), ['other.onnx'])).rejects.toMatchObject({ code: 'MODEL_INVALID' });
});
