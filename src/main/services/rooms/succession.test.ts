import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/app-error.ts';
import type { ChannelStatus, FloorSpeaker } from '../../../shared/live/channel.ts';
import { nowMs } from '../../../shared/node/monotonic-clock.ts';
import type { HostToSession, SessionToHost } from '../../../shared/protocol/session-protocol.ts';
import { Succession } from './succession.ts';

const channel = (language: string): ChannelStatus => ({
  language,
  trackName: `channel:${language}`,
  trackSid: `TR_${language}`,
  source: 'machine',
  reason: 'translator-ready',
  sinceMs: 0,
  translator: 'apertium',
  voice: 'espeak-ng',
  path: [],
  lagMs: 0,
  droppedClauses: 0,
  policy: 'machine-until-human',
  takeover: 'drop',
  rate: 1,
});
/** A channel that lacks something. */
function lacking(language: string, ...parts: Array<'trackSid' | 'translator' | 'voice'>): ChannelStatus {
  const status = channel(language);
  for (const part of parts) delete status[part];
  return status;
}
const engines = (state: 'starting' | 'ready', behindMs = 0): SessionToHost => ({
  type: 'stats',
  stats: {
    atMs: 0,
    speakers: [],
    channels: [],
    liveQueue: { fullestMs: 0, limitMs: 1 },
    engineLoad: { audioWaitMs: behindMs, audioWaitLimitMs: 2_000, behindMs, requests: 0, recycled: 0 },
    drops: { frames: 0, engineAudioMs: 0, unrecognisedSegments: 0, liveAudioMs: 0, segments: 0, captions: 0 },
    engines: [{ id: 'espeak-ng', kind: 'voice', serves: ['es'], state, message: '' }],
    processes: [],
  },
});

/** A room with two channels, one of which nothing translates into, and somebody who has stopped speaking a second ago. */
function room() {
  const told = { predecessor: [] as HostToSession[], successor: [] as HostToSession[] };
  const load = { behindMs: 0 };
  const floor: FloorSpeaker[] = [{ identity: 'speaker:a', name: 'A', language: 'en', speaking: false, changedAtMs: Date.now() - 1_000 }];
  const succession = new Succession({
    languages: ['es', 'xx'],
    channels: () => [channel('es'), lacking('xx', 'translator', 'voice')],
    floor: () => floor,
    behindMs: () => load.behindMs,
    tellPredecessor: (message) => told.predecessor.push(message),
    tellSuccessor: (message) => told.successor.push(message),
    onStep: () => undefined,
  });
  const giveUp = new AbortController();
  const comeUp = (): void => {
    succession.learn({ type: 'phase', phase: { kind: 'live' } });
    succession.learn({ type: 'channels', channels: [channel('es'), channel('xx')] });
    // When it is warm, and until it is known what it hears.
    for (let seconds = 0; seconds < 3; seconds++) succession.learn(engines('ready'));
  };
  return { told, floor, load, succession, giveUp, comeUp };
}

const kinds = (messages: readonly HostToSession[]): string[] => messages.map((message) => (message.type === 'channel.pass' ? `pass ${message.language}` : message.type));

