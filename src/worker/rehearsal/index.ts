import { isMainThread, workerData } from 'node:worker_threads';
import { INTERPRETER } from './interpreter/interpreter-child.ts';
import { TAKES } from './interpreter/take-measurer.ts';

// One built file is all: the process with the speakers and the probe, the process of the interpreter, the thread in which
// their voices compute and the one that measures. The threads must never load the media library (two of its threads in one
// process hang), so each part is imported when needed.
if (!isMainThread) {
  if (workerData === TAKES) await import('./interpreter/take-thread.ts').then(({ serveTakes }) => serveTakes());
  else await import('./voice-thread.ts').then(({ serveVoice }) => serveVoice());
} else if (process.argv[2] === INTERPRETER) await import('./interpreter/interpreter-process.ts').then(({ runInterpreterProcess }) => runInterpreterProcess());
else await import('./rehearsal-worker.ts').then(({ runRehearsalWorker }) => runRehearsalWorker());
