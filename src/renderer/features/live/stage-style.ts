import type { LiveStage } from './stage-spans.ts';

/** How each stage is drawn: computing filled, waiting and the ways through the network striped. Names and numbers say the same. */
export const stageFill: Record<LiveStage, string> = {
  networkIn: 'estimated-network',
  recogniser: 'bg-stage-recogniser',
  stability: 'waiting-stability',
  translator: 'bg-stage-translator',
  voice: 'bg-stage-voice',
  queue: 'waiting-queue',
  networkOut: 'estimated-network',
  playout: 'estimated-playout',
};

/** Filled: its number can be read on it. */
export const isFilled = (stage: LiveStage): boolean => stageFill[stage].startsWith('bg-');
