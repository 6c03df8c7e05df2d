import { describe, expect, test } from 'vitest';
import { PacketFlow, STALLED_QUIET_MS, STALLED_SPEAKING_MS } from './packet-flow.ts';
import { SpeechLevel } from './speech-level.ts';

const frame = (level: number): Int16Array => Int16Array.from({ length: 480 }, (_, n) => level * Math.sin(n / 10));

describe('the level of a microphone', () => {
  test('knows for how long nobody has spoken', () => {
    const level = new SpeechLevel();
    for (let n = 0; n < 10; n++) level.take(frame(20));
    expect(level.silentMs).toBe(100);
    expect(level.take(frame(4_000))).toBe(true);
    expect(level.silentMs).toBe(0);
  });

  test('a steady voice leaves no doubt; one that fades as lost packets do leaves some within 80 ms', () => {
    const level = new SpeechLevel();
    for (let n = 0; n < 50; n++) level.take(frame(8_000 + 1_000 * Math.sin(n)));
    expect(level.falling).toBe(false);
    // What the client makes up for packets that do not come, measured: a sixth softer every 10 ms.
    let [loudness, frames] = [8_000, 0];
    for (; !level.falling && frames < 20; frames++) level.take(frame((loudness *= 0.83)));
    expect(frames).toBeLessThanOrEqual(8);
    for (let n = 0; n < 30; n++) {
      level.take(frame((loudness *= 0.83)));
      expect(level.falling).toBe(true);
    }
  });
});

describe('the flow of packets', () => {
  test('that stops while somebody speaks has stalled after 150 ms, and goes on with the next packet', () => {
    const flow = new PacketFlow();
    expect(flow.stalled(10, 0, 1_000)).toBe(false);
    expect(flow.stalled(10, 140, 1_000 + STALLED_SPEAKING_MS - 1)).toBe(false);
    expect(flow.stalled(10, 150, 1_000 + STALLED_SPEAKING_MS)).toBe(true);
    expect(flow.stalled(11, 0, 1_200)).toBe(false);
  });

  test('that a browser thins out in a pause has not stalled', () => {
    const flow = new PacketFlow();
    for (let packets = 1; packets < 10; packets++) {
      expect(flow.stalled(packets, 200 + packets * 400, packets * 400)).toBe(false);
      expect(flow.stalled(packets, 550 + packets * 400, packets * 400 + 350)).toBe(false);
    }
    expect(flow.stalled(9, 5_000, 9 * 400 + STALLED_QUIET_MS)).toBe(true);
  });

  test('is counted anew after a reset', () => {
    const flow = new PacketFlow();
    flow.stalled(10, 0, 0);
    flow.reset();
    expect(flow.stalled(10, 0, 60_000)).toBe(false);
  });
});
