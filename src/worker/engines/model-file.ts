import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/app-error.ts';

/** `resources/manifest.json`: what each bundled model file must be, by its path inside the resources folder. */
const Manifest = z.object({
  files: z.record(z.string(), z.object({ bytes: z.number().int(), sha256: z.string(), what: z.string() })),
});

/**
 * Proves that model files are the ones this program was built with, before a native engine sees them: a damaged model
 * aborts the whole process that loads it, and a missing one can be accepted in silence.
 *
 * @param names paths inside `resourcesDir`, as in its manifest
 * @returns absolute paths, in the order of `names`
 * @throws MODEL_INVALID naming the file, what is wrong with it and what to do
 */
export async function verifiedModelFiles(resourcesDir: string, names: readonly string[]): Promise<string[]> {
  const manifest = await readManifest(resourcesDir);
  return Promise.all(
    names.map(async (name) => {
      const expected = manifest.files[name];
      if (!expected) throw invalid(name, 'is not in the manifest');
      const bytes = await readFile(join(resourcesDir, name)).catch((cause: unknown) => {
        throw invalid(name, 'is missing or cannot be read', cause);
      });
      if (bytes.byteLength !== expected.bytes) throw invalid(name, `has ${bytes.byteLength} bytes instead of ${expected.bytes}`);
      if (createHash('sha256').update(bytes).digest('hex') !== expected.sha256) throw invalid(name, 'is damaged (its checksum is wrong)');
      return join(resourcesDir, name);
    }),
  );
}

async function readManifest(resourcesDir: string): Promise<z.output<typeof Manifest>> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(resourcesDir, 'manifest.json'), 'utf8')));
  } catch (cause) {
    throw invalid('manifest.json', 'is missing or cannot be read', cause);
  }
}

function invalid(name: string, problem: string, cause?: unknown): AppError {
  return new AppError(
    'MODEL_INVALID',
    `The model file ${name} ${problem}. What needs it is switched off; install the program again to restore the file.`,
    { cause, details: { file: name } },
  );
}
