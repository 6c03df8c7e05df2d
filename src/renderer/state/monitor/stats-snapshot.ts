/** Running totals of one received audio track since it began. Absent: this browser does not tell. */
export interface InboundCounters {
  readonly packetsReceived: number | undefined;
  /** May shrink: a packet that was counted as lost and came late after all. */
  readonly packetsLost: number | undefined;
  /** RFC 3550 interarrival jitter, a gauge and no counter, seconds. */
  readonly jitterSec: number | undefined;
  readonly concealedSamples: number | undefined;
  readonly totalSamplesReceived: number | undefined;
  readonly jitterBufferDelaySec: number | undefined;
  readonly jitterBufferEmittedCount: number | undefined;
}

/** How the media travels, in the words of the candidates that were chosen. */
export interface MediaPath {
  readonly protocol: string | undefined;
  readonly local: string | undefined;
  readonly remote: string | undefined;
  readonly codec: string | undefined;
  readonly dtlsState: string | undefined;
}

/** One reading of a peer connection, reduced to what is measured. */
export interface StatsSnapshot {
  /** Milliseconds of `performance.now()`. */
  readonly atMs: number;
  readonly rttSec: number | undefined;
  /** By stats id, which is new when a track is subscribed again. */
  readonly inbound: ReadonlyMap<string, InboundCounters>;
  readonly path: MediaPath;
}

type Entry = Readonly<Record<string, unknown>>;

const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null;

const figure = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined);
const words = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * Reads a `getStats()` report of the receiving peer connection. Left aside on purpose: `packetsDiscarded` and
 * `fecPacketsReceived`, which with RED count redundancy and no loss.
 */
export function readSnapshot(report: Iterable<readonly [string, unknown]>, atMs: number): StatsSnapshot {
  const entries = new Map<string, Entry>();
  for (const [id, value] of report) if (isEntry(value)) entries.set(id, value);

  const transport = [...entries.values()].find((entry) => entry['type'] === 'transport');
  const pair =
    entries.get(words(transport?.['selectedCandidatePairId']) ?? '') ??
    [...entries.values()].find((entry) => entry['type'] === 'candidate-pair' && entry['nominated'] === true && entry['state'] === 'succeeded');
  const local = entries.get(words(pair?.['localCandidateId']) ?? '');
  const inboundEntries = [...entries].filter(([, entry]) => entry['type'] === 'inbound-rtp' && entry['kind'] === 'audio');

  return {
    atMs,
    rttSec: figure(pair?.['currentRoundTripTime']),
    inbound: new Map(inboundEntries.map(([id, entry]) => [id, readCounters(entry)])),
    path: {
      protocol: words(local?.['relayProtocol']) ?? words(local?.['protocol']),
      local: describeCandidate(local),
      remote: describeCandidate(entries.get(words(pair?.['remoteCandidateId']) ?? '')),
      codec: describeCodec(entries.get(words(inboundEntries[0]?.[1]['codecId']) ?? '')),
      dtlsState: words(transport?.['dtlsState']),
    },
  };
}

function readCounters(entry: Entry): InboundCounters {
  const lost = entry['packetsLost'];
  return {
    packetsReceived: figure(entry['packetsReceived']),
    // Negative is lawful here: duplicates count as received (RFC 3550 A.3).
    packetsLost: typeof lost === 'number' && Number.isFinite(lost) ? lost : undefined,
    jitterSec: figure(entry['jitter']),
    concealedSamples: figure(entry['concealedSamples']),
    totalSamplesReceived: figure(entry['totalSamplesReceived']),
    jitterBufferDelaySec: figure(entry['jitterBufferDelay']),
    jitterBufferEmittedCount: figure(entry['jitterBufferEmittedCount']),
  };
}

function describeCandidate(entry: Entry | undefined): string | undefined {
  if (!entry) return undefined;
  const address = words(entry['address']) ?? words(entry['ip']);
  const place = address === undefined ? undefined : `${address.includes(':') ? `[${address}]` : address}:${String(figure(entry['port']) ?? '?')}`;
  return [words(entry['candidateType']), place].filter(Boolean).join(' ') || undefined;
}

function describeCodec(entry: Entry | undefined): string | undefined {
  const mime = words(entry?.['mimeType']);
  const clockHz = figure(entry?.['clockRate']);
  return mime && (clockHz === undefined ? mime : `${mime} ${clockHz / 1000} kHz`);
}
