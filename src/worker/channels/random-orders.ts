import type { ChannelPolicy, OperatorHold } from '../../shared/live/channel.ts';
import { FLOOR_CHANGE_MS, type ChannelGuards } from './channel-guards.ts';
import type { BoothEvent, ChannelEvent, ChannelState } from './channel-model.ts';
import { MAX_FINISH_MS, startingChannel, step, switchBetween } from './channel-state.ts';
import { fade, FADE_SAMPLES, type FadePositions } from './fade.ts';

/** The channel of every order; `es-MX` is understood on it, `en` is not. */
const LANGUAGE = 'es';
/** Whose language a route is made for. */
const ROUTE_SOURCES = ['en', 'en', 'fr'];
const FLOOR_LANGUAGES = ['en', 'es', 'es-MX', 'fr'];
const SIDS = ['TR_1', 'TR_2', 'TR_3'];
const POLICIES: readonly ChannelPolicy[] = ['human-only', 'machine-only', 'machine-until-human'];
const HOLDS: readonly (OperatorHold | 'auto')[] = ['auto', 'auto', 'human', 'machine', 'floor', 'silence'];

interface Microphone {
  open: boolean;
  flowing: boolean;
  quiet: boolean;
  /** Number of the event with which it came to be heard; undefined while it cannot be. */
  readySince: number | undefined;
}

/** What is so, kept by other means than the channel's: plain facts, in the order in which they became known. */
export class World {
  atMs = 0;
  events = 0;
  engines: 'starting' | 'up' | 'down' = 'starting';
  understood = true;
  translator = false;
  voice = false;
  routeFrom: string | undefined;
  readonly alsoFrom = new Set<string>();
  floorLanguage: string | undefined;
  /** Since when each language is spoken, the one spoken longest first. */
  readonly spokenSinceMs = new Map<string, number>();
  /** Until when the floor's language was spoken last; undefined while it is. */
  floorSpokenUntilMs: number | undefined = 0;
  speakers = 0;
  policy: ChannelPolicy = 'machine-until-human';
  finish = false;
  hold: OperatorHold | undefined;
  saying = false;
  finishingSinceMs: number | undefined;
  readonly microphones = new Map<string, Microphone>();

  /** A room in the middle of its event, in which a machine that may finish its clause interprets: orders from nothing seldom get there. */
  begin(): ChannelEvent[] {
    Object.assign(this, { engines: 'up', understood: true, translator: true, voice: true, routeFrom: 'en', floorLanguage: 'en', floorSpokenUntilMs: undefined, speakers: 1, finish: true, saying: true });
    this.spokenSinceMs.set('en', 0);
    return [
      { kind: 'route', from: 'en', translator: 'apertium', voice: 'espeak', path: ['en', LANGUAGE] },
      { kind: 'speakers', speakers: [{ language: 'en', speaking: true }] },
      { kind: 'policy', policy: this.policy, takeover: 'finish' },
      { kind: 'saying', saying: true },
    ];
  }

  /** The next event, taken out of a random number, and the facts after it. */
  happen(random: number): ChannelEvent {
    this.events++;
    let left = random >>> 0;
    const pick = (count: number): number => {
      const picked = left % count;
      left = Math.floor(left / count);
      return picked;
    };
    const waits = pick(8);
    this.atMs += waits === 7 ? 1_000 + pick(8) * 400 : waits * 7;
    const event = this.#event(pick);
    this.#passFloor();
    return event;
  }