describe('Succession', () => {
  test.each<[string, readonly SessionToHost[]]>([
    ['not in the room', [{ type: 'channels', channels: [channel('es'), channel('xx')] }, engines('ready')]],
    ['without a track', [{ type: 'phase', phase: { kind: 'live' } }, { type: 'channels', channels: [channel('es'), lacking('xx', 'trackSid')] }, engines('ready')]],
    ['without a voice that the first one has', [{ type: 'phase', phase: { kind: 'live' } }, { type: 'channels', channels: [lacking('es', 'voice'), channel('xx')] }, engines('ready')]],
    ['with voices that are still warming up', [{ type: 'phase', phase: { kind: 'live' } }, { type: 'channels', channels: [channel('es'), channel('xx')] }, engines('starting')]],
  ])('a successor is not ready: %s', (_, messages) => {
    const { succession } = room();
    for (const message of messages) succession.learn(message);
    expect(succession.ready).toBe(false);
  });

  test('speech is divided in a pause, at a moment that both know of; each channel passes once all is said on it', async () => {
    const { told, succession, giveUp, comeUp } = room();
    comeUp();
    const running = succession.run(giveUp.signal);
    await expect.poll(() => kinds(told.successor)).toEqual(['speech.divide']);
    const [divide] = told.successor;
    expect(divide?.type === 'speech.divide' && nowMs() - divide.atMs).toBeGreaterThan(1_000);
    succession.said('xx');
    await expect.poll(() => kinds(told.successor)).toEqual(['speech.divide', 'pass xx']);
    succession.said('es');
    await running;
    expect(kinds(told.successor)).toEqual(['speech.divide', 'pass xx', 'pass es']);
    expect(told.predecessor).toEqual(told.successor);
  });

  test('nothing is divided while somebody speaks, nor at a comma', async () => {
    const { told, floor, succession, giveUp, comeUp } = room();
    floor[0] = { ...floor[0]!, speaking: true };
    comeUp();
    const running = succession.run(giveUp.signal);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(told.successor).toEqual([]);
    // A comma: what is said around it may be one segment for one of the two and two for the other.
    floor[0] = { ...floor[0], speaking: false, changedAtMs: Date.now() };
    await new Promise((resolve) => setTimeout(resolve, 300));
    floor[0] = { ...floor[0], speaking: true, changedAtMs: Date.now() };
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told.successor).toEqual([]);
    floor[0] = { ...floor[0], speaking: false, changedAtMs: Date.now() };
    const stoppedMs = nowMs();
    await expect.poll(() => kinds(told.successor)).toEqual(['speech.divide']);
    // In the pause: not before the end of speech but for the jitter, and not so late that somebody could have begun again unseen.
    const atMs = told.successor[0]?.type === 'speech.divide' ? told.successor[0].atMs : 0;
    expect(atMs).toBeGreaterThan(stoppedMs - 90);
    expect(atMs).toBeLessThan(nowMs() - 80);
    giveUp.abort(new AppError('CONFLICT', 'closed'));
    await expect(running).rejects.toThrow();
  });

  test('nothing is divided before it is known what the successor hears, nor once it hears nothing again', async () => {
    const { told, succession, giveUp, comeUp } = room();
    comeUp();
    succession.learn(engines('starting'));
    succession.learn(engines('ready'));
    const running = succession.run(giveUp.signal);
    // It was told warm just now; a second later it begins to hear, and what waits there is told a second after that.
    succession.learn(engines('ready'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told.successor).toEqual([]);
    succession.learn(engines('ready'));
    await expect.poll(() => kinds(told.successor)).toEqual(['speech.divide']);
    giveUp.abort(new AppError('CONFLICT', 'closed'));
    await expect(running).rejects.toThrow();
  });

  test('nothing is divided while one of the two is behind with hearing', async () => {
    const { told, load, succession, giveUp, comeUp } = room();
    comeUp();
    succession.learn(engines('ready', 900));
    const running = succession.run(giveUp.signal);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(told.successor).toEqual([]);
    load.behindMs = 900;
    succession.learn(engines('ready'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(told.successor).toEqual([]);
    load.behindMs = 0;
    await expect.poll(() => kinds(told.successor)).toEqual(['speech.divide']);
    giveUp.abort(new AppError('CONFLICT', 'closed'));
    await expect(running).rejects.toThrow();
  });

  test('a predecessor that dies leaves everything to the successor at once, what is being said too', () => {
    const { told, succession, comeUp } = room();
    comeUp();
    succession.takeAll();
    expect(told.successor).toEqual([{ type: 'speech.divide', atMs: 0 }, expect.objectContaining({ type: 'channel.pass', language: 'es' }), expect.objectContaining({ type: 'channel.pass', language: 'xx' })]);
  });
});
