import type { LiveStage } from './stage-spans.ts';

/** How each stage is drawn: computing filled, waiting hatched. Names and numbers say the same. */
export const stageFill: Record<LiveStage, string> = {
  recogniser: 'bg-stage-recogniser',
  stability: 'waiting-stability',
  translator: 'bg-stage-translator',
  voice: 'bg-stage-voice',
  queue: 'waiting-queue',
  out: 'bg-stage-out',
};
