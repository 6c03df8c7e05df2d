import { describe, expect, test } from 'vitest';
import { sampleBetween } from './stats-delta.ts';
import { readSnapshot } from './stats-snapshot.ts';

/** A report as Chromium writes it, reduced to what is read. */
function report(inbound: Record<string, Record<string, unknown>>, currentRoundTripTime: unknown = 0.04) {
  return new Map<string, unknown>([
    ['T1', { type: 'transport', selectedCandidatePairId: 'CP1', dtlsState: 'connected' }],
    ['CP0', { type: 'candidate-pair', nominated: false, state: 'succeeded', currentRoundTripTime: 9 }],
    ['CP1', { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime, localCandidateId: 'L', remoteCandidateId: 'R' }],
    ['L', { type: 'local-candidate', candidateType: 'host', address: '10.0.0.2', port: 5000, protocol: 'udp' }],
    ['R', { type: 'remote-candidate', candidateType: 'srflx', address: 'fe80::1', port: 7882, protocol: 'udp' }],
    ['C', { type: 'codec', mimeType: 'audio/opus', clockRate: 48_000 }],
    ['V', { type: 'inbound-rtp', kind: 'video', packetsReceived: 1, packetsLost: 1 }],
    ...Object.entries(inbound).map(([id, values]) => [id, { type: 'inbound-rtp', kind: 'audio', codecId: 'C', ...values }] as const),
  ]);
}

const start = { packetsReceived: 100, packetsLost: 10, jitter: 0.003, concealedSamples: 1_000, totalSamplesReceived: 100_000, jitterBufferDelay: 10, jitterBufferEmittedCount: 100_000 };
const plus = (change: Partial<Record<keyof typeof start, unknown>>) => ({ ...start, ...change });
const between = (before: Record<string, Record<string, unknown>>, after: Record<string, Record<string, unknown>>, rtt?: unknown) =>
  sampleBetween(readSnapshot(report(before), 0), readSnapshot(report(after, rtt), 1_000), 5);

describe('sampleBetween', () => {
  test.each([
    ['a clean second', plus({ packetsReceived: 150 }), 0],
    ['one in fifty lost', plus({ packetsReceived: 149, packetsLost: 11 }), 2],
    ['everything lost', plus({ packetsLost: 60 }), 100],
    ['a late packet takes a loss back', plus({ packetsReceived: 150, packetsLost: 9 }), 0],
    ['nothing expected (DTX)', start, undefined],
    ['counters began anew', plus({ packetsReceived: 3, packetsLost: 0 }), undefined],
    ['NaN', plus({ packetsReceived: NaN }), undefined],
    ['negative total', plus({ packetsReceived: -1 }), undefined],
    ['no counter at all', { jitter: 0.003 }, undefined],
  ])('%s', (_, after, expected) => {
    expect(between({ A: start }, { A: after }).lossPercent).toBe(expected);
  });

  test('measures the interval, never the whole call', () => {
    const sample = between({ A: plus({ packetsReceived: 1_000, packetsLost: 1_000, concealedSamples: 90_000 }) }, { A: plus({ packetsReceived: 1_050, packetsLost: 1_000, concealedSamples: 90_480, totalSamplesReceived: 148_000 }) });
    expect(sample.lossPercent).toBe(0);
    expect(sample.concealedPercent).toBeCloseTo(1, 10);
    expect(sample.listeningMos).toBeCloseTo(4.09, 2);
  });

  test('adds tracks up by packets, and shows the worst jitter', () => {
    const sample = between(
      { A: start, B: start },
      { A: plus({ packetsReceived: 190, packetsLost: 20, jitter: 0.002 }), B: plus({ packetsReceived: 200, jitter: 0.03 }) },
    );
    expect(sample.lossPercent).toBe(5);
    expect(sample.jitterMs).toBe(30);
  });

  test('a track that is new has no interval yet, and one that restarted does not spoil the other', () => {
    expect(between({}, { A: start })).toMatchObject({ lossPercent: undefined, jitterMs: undefined, listeningMos: undefined, rttMs: 40 });
    expect(between({ A: start, B: start }, { A: plus({ packetsReceived: 150 }), B: plus({ packetsReceived: 0 }) }).lossPercent).toBe(0);
    expect(sampleBetween(undefined, readSnapshot(report({ A: start }), 0), 5)).toMatchObject({ atMs: 5, lossPercent: undefined });
  });

  test('jitter buffer is a mean of the interval, and enters the conversational MOS only', () => {
    const sample = between({ A: start }, { A: plus({ packetsReceived: 150, totalSamplesReceived: 148_000, jitterBufferDelay: 10 + 48_000 * 0.5, jitterBufferEmittedCount: 148_000 }) });
    expect(sample.jitterBufferMs).toBeCloseTo(500, 6);
    expect(sample.listeningMos).toBeCloseTo(4.3, 1);
    expect(sample.conversationalMos!).toBeLessThan(sample.listeningMos!);
  });

  test.each([
    ['unknown', undefined],
    ['NaN', NaN],
    ['negative', -0.01],
    ['text', '0.04'],
  ])('a round trip that is %s stays unknown', (_, value) => {
    const sample = sampleBetween(undefined, readSnapshot(new Map([['CP', { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: value }]]), 0), 5);
    expect(sample.rttMs).toBeUndefined();
  });
});

describe('readSnapshot', () => {
  test('says how the media travels', () => {
    expect(readSnapshot(report({ A: start }), 0).path).toEqual({ protocol: 'udp', local: 'host 10.0.0.2:5000', remote: 'srflx [fe80::1]:7882', codec: 'audio/opus 48 kHz', dtlsState: 'connected' });
  });

  test('reads an empty report as unknown', () => {
    const { rttSec, inbound, path } = readSnapshot(new Map(), 0);
    expect(rttSec).toBeUndefined();
    expect(inbound.size).toBe(0);
    expect(Object.values(path).every((value) => value === undefined)).toBe(true);
  });
});
