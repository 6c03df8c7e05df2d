import { describe, expect, test } from 'vitest';
import { LevellerBank } from '../sound/leveller-bank.ts';
import { BoothBus, BoothFeed } from './booth-bus.ts';
import { ChannelMixer, type FrameSource } from './channel-mixer.ts';
import { Clause } from './clause.ts';
import { FADE_MS } from './fade.ts';
import { FloorBus, FloorFeed } from './floor-bus.ts';
import { LevelMeter } from './level-meter.ts';
import { MachineVoice } from './machine-voice.ts';

const FRAME = 960;
const constant = (samples: number, value: number): Int16Array => new Int16Array(samples).fill(value);

function clause(log: string[] = [], name = 'clause'): Clause {
  return new Clause({ onFirstSample: () => log.push(`${name} first`), onEnd: (how) => log.push(`${name} ${how}`) });
}

function speak(voice: MachineVoice, samples: number, log?: string[], name?: string): Clause {
  const said = clause(log, name);
  said.push(constant(samples, 5_000));
  said.end();
  voice.add(said);
  return said;
}

/** Everything `voice` says in `frames` frames, as loud (#) and silent (.) milliseconds, run-length coded. */
function listen(voice: MachineVoice, frames: number): string {
  const into = new Int16Array(FRAME);
  const marks: string[] = [];
  for (let n = 0; n < frames; n++) {
    voice.read(into);
    for (let ms = 0; ms < 20; ms++) marks.push(into[ms * 48] === 0 ? '.' : '#');
  }
  return marks.join('').replaceAll(/(.)\1*/g, (run) => `${run[0]}${run.length} `).trim();
}

describe('the machine voice', () => {
  test('leaves a pause between two clauses', () => {
    const voice = new MachineVoice();
    const log: string[] = [];
    speak(voice, 48 * 30, log, 'a');
    speak(voice, 48 * 30, log, 'b');
    expect(listen(voice, 12)).toBe('#30 .120 #30 .60');
    expect(log).toEqual(['a first', 'a spoken', 'b first', 'b spoken']);
  });

  test('begins before the clause is complete, and waits for the rest in silence', () => {
    const voice = new MachineVoice();
    const said = clause();
    voice.add(said);
    expect(listen(voice, 1)).toBe('.20');
    said.push(constant(48 * 10, 5_000));
    // Where it runs dry it falls for 3 ms instead of breaking off, and rises where it goes on.
    expect(listen(voice, 1)).toBe('#13 .7');
    said.push(constant(48 * 10, 5_000));
    said.end();
    expect(listen(voice, 1)).toBe('.1 #9 .10');
    expect(said.over).toBe(true);
  });

  test('cuts silence off both ends of a clause', () => {
    const voice = new MachineVoice();
    const said = clause();
    said.push(constant(48 * 200, 0));
    said.push(Int16Array.from([...constant(48 * 40, 0), ...constant(48 * 20, 5_000)]));
    said.push(constant(48 * 300, 3));
    said.end();
    voice.add(said);
    expect(voice.lagMs).toBe(5 + 20 + 20);
  });

  test('says its clause to the end and nothing after it when it is asked to', () => {
    const voice = new MachineVoice();
    const log: string[] = [];
    speak(voice, 48 * 40, log, 'a');
    speak(voice, 48 * 40, log, 'b');
    expect(voice.saying).toBe(false);
    listen(voice, 1);
    expect(voice.saying).toBe(true);
    voice.finishClause();
    expect(listen(voice, 2)).toBe('#20 .20');
    expect(voice.saying).toBe(false);
    expect(log).toEqual(['a first', 'b dropped', 'a spoken']);
  });

  test('what is thrown away because somebody else takes the channel is not counted as late', () => {
    const voice = new MachineVoice();
    const log: string[] = [];
    for (const name of ['a', 'b', 'c']) speak(voice, 48 * 40, log, name);
    listen(voice, 1);
    voice.finishClause();
    voice.clear();
    expect(log).toEqual(['a first', 'b dropped', 'c dropped', 'a dropped']);
    expect(voice.droppedClauses).toBe(0);
  });

  test('drops the oldest clause that nobody has heard of yet', () => {
    const voice = new MachineVoice({ maxLagMs: 10_000, maxClauses: 2 });
    const log: string[] = [];
    speak(voice, 48 * 40, log, 'a');
    listen(voice, 1);
    speak(voice, 48 * 40, log, 'b');
    speak(voice, 48 * 40, log, 'c');
    expect(voice.droppedClauses).toBe(1);
    listen(voice, 20);
    expect(log).toEqual(['a first', 'b dropped', 'a spoken', 'c first', 'c spoken']);
  });

  test('a clause of nothing but silence is over at once', () => {
    const log: string[] = [];
    const said = clause(log);
    said.push(constant(4_800, 0));
    said.end();
    expect(log).toEqual(['clause silent']);
  });
});

