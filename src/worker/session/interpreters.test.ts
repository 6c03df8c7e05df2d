import { expect, onTestFinished, test } from 'vitest';
import type { ChannelStatus } from '../../shared/live/channel.ts';
import { ChannelEngine } from '../channels/channel-engine.ts';
import { Interpreters } from './interpreters.ts';

const track = { sid: 'TR_1', name: 'booth:es', identity: 'interpreter:ana', muted: false };

test('an interpreter who was silent when her subscription ended is heard again when it comes back', () => {
  let channel: ChannelStatus | undefined;
  const channels = new ChannelEngine({
    languages: ['es'],
    policies: {},
    loudnessTargetLufs: -23,
    onChannels: ([only]) => (channel = only),
    onSwitch: () => undefined,
    onLevels: () => undefined,
    onStall: () => undefined,
  });
  onTestFinished(() => channels.close());
  // No audio comes of a track without media: what its frames would tell is told here.
  const interpreters = new Interpreters({ languages: ['es'], channels, subscribe: () => undefined, stats: () => undefined, onError: () => undefined, onMisplaced: () => undefined });
  onTestFinished(() => interpreters.close());
  const subscribe = (): void => {
    interpreters.handle({ kind: 'track', track: { ...track, media: undefined } });
    channels.dispatch({ kind: 'booth-flow', sid: track.sid, flowing: true }, 'es');
  };

  interpreters.handle({ kind: 'participant', participant: { identity: track.identity, name: 'Ana', attributes: { role: 'interpreter' } } });
  interpreters.handle({ kind: 'track-published', publication: track });
  subscribe();
  expect(channel?.source).toBe('human');
  channels.dispatch({ kind: 'booth-quiet', sid: track.sid, quiet: true }, 'es');
  expect(channel?.source).toBe('floor');

  interpreters.handle({ kind: 'track-ended', sid: track.sid, identity: track.identity });
  subscribe();
  expect(channel?.source).toBe('human');
});