  #event(pick: (count: number) => number): ChannelEvent {
    switch (pick(8)) {
      case 0:
        return this.#route(pick);
      case 1:
        return this.#floor(pick);
      case 2:
        this.policy = POLICIES[pick(3)]!;
        this.finish = pick(2) === 1;
        return { kind: 'policy', policy: this.policy, takeover: this.finish ? 'finish' : 'drop' };
      case 3: {
        const hold = HOLDS[pick(HOLDS.length)]!;
        this.hold = hold === 'auto' ? undefined : hold;
        return { kind: 'hold', hold };
      }
      case 4:
        if (pick(4) === 0) return { kind: 'tick' };
        this.saying = pick(3) > 0;
        return { kind: 'saying', saying: this.saying };
      default:
        return this.#booth(pick);
    }
  }

  /** Microphones that can be heard, the one with the turn first. */
  get ready(): string[] {
    const ready = [...this.microphones].filter(([, { readySince }]) => readySince !== undefined);
    return ready.sort(([, one], [, other]) => one.readySince! - other.readySince!).map(([sid]) => sid);
  }

  get foreign(): boolean {
    return this.floorLanguage === undefined || !this.floorLanguage.startsWith('es');
  }

  /** What is spoken is translated: by the route that is for it, or, where it is for another language, as it was before. */
  get served(): boolean {
    const { floorLanguage, alsoFrom, translator } = this;
    return this.routed || floorLanguage === undefined ? translator : alsoFrom.has(floorLanguage);
  }

  /** The route is for what is spoken on the floor. */
  get routed(): boolean {
    const { floorLanguage, routeFrom } = this;
    return floorLanguage === undefined || routeFrom === undefined || floorLanguage === routeFrom;
  }

  /** Whatever the route is for can be recognised; others have their own recognisers. */
  get understandable(): boolean {
    return this.understood || !this.routed;
  }

  get machineSpeaks(): boolean {
    return this.engines === 'up' && this.voice;
  }

  get machineCan(): boolean {
    return this.machineSpeaks && this.understandable && this.foreign && this.served;
  }

  #route(pick: (count: number) => number): ChannelEvent {
    if (pick(5) === 0) {
      this.engines = 'down';
      this.understood = true;
      this.translator = false;
      this.voice = false;
      this.routeFrom = undefined;
      this.alsoFrom.clear();
      return { kind: 'engines-down' };
    }
    if (pick(3) === 0) {
      const from = FLOOR_LANGUAGES[pick(4)]!;
      const done = pick(3) > 0;
      if (done) this.alsoFrom.add(from);
      else this.alsoFrom.delete(from);
      return { kind: 'translated', from, done };
    }
    this.engines = 'up';
    this.understood = pick(6) > 0;
    this.translator = pick(5) > 0;
    this.voice = pick(5) > 0;
    const from = ROUTE_SOURCES[pick(ROUTE_SOURCES.length)]!;
    this.routeFrom = from;
    return { kind: 'route', from, translator: this.translator ? 'apertium' : undefined, voice: this.voice ? 'espeak' : undefined, path: this.translator ? [from, LANGUAGE] : [], ...(!this.understood && { understood: false }) };
  }

  #floor(pick: (count: number) => number): ChannelEvent {
    const speakers = Array.from({ length: pick(4) }, () => ({ language: FLOOR_LANGUAGES[pick(4)]!, speaking: pick(2) === 1 }));
    this.speakers = speakers.length;
    const speaking = new Set(speakers.filter((speaker) => speaker.speaking).map(({ language }) => language));
    for (const language of this.spokenSinceMs.keys()) if (!speaking.has(language)) this.spokenSinceMs.delete(language);
    for (const language of speaking) if (!this.spokenSinceMs.has(language)) this.spokenSinceMs.set(language, this.atMs);
    if (this.floorLanguage !== undefined && speaking.has(this.floorLanguage)) this.floorSpokenUntilMs = undefined;
    else this.floorSpokenUntilMs ??= this.atMs;
    return { kind: 'speakers', speakers };
  }

  #passFloor(): void {
    const [next] = this.spokenSinceMs;
    if (!next || this.floorSpokenUntilMs === undefined) return;
    const sinceMs = Math.min(next[1], this.floorLanguage === undefined ? -Infinity : this.floorSpokenUntilMs);
    if (this.atMs < sinceMs + FLOOR_CHANGE_MS) return;
    this.floorLanguage = next[0];
    this.floorSpokenUntilMs = undefined;
  }

  #booth(pick: (count: number) => number): ChannelEvent {
    const sid = SIDS[pick(SIDS.length)]!;
    const event = this.#boothEvent(sid, pick);
    for (const microphone of this.microphones.values()) {
      if (!microphone.open || !microphone.flowing || microphone.quiet) microphone.readySince = undefined;
      else microphone.readySince ??= this.events;
    }
    return event;
  }

  #boothEvent(sid: string, pick: (count: number) => number): BoothEvent {
    const known = this.microphones.get(sid);
    switch (pick(8)) {
      case 0:
        this.microphones.delete(sid);
        return { kind: 'booth-gone', sid };
      case 1:
      case 2:
      case 3: {
        const flowing = pick(4) > 0;
        if (known) known.flowing = flowing;
        return { kind: 'booth-flow', sid, flowing };
      }
      case 4: {
        const quiet = pick(2) === 1;
        if (known) known.quiet = quiet;
        return { kind: 'booth-quiet', sid, quiet };
      }
      default: {
        const open = pick(4) > 0;
        if (!known || known.open !== open) this.microphones.set(sid, { open, flowing: false, quiet: false, readySince: undefined });
        return { kind: 'booth', sid, identity: `interpreter:${sid}`, name: sid, open };
      }
    }
  }
}