/** A voice that says `value` for ever, or nothing while that is undefined. */
function voiceOf(value: number | undefined): FrameSource & { value: number | undefined } {
  const source = { value, next: () => (source.value === undefined ? undefined : new Float32Array(FRAME).fill(source.value)) };
  return source;
}

/** Plays a programme of a voice a frame, and returns every sample of it. */
function play(mixer: ChannelMixer, programme: readonly (FrameSource | undefined)[]): number[] {
  return programme.flatMap((wanted) => [...(mixer.mix(wanted) ?? new Float32Array(FRAME))]);
}

const biggestStep = (samples: readonly number[]): number => samples.reduce((biggest, sample, n) => Math.max(biggest, n === 0 ? 0 : Math.abs(sample - samples[n - 1]!)), 0);

describe('a switch', () => {
  test('fades, without a jump and without two voices', () => {
    const [machine, floor] = [voiceOf(5_000), voiceOf(5_000)];
    const mixer = new ChannelMixer(FRAME, machine);
    expect(biggestStep(play(mixer, [machine, floor, floor, floor, machine, machine, machine]))).toBeLessThan(20);
    expect(FADE_MS).toBeGreaterThanOrEqual(20);
    expect(mixer).toMatchObject({ twoVoicesMs: 0, noSourceMs: 0 });
  });

  test('a change of mind in the middle of a fade goes on from where it stands', () => {
    const [machine, floor, human] = [voiceOf(5_000), voiceOf(5_000), voiceOf(5_000)];
    const mixer = new ChannelMixer(FRAME, machine);
    expect(biggestStep(play(mixer, [machine, floor, human, machine, undefined, human, human, human]))).toBeLessThan(30);
    expect(mixer.mix(human)).toEqual(new Float32Array(FRAME).fill(5_000));
    expect(mixer.isOut(machine) && mixer.isOut(floor)).toBe(true);
  });

  test('switching to and fro without end is counted as two voices', () => {
    const [machine, floor] = [voiceOf(5_000), voiceOf(5_000)];
    const mixer = new ChannelMixer(FRAME, machine);
    play(mixer, Array.from({ length: 50 }, (_, n) => (n % 2 ? machine : floor)));
    expect(mixer.twoVoicesMs).toBeGreaterThan(100);
  });

  test('one who says nothing is no second voice', () => {
    const [machine, floor] = [voiceOf(undefined), voiceOf(5_000)];
    const mixer = new ChannelMixer(FRAME, machine);
    play(mixer, Array.from({ length: 50 }, (_, n) => (n % 2 ? machine : floor)));
    expect(mixer.twoVoicesMs).toBe(0);
  });

  test('who comes on and is not heard because of the switching is counted', () => {
    const mixer = new ChannelMixer(FRAME, voiceOf(undefined));
    // A new voice every frame, too soft to be heard before it has risen further than a frame lets it.
    play(mixer, Array.from({ length: 50 }, () => voiceOf(110)));
    expect(mixer.noSourceMs).toBeGreaterThan(100);
  });

  describe('to an open microphone', () => {
    /** The frames of a human who is heard from the first on, said (#), silent (.) or missing ( ), after some of the machine. */
    const heardAfter = (machine: FrameSource, frames: string): number => {
      const bus = new BoothBus(FRAME, new LevellerBank(-23));
      const feed = new BoothFeed();
      bus.add('TR_1', 'clara', feed);
      const human = bus.voice('TR_1');
      const mixer = new ChannelMixer(FRAME, machine);
      play(mixer, [machine, machine]);
      for (const frame of frames) {
        feed.clear();
        if (frame !== ' ') feed.push(constant(FRAME, frame === '#' ? 5_000 : 3));
        bus.advance();
        mixer.mix(human);
      }
      return mixer.noSourceMs;
    };

    test.each([
      ['one who speaks at once', '########', 0],
      ['one of whom a frame is missing, now and then', '## ## ## ##', 0],
      ['one of whom half a dozen are missing: all but a fade count', '####      ####', 100],
      ['one who has nothing to give yet: the machine was cut off for that', '     ###', 80],
      ['one who is silent at first, while the machine was in the middle of a word', '....####', 40],
      ['one who is silent for longer than any way to the channel: has not begun', `${'.'.repeat(17)}###`, 0],
      ['one who draws breath later', '##........####', 0],
    ])('%s', (_, frames, noSourceMs) => {
      const counted = heardAfter(voiceOf(5_000), frames);
      expect(Math.abs(counted - noSourceMs)).toBeLessThanOrEqual(noSourceMs === 0 ? 0 : 21);
    });

    test('one who is silent at first keeps nobody waiting in a pause of the machine', () => {
      expect(heardAfter(voiceOf(undefined), '....####')).toBe(0);
      expect(heardAfter(voiceOf(10), '....####')).toBe(0);
    });

    test('a machine that has nothing to say is no hole', () => {
      const machine = voiceOf(undefined);
      const mixer = new ChannelMixer(FRAME, machine);
      play(mixer, Array.from({ length: 20 }, () => machine));
      expect(mixer.noSourceMs).toBe(0);
    });
  });

  test('nothing at all is digital silence', () => {
    const silent = voiceOf(undefined);
    const mixer = new ChannelMixer(FRAME, silent);
    expect(mixer.mix(silent)).toBeUndefined();
    expect(play(mixer, [undefined, undefined, undefined]).every((sample) => sample === 0)).toBe(true);
    expect(mixer.mix(undefined)).toBeUndefined();
  });
});

