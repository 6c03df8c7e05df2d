import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { AppError } from '../../../shared/app-error.ts';
import { findLayout, isNemo, type ModelLayout, type ModelUse, modelUse } from './model-layout.ts';
import { readOnnxFile } from './onnx-file.ts';

/** A model folder that was looked through, with absolute paths. */
export interface CheckedModel {
  readonly layout: ModelLayout;
  readonly use: ModelUse;
  readonly nemo: boolean;
}

/**
 * Looks through a model folder before a native engine sees it, which a damaged file would abort: every network must be a
 * whole ONNX file, the token list must parse.
 *
 * @throws MODEL_INVALID naming the folder, the file and what is wrong with it
 */
export async function checkedModel(folder: string): Promise<CheckedModel> {
  if (!isAbsolute(folder)) throw invalid(folder, 'is not a whole path; name the folder from the root on');
  const files = await readdir(folder).catch(() => {
    throw invalid(folder, 'does not exist or cannot be read');
  });
  const answer = findLayout(files);
  if ('missing' in answer) throw invalid(folder, answer.missing);

  const { kind, ...names } = answer.found;
  const metadata = new Map<string, string>();
  for (const name of Object.values(names)) {
    if (name === undefined) continue;
    try {
      if (name.endsWith('.onnx')) for (const [key, value] of (await readOnnxFile(join(folder, name))).metadata) metadata.set(key, value);
      else if (name.endsWith('.txt')) checkTokens(await readFile(join(folder, name), 'utf8'));
      else if ((await stat(join(folder, name))).size < 16) throw new Error('is empty');
    } catch (thrown) {
      throw invalid(folder, `has a file ${name} that ${thrown instanceof Error ? thrown.message : 'cannot be read'}`);
    }
  }
  const paths = Object.fromEntries(Object.entries(names).flatMap(([role, name]) => (name === undefined ? [] : [[role, join(folder, name)]])));
  const use = kind === 'whisper' || kind === 'moonshine' ? 'segments' : modelUse(metadata);
  return { layout: { kind, ...names, ...paths } as ModelLayout, use, nemo: isNemo(metadata) };
}

/** One piece and its number a line; the numbers are all there from 0 on. @throws Error */
function checkTokens(text: string): void {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const ids = lines.map((line) => Number(/\s(\d+)\s*$/.exec(line)?.[1] ?? Number.NaN));
  const bad = ids.findIndex(Number.isNaN);
  if (lines.length < 2) throw new Error('lists no tokens');
  if (bad >= 0) throw new Error(`is no list of tokens (line ${bad + 1} has no number)`);
  if (new Set(ids).size !== ids.length || Math.max(...ids) !== ids.length - 1) throw new Error('is no list of tokens (numbers are missing or come twice)');
}

const invalid = (folder: string, problem: string): AppError =>
  new AppError('MODEL_INVALID', `The model folder ${folder} ${problem}. Its languages are not recognised; put the files right and start the room again.`);
