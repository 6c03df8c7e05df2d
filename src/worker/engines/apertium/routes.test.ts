import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ApertiumMode, installedModes, livePipeline } from './modes.ts';
import { stepsBetween } from './routes.ts';

const mode = (source: string, target: string): ApertiumMode => ({ name: `${source}-${target}`, source, target, file: '' });
const installed = [mode('en', 'ca'), mode('en', 'es'), mode('es', 'pt'), mode('es', 'pt-BR'), mode('es', 'fr'), mode('fr', 'es'), mode('ca', 'fr'), mode('pt', 'gl')];
const names = (source: string, target: string): string[] | undefined => stepsBetween(installed, source, target)?.map((step) => step.name);

describe('stepsBetween', () => {
  test.each([
    ['en', 'ca', ['en-ca']],
    ['en', 'pt', ['en-es', 'es-pt']],
    ['en', 'pt-BR', ['en-es', 'es-pt-BR']],
    ['en-GB', 'pt-PT', ['en-es', 'es-pt']],
    ['en', 'fr', ['en-es', 'es-fr']],
    ['fr', 'pt', ['fr-es', 'es-pt']],
    ['en', 'gl', undefined],
    ['de', 'es', undefined],
    ['en', 'en-US', []],
  ])('%s to %s', (source, target, expected) => {
    expect(names(source, target)).toEqual(expected);
  });
});

describe('installedModes', () => {
  function folder(files: Record<string, string>): string {
    const dir = mkdtempSync(join(tmpdir(), 'dragoman-modes-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    return dir;
  }

  test('reads language pairs, and nothing else, from the names', async () => {
    const dir = folder({ 'eng-spa.mode': '', 'es-pt_BR.mode': '', 'eng-cat_valencia.mode': '', 'eng-cat_iec2017.mode': '', 'eco-es-fr.mode': '', README: '' });
    expect((await installedModes(dir)).map(({ source, target }) => `${source}>${target}`)).toEqual(['en>ca-valencia', 'en>es', 'es>pt-BR']);
  });

  test('no folder is no pair', async () => {
    expect(await installedModes('/no/such/folder')).toEqual([]);
  });

  test('makes every stage flush', async () => {
    const dir = folder({ 'es-pt.mode': "lt-proc 'a.bin' | apertium-tagger -g $2 'b.prob' | lt-proc $1 'c.bin'\n" });
    const [only] = await installedModes(dir);
    expect(await livePipeline(only!)).toContain("lt-proc -z 'a.bin' <&3 | apertium-tagger -z -g 'b.prob' | lt-proc -z -n 'c.bin' &");
  });
});
