import { resolve } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const from = (path: string): string => resolve(import.meta.dirname, path);

/**
 * Every process of the program is one entry of the `main` build, because all of them run under plain Node (or
 * Electron's main process) with the same target. `node20.19` keeps the web host and the workers runnable on Node 20.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20.19',
      sourcemap: true,
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: from('src/main/electron/index.ts'),
          web: from('src/main/web-host/index.ts'),
          cli: from('src/main/cli/index.ts'),
          'session-worker': from('src/worker/session/index.ts'),
          'engine-host': from('src/worker/engines/index.ts'),
          'voice-thread': from('src/worker/engines/espeak/bundled/voice-thread.ts'),
          'voice-host': from('src/worker/engines/espeak/program/voice-host.ts'),
          'rehearsal-worker': from('src/worker/rehearsal/index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node20.19',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: from('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react({ compiler: true }), tailwind()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rolldownOptions: { input: { index: from('src/renderer/index.html') } },
    },
  },
});
