import { constants, setPriority } from 'node:os';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { measureTake, type TakeFigures, type TakeRecording } from './take-meter.ts';

export interface TakeRequest {
  readonly id: number;
  readonly recording: TakeRecording;
}

export interface TakeReply {
  readonly id: number;
  readonly figures: TakeFigures;
}

/** Measures takes one after the other until the thread is ended. */
export function serveTakes(): void {
  const port = parentPort as MessagePort;
  // The process carries audio; a second later is soon enough for a figure. Linux alone has priorities of threads.
  if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  port.on('message', ({ id, recording }: TakeRequest) => port.postMessage({ id, figures: measureTake(recording) } satisfies TakeReply));
}
