import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_RATE } from '../stages/speaking-rate.ts';
import type { ChannelState } from './channel-model.ts';
import type { FrameSource } from './channel-mixer.ts';
import type { AirState } from './air-time.ts';
import { ChannelVoices } from './channel-voices.ts';
import type { Clause } from './clause.ts';
import { FADE_SAMPLES } from './fade.ts';
import { World } from './random-orders.ts';

const ORDERS = 1_000;
const FRAME = 480;
/** So many frames long the last of a source may be heard. */
const FRAMES_OF_FADE = FADE_SAMPLES / FRAME;
/** Everybody is one value, so that every sample says who it is of. */
const EVERYONE = -2_000;
const OWN_FLOOR = -3_000;
const HUMANS: Readonly<Record<string, number>> = { TR_1: -4_000, TR_2: -5_000, TR_3: -6_000 };
const clauseValue = (clause: number): number => 1_000 + 40 * clause;

const voiceOf = (value: number): FrameSource => ({ next: () => new Float32Array(FRAME).fill(value) });
const humans = new Map(Object.entries(HUMANS).map(([sid, value]) => [sid, voiceOf(value)]));

// So loud a target that nothing of what is said here is levelled.
const channel = (): ChannelVoices =>
  new ChannelVoices({ language: 'es', frameSamples: FRAME, loudnessTargetLufs: 0, live: { everyone: voiceOf(EVERYONE), ownFloor: voiceOf(OWN_FLOOR), human: (sid) => humans.get(sid) }, policy: undefined, startedAtMs: 0, succeeds: false });

interface Said {
  readonly value: number;
  readonly clause: Clause;
  begun: boolean;
  /** Somebody else has had the channel since. */
  past: boolean;
}

function say(voices: ChannelVoices, number: number, ms: number): Said | undefined {
  const said = { value: clauseValue(number), begun: false, past: false };
  // As fast as it may be, so that nothing is stretched on the way.
  const clause = voices.say({ rate: MAX_RATE }, { onFirstSample: () => Object.assign(said, { begun: true }), onEnd: () => undefined });
  clause?.push(new Int16Array(48 * ms).fill(said.value));
  clause?.end();
  return clause && Object.assign(said, { clause });
}

/** The value of whoever is live and to be heard; `machine`: it is to be heard. */
function wanted({ source, reason, human }: ChannelState): number | 'machine' {
  if (source === 'human') return HUMANS[human!]!;
  if (source === 'floor') return reason === 'floor-language' ? OWN_FLOOR : EVERYONE;
  return source === 'silence' && reason === 'operator' ? 0 : 'machine';
}

/** Plays one random order of events and clauses; returns the first rule that it breaks, in words. */
function violationIn(order: readonly number[]): string | undefined {
  const world = new World();
  const voices = channel();
  for (const event of world.begin()) voices.step(event, 0);
  const all: Said[] = [];
  let [before, settledFrames] = [wanted(voices.state), 0];
  for (const random of order) {
    voices.step(world.happen(random), world.atMs);
    if (voices.state.finishUntilMs !== undefined && all.some(({ begun, clause }) => !begun && !clause.over)) return 'a clause waits behind the one that is finished';
    for (let clauses = (random >>> 20) % 3; clauses > 0; clauses--) {
      const said = say(voices, all.length, 5 + ((random >>> 12) % 60));
      const heard = wanted(voices.state) === 'machine' && voices.state.finishUntilMs === undefined;
      if (heard !== (said !== undefined)) return heard ? 'a clause is refused' : 'a clause is taken that is not to be heard';
      if (said) all.push(said);
    }
    for (let frames = (random >>> 8) % 6; frames > 0; frames--) {
      const now = wanted(voices.state);
      settledFrames = now === before ? settledFrames + 1 : 1;
      before = now;
      const frame = voices.mix('on-air') ?? new Float32Array(FRAME);
      if (now !== 'machine' && settledFrames >= FRAMES_OF_FADE) for (const said of all) said.past = true;
      if (all.some(({ past, clause }) => past && !clause.over)) return 'a clause waits although somebody else has had the channel';
      if (settledFrames > FRAMES_OF_FADE) {
        const may = now === 'machine' ? [0, ...all.filter(({ past }) => !past).map(({ value }) => value)] : [now];
        const wrong = frame.find((sample) => may.every((value) => Math.abs(sample - value) > 3));
        if (wrong !== undefined) return `${wrong} is heard, which is none of ${may.join(', ')}: ${JSON.stringify(voices.state)}`;
      }
      voices.keepTime(world.atMs);
    }
  }
  return undefined;
}

test(`in ${ORDERS.toLocaleString('en')} random orders of events and clauses, nothing is heard of a clause after somebody else has had the channel`, { timeout: 120_000 }, () => {
  const orders = fc.array(fc.integer(), { minLength: 4, maxLength: 24 });
  const { failed, counterexample } = fc.check(fc.property(orders, (order) => violationIn(order) === undefined), { numRuns: ORDERS });
  expect(failed ? violationIn(counterexample![0]) : undefined).toBeUndefined();
});

describe('a channel that passes from one worker to another', () => {
  const interpreting = (): ChannelVoices => {
    const voices = channel();
    for (const event of new World().begin()) voices.step(event, 0);
    return voices;
  };
  const heard = (voices: ChannelVoices, air: AirState, frames: number): number[] => {
    let last = new Float32Array(FRAME);
    for (let n = 0; n < frames; n++) last = Float32Array.from(voices.mix(air) ?? new Float32Array(FRAME));
    return [...new Set(last)];
  };

  test('is silent while it is awaited, and what was to be said is said then', () => {
    const voices = interpreting();
    const said = say(voices, 1, 200)!;
    expect(heard(voices, 'awaited', 10)).toEqual([0]);
    expect(said.clause.over).toBe(false);
    expect(heard(voices, 'on-air', FRAMES_OF_FADE + 1)).toEqual([said.value]);
  });

  test('is silent once it is over, and nothing waits any more', () => {
    const voices = interpreting();
    const said = say(voices, 1, 2_000)!;
    expect(heard(voices, 'on-air', FRAMES_OF_FADE + 1)).toEqual([said.value]);
    expect(heard(voices, 'over', FRAMES_OF_FADE + 1)).toEqual([0]);
    expect(said.clause.over).toBe(true);
  });
});
