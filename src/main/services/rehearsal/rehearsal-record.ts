import type { z } from 'zod';
import type { ChannelStatus, ChannelSwitch } from '../../../shared/live/channel.ts';
import type { ProcessUsage, SessionStats } from '../../../shared/live/stats.ts';
import type { SegmentTrace } from '../../../shared/live/trace.ts';
import type { RehearsalToHost, SpokenWord } from '../../../shared/protocol/rehearsal-protocol.ts';
import { channelTrack } from '../../../shared/tracks.ts';
import { CaptionErasure } from './caption-erasure.ts';
import { CommittedText } from './committed-text.ts';
import { HumanTurns } from './human-turns.ts';
import type { InterpreterFacts } from './interpreter-report.ts';
import { MissingSound, type MissingSoundFigures } from './missing-sound.ts';
import { RunningTotal } from './running-total.ts';

type From<T extends RehearsalToHost['type']> = Extract<RehearsalToHost, { type: T }>;
export type ProbeTrack = From<'probe'>['tracks'][number];

/** An interpreter who takes the channel for hours. */
const TAKES_MAX = 50;

/** Sum of what was measured, and how often. */
interface Mean {
  sum: number;
  count: number;
}

/** Everything that was seen of one rehearsal, as it came in; {@link rehearsalReport} turns it into figures. */
export class RehearsalRecord {
  /** Monotonic milliseconds at which the first line began; undefined before. */
  firstWordMs: number | undefined;
  /** By identity of the speaker. */
  readonly spoken = new Map<string, Array<z.output<typeof SpokenWord>>>();
  readonly traces = new Map<string, SegmentTrace>();
  /** Text of the final source caption by segment id, as an ordinary client received it. */
  readonly sourceTexts = new Map<string, string>();
  /** When the final caption of a segment was received, by language and segment id; one without text takes a caption away and is none. */
  readonly captioned = new Map<string, Map<string, number>>();
  readonly committed = new Map<string, CommittedText>();
  /** Flicker of the captions, by language. */
  readonly erasure = new Map<string, CaptionErasure>();
  /** Onsets by track, monotonic milliseconds. */
  readonly onsets = new Map<string, number[]>();
  /** Listeners that came late, on purpose: milliseconds from their call to the joined room, and to the first frame of a channel. */
  readonly joins: Array<{ readonly joinMs: number; readonly firstAudioMs: number }> = [];
  /** When each line began and by whom, monotonic milliseconds at the encoder. */
  readonly lines: Array<{ readonly identity: string; readonly startMs: number }> = [];
  /** Of the synthetic interpreter, in order; of a long rehearsal the newest. */
  readonly takes: Array<Pick<From<'interpreter-take'>, 'take' | 'closedAtMs'>> = [];
  /** There will be no more of them. */
  takesEnded = false;
  probe: ReadonlyMap<string, ProbeTrack> = new Map();
  #channels: readonly ChannelStatus[] = [];
  /** By language, the newest translator and voice that the channel had; no entry: it never had a translator. */
  readonly #engines = new Map<string, { readonly translator: string; readonly voice: string | undefined }>();
  /** What engines that do not work say of themselves, by id. */
  readonly #engineTroubles = new Map<string, string>();
  readonly #usage = new Map<string, { cpuCores: Mean; residentMb: Mean }>();
  readonly #twoVoices = new Map<string, RunningTotal>();
  readonly #noSource = new Map<string, RunningTotal>();
  /** By track. */
  readonly #missing = new Map<string, MissingSound>();
  #probeBefore: ReadonlyMap<string, ProbeTrack> = new Map();
  #measuring = false;
  /** What was said before this does not count, monotonic milliseconds. */
  #sinceMs = -Infinity;
  /** Segments of what does not count: what is still to come of them does not either. */
  readonly #ignored = new Set<string>();
  #measuredTakes = 0;
  readonly #humanTurns = new HumanTurns();

  /** From now on the figures count: what the probe and the processes did while everything started does not. */
  begin(): void {
    this.#measuring = true;
    this.#probeBefore = this.probe;
  }

