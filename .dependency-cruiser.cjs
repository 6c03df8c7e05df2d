/** Who may import whom. `npm run check` prints the broken rule and the two files. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [`^src/${from}/`, ...allowed.map((folder) => `^src/${folder}/`)] },
});

/** Tests, and the servers and rigs that only tests start. */
const test = '(^src/main/faults/.+|\\.test\\.tsx?|/fixtures/[^/]+\\.ts|/(test-[^/]+|conformance)\\.ts)$';

module.exports = {
  forbidden: [
    only('shared-imports-nobody', 'shared', [], 'shared is the vocabulary of all processes'),
    only('renderer-knows-only-shared', 'renderer', ['shared'], 'the renderer talks to the host through the contract'),
    { name: 'no-node-in-the-renderer', comment: 'src/shared/node needs Node; the page runs in a browser', severity: 'error', from: { path: '^src/(renderer|shared/(?!node/))' }, to: { path: '^src/shared/node/' } },
    only('worker-knows-only-shared', 'worker', ['shared'], 'a worker runs as its own process'),
    only('main-knows-only-shared', 'main', ['shared'], 'the host supervises workers as processes, not as modules'),
    only('preload-imports-nobody', 'preload', [], 'the preload script forwards one port and knows nothing else'),
    {
      name: 'bench-only-for-the-command-line',
      comment: 'benches measure the program; only the command that runs them knows them',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/cli/' },
      to: { path: '^bench/' },
    },
    {
      name: 'electron-only-at-the-edge',
      comment: 'the web host runs every other file under plain Node',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/electron|preload)/' },
      to: { path: '^electron$|node_modules/electron(-store)?/' },
    },
    {
      name: 'services-know-no-transport',
      comment: 'services run the same in both hosts',
      severity: 'error',
      from: { path: '^src/main/(services/|host\\.ts)' },
      to: { path: '^src/main/(electron|web-host|cli)/|node_modules/ws/' },
    },
    {
      name: 'rtc-node-only-in-worker-rtc',
      comment: 'one folder knows the media library and its traps',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/worker/rtc/' },
      to: { path: 'node_modules/@livekit/rtc-node/' },
    },
    {
      name: 'engines-never-in-the-session-process',
      comment: 'a native engine may abort its process; only the engine host may load one',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/worker/engines/' },
      to: { path: 'node_modules/sherpa-onnx', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'espeak-only-in-engines-and-rehearsal',
      comment: 'it computes for long: in the engine host, or in the thread of the synthetic speakers',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/worker/(engines|rehearsal)/' },
      to: { path: 'node_modules/@echogarden/espeak-ng', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-tests-in-the-program',
      comment: 'what ships imports no test and no test server',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: test },
    },
    {
      name: 'no-development-packages-in-the-program',
      comment: 'a package that is needed at run time belongs under dependencies; Electron provides its own',
      severity: 'error',
      from: { path: '^src/', pathNot: [test, '^src/(main/electron|preload)/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'a package that only another one brought along may be gone tomorrow',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'pipeline-knows-no-speech',
      comment: 'queues, clocks and order can be reasoned about without knowing what flows',
      severity: 'error',
      from: { path: '^src/worker/pipeline/' },
      to: { path: '^src/', pathNot: '^src/(worker/pipeline|shared)/' },
    },
    {
      name: 'sound-knows-no-rooms',
      comment: 'filters and meters are tested against their standards, whoever is heard through them',
      severity: 'error',
      from: { path: '^src/worker/sound/', pathNot: test },
      to: { path: '^src/', pathNot: '^src/(worker/sound|shared)/' },
    },
    { name: 'no-cycles', comment: 'two files that need each other are one file, or three', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', comment: 'the build would fail here, later', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
