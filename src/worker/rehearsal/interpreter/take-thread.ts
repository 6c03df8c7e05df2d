import { parentPort, type MessagePort } from 'node:worker_threads';
import { lowerThread } from '../../../shared/node/media-priority.ts';
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
  lowerThread();
  port.on('message', ({ id, recording }: TakeRequest) => port.postMessage({ id, figures: measureTake(recording) } satisfies TakeReply));
}
