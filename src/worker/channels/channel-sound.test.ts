import { describe, expect, test } from 'vitest';
import { sounds } from '../engines/fixtures/sounds.ts';
import { upsample } from '../rehearsal/resample.ts';
import { AHEAD, Leveller } from '../sound/leveller.ts';
import { LevellerBank } from '../sound/leveller-bank.ts';
import { LoudnessMeter } from '../sound/loudness-meter.ts';
import { fromDb } from '../sound/pcm.ts';
import { BoothBus, BoothFeed } from './booth-bus.ts';
import { ChannelMixer, type FrameSource } from './channel-mixer.ts';
import { ChannelOutput } from './channel-output.ts';
import { Clause } from './clause.ts';
import { FloorBus, FloorFeed } from './floor-bus.ts';
import { MachineVoice } from './machine-voice.ts';
import { spokenBy } from './spoken-voice.ts';

const FRAME = 960;
const TARGET_LUFS = -23;
const SECOND = 50;

/** A sentence at `db` of its level, for ever, a frame at a time. */
function talker(name: string, db: number): () => Int16Array {
  const sentence = upsample(sounds(name)[0]!.samples, 16_000, 48_000);
  let at = 0;
  return () => Int16Array.from({ length: FRAME }, () => Math.max(-32_768, Math.min(32_767, Math.round(sentence[at++ % sentence.length]! * fromDb(db)))));
}

/** @param boostDb by how much all voices are too loud */
function channel(boostDb = 0) {
  const levellers = new LevellerBank(TARGET_LUFS);
  const booth = new BoothBus(FRAME, levellers);
  const floor = new FloorBus(FRAME, levellers);
  const voice = new MachineVoice();
  const leveller = new Leveller(TARGET_LUFS, AHEAD);
  const machine = spokenBy(voice, leveller, FRAME);
  const everyone: FrameSource = { next: () => (floor.audible ? floor.everyone : undefined) };
  const mixer = new ChannelMixer(FRAME, machine);
  const output = new ChannelOutput(FRAME);
  const feed = new BoothFeed();
  booth.add('TR_1', 'interpreter:anna', feed);
  const speaker = new FloorFeed('en');
  floor.add(speaker, 'speaker:boris');

  const human = talker('01_seen', 6 + boostDb);
  const original = talker('04_seen', boostDb - 8);
  const synthetic = talker('12_unseen', boostDb);
  let clause: Clause | undefined;
  /** Plays `source` for `seconds`; returns the loudness of what was sent, LUFS, and its largest sample. */
  const play = (source: 'human' | 'machine' | 'floor', seconds: number): { lufs: number; peak: number } => {
    const meter = new LoudnessMeter();
    let peak = 0;
    if (source === 'machine') {
      clause = new Clause({ onFirstSample: () => undefined, onEnd: () => undefined }, { onAudio: (pcm) => leveller.measure(pcm) });
      voice.add(clause);
    } else voice.clear();
    for (let frame = 0; frame < seconds * SECOND; frame++) {
      feed.push(source === 'human' ? human() : new Int16Array(FRAME));
      speaker.push(original());
      if (source === 'machine') clause?.push(synthetic());
      booth.advance();
      floor.advance([]);
      const sent = output.finish(mixer.mix(source === 'human' ? booth.voice('TR_1') : source === 'machine' ? machine : everyone));
      meter.add(sent);
      for (const sample of sent) peak = Math.max(peak, Math.abs(sample));
    }
    return { lufs: meter.programmeLufs!, peak };
  };
  return { play, output };
}

describe('who takes a channel', () => {
  test('is as loud as who left it, within 1 LU, whatever microphone and voice give', () => {
    const { play } = channel();
    // The first turn of each finds its gain.
    for (const source of ['human', 'machine', 'floor'] as const) play(source, 5);
    const turns = (['human', 'machine', 'floor', 'machine', 'human', 'floor'] as const).map((source) => play(source, 5).lufs);
    for (const lufs of turns) expect(Math.abs(lufs - TARGET_LUFS)).toBeLessThan(1);
    turns.slice(1).forEach((lufs, n) => expect(Math.abs(lufs - turns[n]!)).toBeLessThan(1));
  });

  test('never exceeds the ceiling, not in the first word either', () => {
    const { play } = channel(24);
    const peaks = (['human', 'machine', 'floor', 'human'] as const).map((source) => play(source, 1).peak);
    expect(Math.max(...peaks)).toBeLessThanOrEqual(Math.ceil(32_768 * fromDb(-1)));
  });
});

test('a machine and a person who say the same with the same pauses are equally loud, within 0.5 LU', () => {
  const levellers = new LevellerBank(TARGET_LUFS);
  const booth = new BoothBus(FRAME, levellers);
  const feed = new BoothFeed();
  booth.add('TR_1', 'interpreter:anna', feed);
  const voice = new MachineVoice();
  const leveller = new Leveller(TARGET_LUFS, AHEAD);
  const machine = spokenBy(voice, leveller, FRAME);
  const said = { machine: new LoudnessMeter(), human: new LoudnessMeter() };
  const output = { machine: new ChannelOutput(FRAME), human: new ChannelOutput(FRAME) };
  const pauseFrames = 30;
  ['01_seen', '04_seen', '06_seen', '02_seen', '01_seen', '04_seen', '06_seen', '02_seen'].forEach((name, turn) => {
    const { samples, end } = sounds(name)[0]!;
    const sentence = upsample(samples.subarray(0, end), 16_000, 48_000);
    const clause = new Clause({ onFirstSample: () => undefined, onEnd: () => undefined }, { onAudio: (pcm) => leveller.measure(pcm) });
    clause.push(sentence);
    clause.end();
    voice.add(clause);
    for (let at = 0; at < sentence.length + pauseFrames * FRAME; at += FRAME) {
      const live = new Int16Array(FRAME);
      live.set(sentence.subarray(at, at + FRAME));
      feed.push(live);
      booth.advance();
      const frames = { machine: output.machine.finish(machine.next()), human: output.human.finish(booth.voice('TR_1')!.next()) };
      // The first round finds the gains.
      if (turn >= 4) for (const who of ['machine', 'human'] as const) said[who].add(frames[who]);
    }
  });
  expect(Math.abs(said.machine.programmeLufs! - said.human.programmeLufs!)).toBeLessThan(0.5);
  expect(Math.abs(said.machine.programmeLufs! - TARGET_LUFS)).toBeLessThan(0.5);
});

test('the channel tells the loudness of the last 3 s, and none in silence', () => {
  const { play, output } = channel();
  play('machine', 8);
  expect(Math.abs(output.shortTermLufs! - TARGET_LUFS)).toBeLessThan(2);
  for (let frame = 0; frame < 4 * SECOND; frame++) output.finish(undefined);
  expect(output.shortTermLufs).toBeUndefined();
});
