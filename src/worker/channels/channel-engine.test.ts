import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { channelTrack } from '../../shared/tracks.ts';
import { nowMs } from '../../shared/node/monotonic-clock.ts';
import { CLOCKED } from '../../shared/node/test-clocked.ts';
import { ChannelEngine } from './channel-engine.ts';

function engine(succeeds = false): ChannelEngine {
  const channels = new ChannelEngine({ languages: ['es', 'fr'], policies: {}, loudnessTargetLufs: -23, succeeds, onChannels: () => undefined, onSwitch: () => undefined, onLevels: () => undefined, onStall: () => undefined });
  onTestFinished(() => channels.close());
  return channels;
}

/** The event loop does nothing for so long, or longer where the machine is busy: returned, milliseconds. */
async function standStill(ms: number): Promise<number> {
  const startMs = nowMs();
  while (nowMs() < startMs + ms);
  await sleep(50);
  return nowMs() - startMs;
}

const unwritten = (channels: ChannelEngine): number[] => channels.stats().map(({ unwrittenMs }) => unwrittenMs);

test('what is never written is counted on channels that somebody can hear', async () => {
  const channels = engine();
  await standStill(300);
  expect(unwritten(channels)).toEqual([0, 0]);
  channels.setTrackSid(channelTrack('es'), 'TR_es');
  const stoodMs = await standStill(300);
  const [es, fr] = unwritten(channels);
  expect(es).toBeGreaterThanOrEqual(200);
  expect(es).toBeLessThanOrEqual(stoodMs);
  expect(fr).toBe(0);
});

test('and not while another worker has them', CLOCKED, async () => {
  const channels = engine(true);
  channels.setTrackSid(channelTrack('es'), 'TR_es');
  await standStill(300);
  expect(unwritten(channels)).toEqual([0, 0]);
  channels.pass('es', nowMs());
  await sleep(300);
  const before = unwritten(channels)[0]!;
  expect(before).toBeLessThan(100);
  const stoodMs = await standStill(300);
  expect(unwritten(channels)[0]! - before).toBeGreaterThanOrEqual(200);
  expect(unwritten(channels)[0]! - before).toBeLessThanOrEqual(stoodMs);
});