  /**
   * From now on, `atMs`, the figures count, and nothing that was said before, whatever is still to come of it: while engines warmed up
   * the rehearsal was heard already. For a moment in a pause, so that everything belongs to one side of it.
   */
  beginAnew(atMs: number): void {
    this.#sinceMs = atMs;
    for (const segmentId of this.traces.keys()) this.#ignore(segmentId);
    this.forgetBefore(atMs);
    this.committed.clear();
    this.erasure.clear();
    this.joins.length = 0;
    this.takes.length = 0;
    this.#measuredTakes = 0;
    for (const totals of [this.#twoVoices, this.#noSource]) for (const total of totals.values()) total.restart();
    this.begin();
  }

  /** Whether the figures count already. */
  get measuring(): boolean {
    return this.#measuring;
  }

  /**
   * Forgets the segments committed before `untilMs` with the words, captions and onsets that belong to them, so that a
   * rehearsal without an end stays as small as its window. What is a running total (gaps, audio, missing sound, two voices, changed words)
   * still counts from {@link begin}.
   */
  forgetBefore(untilMs: number): void {
    for (const [segmentId, { committedMs }] of this.traces) if (committedMs < untilMs) this.traces.delete(segmentId);
    for (const [identity, words] of this.spoken) {
      // Where the first segment that stays begins, seen as the report sees it: all words of it stay, none of the one before.
      const kept = [...this.traces.values()].filter(({ speakerIdentity }) => speakerIdentity === identity);
      const cutMs = Math.min(untilMs, ...kept.map(({ speechStartArrivedMs }) => speechStartArrivedMs));
      keep(words, ({ endMs }) => endMs > cutMs);
    }
    const captioned = [...this.captioned.values()];
    for (const segments of captioned) for (const [segmentId, atMs] of segments) if (atMs < untilMs && !this.traces.has(segmentId)) segments.delete(segmentId);
    for (const segmentId of this.sourceTexts.keys()) if (!captioned.some((segments) => segments.has(segmentId))) this.sourceTexts.delete(segmentId);
    for (const onsets of this.onsets.values()) keep(onsets, (atMs) => atMs >= untilMs);
    keep(this.lines, ({ startMs }) => startMs >= untilMs);
    if (this.firstWordMs !== undefined) this.firstWordMs = Math.max(this.firstWordMs, untilMs);
  }

  takeWorker(message: RehearsalToHost): void {
    switch (message.type) {
      case 'line-started':
        this.firstWordMs ??= message.atMs;
        return;
      case 'line-ended':
        if (message.startMs < this.#sinceMs) return;
        push(this.spoken, message.identity, ...message.words);
        this.lines.push({ identity: message.identity, startMs: message.startMs });
        return;
      case 'heard':
        push(this.onsets, message.track, message.atMs);
        return;
      case 'caption-heard':
        return this.#takeCaption(message);
      case 'probe':
        this.probe = new Map(message.tracks.map((track) => [track.track, track]));
        if (this.#measuring) for (const track of message.tracks) this.#missingOn(track.track).takeReceived(track);
        return;
      case 'joined':
        if (message.joinMs !== undefined && message.firstAudioMs !== undefined) this.joins.push({ joinMs: message.joinMs, firstAudioMs: message.firstAudioMs });
        return;
      case 'interpreter-take':
        if (message.closedAtMs < this.#sinceMs) return;
        this.takes.push(message);
        this.#measuredTakes++;
        if (this.takes.length > TAKES_MAX) this.takes.shift();
        return;
      case 'interpreter-ended':
        this.takesEnded = true;
        return;
      case 'ready':
      case 'script-ended':
      case 'token-request':
      case 'log':
        return;
    }
  }

  takeTrace(trace: SegmentTrace): void {
    if (trace.speechStartArrivedMs < this.#sinceMs) return this.#ignore(trace.segmentId);
    this.traces.set(trace.segmentId, trace);
  }

  /** @param atMs when it happened, monotonic milliseconds */
  takeSwitch(change: ChannelSwitch, atMs: number): void {
    this.#humanTurns.take(change, atMs);
  }

  /** As they are now; a translator that a channel had and lost is not forgotten. */
  takeChannels(channels: readonly ChannelStatus[]): void {
    this.#channels = channels;
    for (const { language, translator, voice } of channels) {
      if (translator !== undefined) this.#engines.set(language, { translator, voice: voice ?? this.#engines.get(language)?.voice });
    }
  }

  get channels(): readonly ChannelStatus[] {
    return this.#channels;
  }

  /** Who interprets into `language`, or did before it failed: `translator + voice`; undefined when nobody ever could. */
  engineOf(language: string): string | undefined {
    const engine = this.#engines.get(language);
    return engine && [engine.translator, ...(engine.voice === undefined ? [] : [engine.voice])].join(' + ');
  }

  takeStats({ channels, engines }: Pick<SessionStats, 'channels' | 'engines'>): void {
    for (const { id, state, message } of engines) {
      if (state === 'missing' || state === 'failed') this.#engineTroubles.set(id, message);
      else if (state === 'ready') this.#engineTroubles.delete(id);
    }
    for (const { language, twoVoicesMs, noSourceMs, unwrittenMs } of channels) {
      totalOf(this.#twoVoices, language).take(twoVoicesMs);
      totalOf(this.#noSource, language).take(noSourceMs);
      if (this.#measuring) this.#missingOn(channelTrack(language)).takeWritten({ unwrittenMs });
    }
  }

  /** What is wrong with the engines that do not work, as they say it themselves. */
  get engineTroubles(): readonly string[] {
    return [...this.#engineTroubles.values()];
  }

  /** Processes of one name (the stages of one Apertium) are one. */
  takeUsage(usage: readonly ProcessUsage[]): void {
    if (!this.#measuring) return;
    const totals = new Map<string, { cpuCores: number | undefined; residentMb: number | undefined }>();
    for (const { name, cpuCores, residentMb } of usage) {
      const total = totals.get(name);
      totals.set(name, { cpuCores: plus(total?.cpuCores, cpuCores), residentMb: plus(total?.residentMb, residentMb) });
    }
    for (const [name, total] of totals) {
      const means = this.#usage.get(name) ?? { cpuCores: { sum: 0, count: 0 }, residentMb: { sum: 0, count: 0 } };
      this.#usage.set(name, means);
      add(means.cpuCores, total.cpuCores);
      add(means.residentMb, total.residentMb);
    }
  }

  twoVoicesMs(language: string): number {
    return totalOf(this.#twoVoices, language).value;
  }

  /** What was seen of a channel with an interpreter until `nowMs`, monotonic. */
  interpreterFacts(language: string, nowMs: number): InterpreterFacts {
    const takes = this.takes.map(({ take, closedAtMs }) => {
      const leftAfterMs = this.#humanTurns.leftAfterMs(language, closedAtMs, nowMs);
      return { ...take, ...(leftAfterMs !== undefined && { leftAfterMs }) };
    });
    const subscriptions = this.probe.get(channelTrack(language))?.subscriptions ?? 0;
    return { language, takes, measuredTakes: this.#measuredTakes, subscriptions, countedTwoVoicesMs: this.twoVoicesMs(language), countedNoSourceMs: totalOf(this.#noSource, language).value };
  }

  /** What the probe received of `track` since {@link begin}; undefined when it never heard it. */
  heardOf(track: string): { gaps: number; audioSeconds: number; elapsedSeconds: number } | undefined {
    const now = this.probe.get(track);
    if (!now) return undefined;
    const before = this.#probeBefore.get(track);
    return {
      gaps: now.gaps + now.unsubscribed - (before ? before.gaps + before.unsubscribed : 0),
      audioSeconds: now.audioSeconds - (before?.audioSeconds ?? 0),
      elapsedSeconds: now.elapsedSeconds - (before?.elapsedSeconds ?? 0),
    };
  }

  /** Sound of `track` that is missing since {@link begin} although the track went on. */
  missingSoundOf(track: string): MissingSoundFigures {
    return this.#missingOn(track).figures;
  }

  /** Mean use by process name, since {@link begin}. */
  processes(): Record<string, { cpuCores?: number; residentMb?: number }> {
    return Object.fromEntries(
      [...this.#usage].map(([name, { cpuCores, residentMb }]) => [
        name,
        { ...(cpuCores.count > 0 && { cpuCores: cpuCores.sum / cpuCores.count }), ...(residentMb.count > 0 && { residentMb: residentMb.sum / residentMb.count }) },
      ]),
    );
  }

  #missingOn(track: string): MissingSound {
    const missing = this.#missing.get(track) ?? new MissingSound();
    this.#missing.set(track, missing);
    return missing;
  }

  #ignore(segmentId: string): void {
    this.#ignored.add(segmentId);
    this.traces.delete(segmentId);
    this.sourceTexts.delete(segmentId);
    for (const segments of this.captioned.values()) segments.delete(segmentId);
  }

  #takeCaption({ language, sourceLanguage, segmentId, captionId, text, stableLength, final, atMs }: From<'caption-heard'>): void {
    if (this.#ignored.has(segmentId)) return;
    const committed = this.committed.get(language) ?? new CommittedText();
    this.committed.set(language, committed);
    committed.take({ captionId, text, stableLength: final ? text.length : stableLength });
    const erasure = this.erasure.get(language) ?? new CaptionErasure();
    this.erasure.set(language, erasure);
    erasure.take({ captionId, text, final });
    if (!final) return;
    if (language === sourceLanguage) this.sourceTexts.set(segmentId, text);
    if (text === '') return;
    const segments = this.captioned.get(language) ?? new Map<string, number>();
    this.captioned.set(language, segments.set(segmentId, atMs));
  }
}

function push<T>(lists: Map<string, T[]>, key: string, ...values: T[]): void {
  const list = lists.get(key);
  if (list) list.push(...values);
  else lists.set(key, values);
}

function totalOf(totals: Map<string, RunningTotal>, language: string): RunningTotal {
  const total = totals.get(language) ?? new RunningTotal();
  totals.set(language, total);
  return total;
}

/** Takes out of `list`, in place, whatever is not to be kept. */
function keep<T>(list: T[], isKept: (value: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(isKept));
}

const plus = (total: number | undefined, value: number | undefined): number | undefined => (value === undefined ? total : (total ?? 0) + value);

function add(mean: Mean, value: number | undefined): void {
  if (value === undefined) return;
  mean.sum += value;
  mean.count++;
}
