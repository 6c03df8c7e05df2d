/** Who may import whom. `npm run check` prints the broken rule and the two files. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [`^src/${from}/`, ...allowed.map((folder) => `^src/${folder}/`)] },
});

module.exports = {
  forbidden: [
    only('shared-imports-nobody', 'shared', [], 'shared is the vocabulary of all processes'),
    only('renderer-knows-only-shared', 'renderer', ['shared'], 'the renderer talks to the host through the contract'),
    only('worker-knows-only-shared', 'worker', ['shared'], 'a worker runs as its own process'),
    only('main-knows-only-shared', 'main', ['shared'], 'the host supervises workers as processes, not as modules'),
    only('preload-imports-nobody', 'preload', [], 'the preload script forwards one port and knows nothing else'),
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
      to: { path: 'node_modules/(sherpa-onnx|@echogarden/espeak-ng)' , dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pipeline-knows-no-speech',
      severity: 'error',
      from: { path: '^src/worker/pipeline/' },
      to: { path: '^src/', pathNot: '^src/(worker/pipeline|shared)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