/**
 * Carries one random order of events (an event a number) through a channel's decision and its fades. Returns in words the first
 * rule that it breaks, undefined when it breaks none.
 */
export function violationIn(order: readonly number[], guards: ChannelGuards): string | undefined {
  const world = new World();
  let state = startingChannel(0);
  if ((order[0] ?? 0) % 2 !== 0) for (const event of world.begin()) state = step(state, event, LANGUAGE, 0, guards);
  let positions: FadePositions<string> = new Map([[heard(state), FADE_SAMPLES]]);
  let samplesSinceSwitch = FADE_SAMPLES;
  for (const random of order) {
    const samples = (random >>> 8) % 2_000;
    const before = state;
    state = step(before, world.happen(random), LANGUAGE, world.atMs, guards);
    const broken = brokenDecision(before, state, world) ?? brokenReason(state, world) ?? brokenSwitch(before, state, world.atMs);
    if (broken !== undefined) return `${broken}: ${JSON.stringify(state)}`;

    const wanted = heard(state);
    if (wanted !== heard(before)) samplesSinceSwitch = 0;
    samplesSinceSwitch += samples;
    const next = fade(positions, wanted, samples);
    const jump = brokenFade(positions, next, wanted, { samples, samplesSinceSwitch });
    if (jump !== undefined) return jump;
    positions = next;
  }
  return undefined;
}

const heard = ({ source, human }: ChannelState): string => human ?? source;

