import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './paths.mjs';
import { capture, packageCommand } from './run-command.mjs';

// Each rule, and a file that breaks it. One program that breaks them all, so that one run shows whether each still holds.
const breaches = {
  'shared-imports-nobody': ['src/shared/reaches-main.ts', "import '../main/host.ts';"],
  'no-node-in-the-renderer': ['src/renderer/app/reaches-node.tsx', "import '../../shared/node/priority.ts'; export const Other = () => <p />;"],
  'renderer-knows-only-shared': ['src/renderer/app/reaches-worker.tsx', "import '../../worker/rtc/room.ts'; export const Page = () => <p />;"],
  'worker-knows-only-shared': ['src/worker/session/reaches-main.ts', "import '../../main/host.ts';"],
  'main-knows-only-shared': ['src/main/services/rooms/reaches-worker.ts', "import '../../../worker/rtc/room.ts';"],
  'preload-imports-nobody': ['src/preload/index.ts', "import '../shared/word.ts';"],
  'bench-only-for-the-command-line': ['src/main/services/rooms/measures.ts', "import '../../../../bench/report.ts';"],
  'electron-only-at-the-edge': ['src/main/services/settings/store.ts', "import Store from 'electron-store'; new Store();"],
  'services-know-no-transport': ['src/main/services/rooms/socket.ts', "import { WebSocket } from 'ws'; WebSocket;"],
  'rtc-node-only-in-worker-rtc': ['src/worker/session/joins.ts', "import { Room } from '@livekit/rtc-node'; Room;"],
  'engines-never-in-the-session-process': ['src/worker/session/loads.ts', "import sherpa from 'sherpa-onnx-node'; sherpa;"],
  'espeak-only-in-engines-and-rehearsal': ['src/worker/session/speaks.ts', "import load from '@echogarden/espeak-ng-emscripten'; load;"],
  'no-tests-in-the-program': ['src/main/services/rooms/tests.ts', "import './rooms.test.ts';"],
  'no-development-packages-in-the-program': ['src/main/services/rooms/property.ts', "import fc from 'fast-check'; fc;"],
  'no-undeclared-packages': ['src/main/services/rooms/undeclared.ts', "import picomatch from 'picomatch'; picomatch;"],
  'pipeline-knows-no-speech': ['src/worker/pipeline/speaks.ts', "import '../rtc/room.ts';"],
  'sound-knows-no-rooms': ['src/worker/sound/listens.ts', "import '../rtc/room.ts';"],
  'no-cycles': ['src/worker/stages/left.ts', "import './right.ts'; export const left = 1;"],
  'no-unresolved': ['src/worker/stages/lost.ts', "import './nowhere.ts';"],
};
const others = {
  'bench/report.ts': 'export const report = 1;',
  'src/shared/word.ts': 'export const word = 1;',
  'src/shared/node/priority.ts': 'export const priority = 1;',
  'src/main/host.ts': 'export const host = 1;',
  'src/main/services/rooms/rooms.test.ts': "import { test } from 'vitest'; test;",
  'src/worker/rtc/room.ts': "import { Room } from '@livekit/rtc-node'; export const room = Room;",
  'src/worker/stages/right.ts': "import './left.ts';",
};

let folder;
let violations;
beforeAll(async () => {
  mkdirSync(join(root, 'out'), { recursive: true });
  folder = mkdtempSync(join(root, 'out', 'import-rules-'));
  for (const [path, text] of [...Object.values(breaches), ...Object.entries(others)]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.base.json', include: ['src'] }));
  writeFileSync(join(folder, 'package.json'), readFileSync(join(root, 'package.json')));
  const { output } = await capture(
    process.execPath,
    [packageCommand('dependency-cruiser', 'depcruise'), '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', '--output-to', 'report.json', 'src'],
    { cwd: folder },
  );
  if (!existsSync(join(folder, 'report.json'))) throw new Error(output);
  violations = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('import rules', () => {
  test.each(Object.entries(breaches))('%s', (rule, [file]) => expect(violations).toContain(`${rule}: ${file}`));

  test('every rule is broken here once', () => {
    const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
    expect(Object.keys(breaches).toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted());
  });

  test('the folder that may import the media library is left alone', () => {
    expect(violations.filter((violation) => violation.endsWith('src/worker/rtc/room.ts'))).toEqual([]);
  });
});
