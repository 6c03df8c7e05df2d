import { isMainThread } from 'node:worker_threads';

// One built file is both: the process with the speakers and the probe, and the thread in which their voice computes. The
// thread must never load the media library (two of its threads in one process hang), so each side is imported when needed.
if (isMainThread) await import('./rehearsal-worker.ts').then(({ runRehearsalWorker }) => runRehearsalWorker());
else await import('./voice-thread.ts').then(({ serveVoice }) => serveVoice());