function brokenDecision(before: ChannelState, { source, human, finishUntilMs }: ChannelState, world: World): string | undefined {
  const [turn] = world.ready;
  const { hold, policy, machineCan, machineSpeaks } = world;
  const microphone = human === undefined ? undefined : world.microphones.get(human);
  if ((source === 'human') !== (human !== undefined)) return 'a human is heard without a microphone, or the other way round';
  if (human !== undefined && !(microphone?.open && microphone.flowing)) return 'a microphone is heard that is closed, gone or without audio';
  if (source === 'machine' && finishUntilMs === undefined && (!machineCan || world.speakers === 0)) return 'the machine is heard and cannot interpret';
  if (source === 'silence' && hold !== 'silence' && world.speakers > 0) return 'nobody is heard although somebody is there';

  const humanFirst = hold === undefined && policy !== 'machine-only' && turn !== undefined;
  const hadChannel = before.source === 'machine' || before.reason === 'nobody-speaks';
  const givesWay = humanFirst ? world.finish : !machineCan;
  const mayFinish = hadChannel && givesWay && world.saying && hold === undefined && policy !== 'human-only' && machineSpeaks;
  if (mayFinish) world.finishingSinceMs ??= world.atMs;
  else world.finishingSinceMs = undefined;
  const finishing = mayFinish && world.atMs - world.finishingSinceMs! < MAX_FINISH_MS;
  if (finishing !== (finishUntilMs !== undefined)) return 'the machine finishes its clause, and should not, or does not and should';

  switch (hold) {
    case undefined: {
      if (finishing) return source === 'machine' ? undefined : 'the machine was to finish its clause';
      if (humanFirst) return human === turn ? undefined : 'another than the human with the turn is heard';
      if (source === 'human') return 'a human is heard who may not be';
      if (policy === 'human-only') return source === 'floor' ? undefined : 'only a human or the floor may be heard';
      return source === withoutHuman(world) ? undefined : 'the machine is not heard, or is in place of the floor';
    }
    case 'human': {
      if (turn !== undefined) return human === turn ? undefined : 'the operator took the channel for a human, and another is heard';
      const open = [...world.microphones.values()].some((each) => each.open && each.flowing);
      return source === (open ? 'human' : 'floor') ? undefined : 'the operator took the channel for a human who is not heard';
    }
    case 'machine':
      return source === withoutHuman(world) ? undefined : 'the operator took the channel for the machine, which is not heard';
    default:
      return source === hold ? undefined : 'the operator took the channel, and something else is heard';
  }
}

function withoutHuman({ machineCan, speakers }: World): ChannelState['source'] {
  if (!machineCan) return 'floor';
  return speakers > 0 ? 'machine' : 'silence';
}

/** A reason that is shown must be true. */
function brokenReason({ reason, source }: ChannelState, world: World): string | undefined {
  const { engines, served, understandable, voice, hold, policy, foreign } = world;
  const interpretable = foreign && engines === 'up';
  const recognised = interpretable && understandable;
  const truth = {
    starting: foreign && engines === 'starting',
    'engines-down': foreign && engines === 'down',
    'not-understood': interpretable && !understandable,
    'no-translator': recognised && !served,
    'no-voice': recognised && !voice,
    'translator-ready': source === 'machine' && hold === undefined,
    'floor-language': !foreign,
    'nobody-speaks': world.speakers === 0,
    'human-speaks': source === 'human' && hold === undefined,
    'no-human': hold === 'human' || (hold === undefined && policy === 'human-only' && foreign),
    operator: source === hold,
  };
  return truth[reason] ? undefined : `the reason ${reason} is not true`;
}

function brokenSwitch(before: ChannelState, after: ChannelState, atMs: number): string | undefined {
  const same = heard(before) === heard(after) && before.reason === after.reason;
  const change = switchBetween(before, after, LANGUAGE, atMs);
  if (same !== (change === undefined)) return 'a switch is told that was none, or one is not told';
  if (change && (change.from !== before.source || change.to !== after.source || change.reason !== after.reason)) return 'a switch is told wrongly';
  const moved = before.source !== after.source || before.reason !== after.reason;
  if (after.sinceMs !== (moved ? atMs : before.sinceMs)) return 'since when is not true';
  return undefined;
}

function brokenFade(before: FadePositions<string>, after: FadePositions<string>, wanted: string, { samples, samplesSinceSwitch }: { samples: number; samplesSinceSwitch: number }): string | undefined {
  let sum = 0;
  for (const position of after.values()) sum += position;
  if (sum > FADE_SAMPLES) return 'the channel is louder than one source';
  for (const source of new Set([...before.keys(), ...after.keys()])) {
    if (Math.abs((after.get(source) ?? 0) - (before.get(source) ?? 0)) > samples) return 'a source jumps';
  }
  if (samplesSinceSwitch < FADE_SAMPLES) return undefined;
  if (after.size > 1) return 'two voices beyond one fade';
  return after.get(wanted) === FADE_SAMPLES ? undefined : 'nobody is fully heard after the fade';
}
