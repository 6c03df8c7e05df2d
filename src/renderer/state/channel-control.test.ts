import { expect, test } from 'vitest';
import type { ChannelStatus } from '../../shared/live/channel.ts';
import { type ChannelWish, silencesHuman } from './channel-control.ts';

const channel: ChannelStatus = {
  language: 'es',
  trackName: 'channel:es',
  source: 'human',
  reason: 'human-speaks',
  sinceMs: 0,
  path: ['en', 'es'],
  lagMs: 0,
  droppedClauses: 0,
  policy: 'machine-until-human',
  takeover: 'drop',
  human: { identity: 'interpreter:ana', name: 'Ana', open: true },
  rate: 1,
};
const hold = (source: Extract<ChannelWish, { kind: 'hold' }>['hold']): ChannelWish => ({ kind: 'hold', hold: source });
const policy = (value: ChannelStatus['policy']): ChannelWish => ({ kind: 'policy', policy: value, takeover: 'drop' });

test.each([
  ['the machine is put over a human', {}, hold('machine'), true],
  ['silence is put over a human', {}, hold('silence'), true],
  ['the human is kept by hand', {}, hold('human'), false],
  ['the machine is heard anyway', { source: 'machine' }, hold('floor'), false],
  ['the channel goes back to a policy that lets the human speak', { hold: 'human' }, hold('auto'), false],
  ['the channel goes back to a policy without humans', { hold: 'human', policy: 'machine-only' }, hold('auto'), true],
  ['the new policy has no humans', {}, policy('machine-only'), true],
  ['the new policy has no humans, but this one is held', { hold: 'human' }, policy('machine-only'), false],
  ['the new policy is humans only', {}, policy('human-only'), false],
] as const)('asks when a human would be taken off the air: %s', (_, now, wish, asks) => {
  expect(silencesHuman({ channel: { ...channel, ...now }, wish })).toBe(asks);
});