describe('the floor', () => {
  const fill = (feed: FloorFeed, ms: number, value: number) => {
    for (let n = 0; n < ms; n += 20) feed.push(constant(FRAME, value));
  };

  test('adds its speakers, and channels of one language hear only theirs', () => {
    const bus = new FloorBus(FRAME, new LevellerBank(-23));
    const [english, spanish] = [new FloorFeed('en'), new FloorFeed('es')];
    bus.add(english, 'anna');
    bus.add(spanish, 'benito');
    fill(english, 40, 1_000);
    fill(spanish, 40, 500);
    bus.advance(['es']);
    expect(bus.everyone[500]).toBe(1_500);
    expect(bus.inLanguage('es')[500]).toBe(500);
  });

  test('a channel of one variety of a language carries speakers of another', () => {
    const bus = new FloorBus(FRAME, new LevellerBank(-23));
    const [english, mexican] = [new FloorFeed('en'), new FloorFeed('es-MX')];
    bus.add(english, 'anna');
    bus.add(mexican, 'benito');
    fill(english, 40, 1_000);
    fill(mexican, 40, 500);
    bus.advance(['es-ES']);
    expect(bus.inLanguage('es-ES')[500]).toBe(500);
  });

  test('never falls behind by more than 120 ms', () => {
    const feed = new FloorFeed('en');
    fill(feed, 1_000, 1);
    const frame = new Int16Array(FRAME);
    let frames = 0;
    while (feed.take(frame)) frames++;
    expect(frames * 20).toBeLessThanOrEqual(140);
    expect(feed.skippedMs).toBeGreaterThan(0);
  });

  test('two loud speakers are too much for 16 bits, and not for the channels; at the meter it is seen', () => {
    const bus = new FloorBus(FRAME, new LevellerBank(-23));
    for (const name of ['anna', 'boris']) {
      const feed = new FloorFeed('en');
      bus.add(feed, name);
      fill(feed, 40, 30_000);
    }
    bus.advance([]);
    expect(bus.everyone[500]).toBe(60_000);
    expect(bus.asHeard[500]).toBe(32_767);
  });
});

test('a meter measures the samples', () => {
  const meter = new LevelMeter();
  meter.add(constant(480, 16_384));
  meter.addSilence(480);
  const level = meter.take();
  expect(level.peakDbfs).toBeCloseTo(-6.02, 1);
  expect(level.rmsDbfs).toBeCloseTo(-9.03, 1);
  expect(level.clipped).toBe(false);
  meter.add(constant(1, -32_768));
  expect(meter.take().clipped).toBe(true);
});
