import { describe, expect, test } from 'vitest';
import type { ChannelReason, ChannelStatus } from '../../../shared/live/channel.ts';
import type { MeterFlags } from '../../state/meter-model.ts';
import { isAlarming, type StripModel } from './strip-model.ts';

const calm: MeterFlags = { clipped: false, silentSinceMs: undefined, unknown: false };

function strip(reason?: ChannelReason): StripModel {
  const channel: ChannelStatus | undefined = reason && {
    language: 'es',
    trackName: 'channel:es',
    source: 'floor',
    reason,
    sinceMs: 0,
    path: [],
    lagMs: 0,
    droppedClauses: 0,
    policy: 'machine-until-human',
    takeover: 'drop',
    rate: 1,
  };
  return { track: 'channel:es', tag: 'ES', autonym: 'español', language: 'es', channel };
}

describe('isAlarming', () => {
  test.each([
    ['all is well', strip('translator-ready'), calm, false],
    ['it carries the floor because nobody translates into it', strip('no-translator'), calm, false],
    ['it is not reported, and its level is not known', strip(), { ...calm, unknown: true }, false],
    ['its engines are down', strip('engines-down'), calm, true],
    ['it has been silent for too long', strip('translator-ready'), { ...calm, silentSinceMs: 0 }, true],
    ['it was overloaded', strip('translator-ready'), { ...calm, clipped: true }, true],
  ])('%s', (_, model, flags, expected) => {
    expect(isAlarming(model, flags)).toBe(expected);
  });
});
