import type { ChannelPolicy, ChannelReason, ChannelSource, ChannelSwitch, Takeover } from '../../shared/live/channel.ts';
import { emptyBooth, learnOfBooth, whoseTurn } from './booth-queue.ts';
import { channelGuards, type ChannelGuards } from './channel-guards.ts';
import type { BoothMicrophone, ChannelEvent, ChannelState } from './channel-model.ts';
import { learnOfSpeakers, passFloor } from './floor-turn.ts';

/**
 * How long the machine may go on with its clause when a human takes over and the policy lets it finish, and when the floor passes
 * to somebody who needs no machine. Half of all clauses end within it; who speaks unheard for longer believes that something is broken.
 */
export const MAX_FINISH_MS = 3_000;
/** More languages than are spoken in one room. */
const MAX_ALSO_FROM = 16;

/** Who may interpret a channel, as it is set. */
export interface PolicySetting {
  readonly policy: ChannelPolicy;
  readonly takeover: Takeover;
}

/** Channels that nobody has set otherwise: a human is heard as soon as there is one. */
export const usualPolicy: PolicySetting = { policy: 'machine-until-human', takeover: 'drop' };

/** A channel before anything is known: it carries the floor, so that nobody listens to nothing. */
export function startingChannel(atMs: number, { policy, takeover }: PolicySetting = usualPolicy): ChannelState {
  const [source, reason] = policy === 'human-only' ? (['floor', 'no-human'] as const) : (['floor', 'starting'] as const);
  return {
    engines: 'starting',
    understood: true,
    translator: undefined,
    voice: undefined,
    path: [],
    routeFrom: undefined,
    alsoFrom: [],
    floorLanguage: undefined,
    speaking: [],
    floorQuietSinceMs: atMs,
    speakerCount: 0,
    policy,
    takeover,
    hold: undefined,
    booth: emptyBooth,
    saying: false,
    finishUntilMs: undefined,
    source,
    reason,
    human: undefined,
    sinceMs: atMs,
  };
}

interface Decision {
  readonly source: ChannelSource;
  readonly reason: ChannelReason;
  readonly human?: string;
}

const machineTurn: Decision = { source: 'machine', reason: 'translator-ready' };

/**
 * The whole decision, with no clock, no audio and no I/O. `language` is the channel's, `atMs` Unix milliseconds. `guards` are
 * the program's own but in the test that takes one of them away.
 */
export function step(state: ChannelState, event: ChannelEvent, language: string, atMs: number, guards: ChannelGuards = channelGuards): ChannelState {
  const known = passFloor(learn(state, event, atMs, guards), atMs, guards);
  const wanted = decide(known, language, guards);
  const finishUntilMs = finishing(known, wanted, atMs, guards);
  const { source, reason, human }: Decision = finishUntilMs === undefined ? wanted : machineTurn;
  return { ...known, finishUntilMs, source, reason, human, sinceMs: source === state.source && reason === state.reason ? state.sinceMs : atMs };
}

/**
 * Whether a clause that the machine begins now is heard: it has the channel and is not finishing, or the floor is empty and what
 * its last speaker said is still to be interpreted.
 */
export function machineMayBegin(state: ChannelState): boolean {
  return machineHasChannel(state) && state.finishUntilMs === undefined;
}

/** Whether the machine is not heard on the channel of `language` and would be, if only its engines had all that it takes. */
export function awaitsMachine(state: ChannelState, language: string): boolean {
  if (machineMayBegin(state)) return false;
  const { translator = '', voice = '' } = state;
  return machineHasChannel(decide({ ...state, engines: 'up', understood: true, translator, voice }, language, channelGuards));
}

/** Whether time alone may change who is heard: a `tick` is wanted with every frame. */
export function awaitsTime({ finishUntilMs, speaking, floorQuietSinceMs }: ChannelState): boolean {
  return finishUntilMs !== undefined || (speaking.length > 0 && floorQuietSinceMs !== undefined);
}

/** The change from `before` to `after` as it is logged and shown; undefined when the same is heard for the same reason. */
export function switchBetween(before: ChannelState, after: ChannelState, language: string, atMs: number): ChannelSwitch | undefined {
  if (before.source === after.source && before.reason === after.reason && before.human === after.human) return undefined;
  const identity = (microphoneOf(after, after.human) ?? microphoneOf(before, before.human))?.identity;
  const humanLeft = whyLeft(before, after);
  return { language, atMs, from: before.source, to: after.source, reason: after.reason, ...(identity !== undefined && { identity }), ...(humanLeft && { humanLeft }) };
}

/** What became of the human who was heard before; undefined when it was not the human's doing. */
function whyLeft(before: ChannelState, after: ChannelState): ChannelSwitch['humanLeft'] {
  if (before.human === undefined || before.human === after.human) return undefined;
  const microphone = microphoneOf(after, before.human);
  if (!microphone) return 'left';
  if (!microphone.open) return 'closed';
  if (!microphone.flowing) return 'dropped';
  return microphone.quiet ? 'silent' : undefined;
}

function microphoneOf({ booth }: ChannelState, sid: string | undefined): BoothMicrophone | undefined {
  return booth.microphones.find((microphone) => microphone.sid === sid);
}

/** An empty floor leaves the channel to what the machine has still to say. */
function machineHasChannel({ source, reason }: Pick<ChannelState, 'source' | 'reason'>): boolean {
  return source === 'machine' || (source === 'silence' && reason === 'nobody-speaks');
}

function learn(state: ChannelState, event: ChannelEvent, atMs: number, guards: ChannelGuards): ChannelState {
  switch (event.kind) {
    case 'engines-down':
      return { ...state, engines: 'down', understood: true, translator: undefined, voice: undefined, path: [], routeFrom: undefined, alsoFrom: [] };
    case 'route':
      return { ...state, engines: 'up', understood: event.understood ?? true, translator: event.translator, voice: event.voice, path: event.path, routeFrom: event.from };
    case 'translated': {
      const others = state.alsoFrom.filter((tag) => tag !== event.from);
      return { ...state, alsoFrom: event.done ? [...others, event.from].slice(-MAX_ALSO_FROM) : others };
    }
    case 'speakers':
      return learnOfSpeakers(state, event.speakers, atMs);
    case 'policy':
      return { ...state, policy: event.policy, takeover: event.takeover };
    case 'hold':
      return { ...state, hold: event.hold === 'auto' ? undefined : event.hold };
    case 'saying':
      return { ...state, saying: event.saying };
    case 'tick':
      return state;
    default:
      return { ...state, booth: learnOfBooth(state.booth, event, guards) };
  }
}

function decide(state: ChannelState, language: string, guards: ChannelGuards): Decision {
  if (guards.held(state)) return held(state, language, guards);
  const turn = whoseTurn(state.booth, guards, false);
  if (turn && guards.humanMay(state)) return { source: 'human', reason: 'human-speaks', human: turn.sid };
  if (guards.machineMay(state)) return withoutHuman(state, language, guards);
  return guards.floorIsForeign(state, language) ? { source: 'floor', reason: 'no-human' } : { source: 'floor', reason: 'floor-language' };
}

/** What the operator wants, or the nearest to it that can be heard. */
function held(state: ChannelState, language: string, guards: ChannelGuards): Decision {
  switch (state.hold) {
    case 'human': {
      // The operator has put the interpreter on the air: a long pause does not take her off it.
      const turn = whoseTurn(state.booth, guards, true);
      return turn ? { source: 'human', reason: 'operator', human: turn.sid } : { source: 'floor', reason: 'no-human' };
    }
    case 'machine': {
      const turn = withoutHuman(state, language, guards);
      return turn.source === 'machine' ? { source: 'machine', reason: 'operator' } : turn;
    }
    default:
      return { source: state.hold ?? 'floor', reason: 'operator' };
  }
}

/** The machine where there is something to interpret and all that takes, else the floor. */
function withoutHuman(state: ChannelState, language: string, guards: ChannelGuards): Decision {
  if (!guards.floorIsForeign(state, language)) return { source: 'floor', reason: 'floor-language' };
  const lacking = lackingFor(state, guards);
  if (lacking !== undefined) return { source: 'floor', reason: lacking };
  if (!guards.sourceServed(state)) return { source: 'floor', reason: 'no-translator' };
  return guards.somebodyOnFloor(state) ? machineTurn : { source: 'silence', reason: 'nobody-speaks' };
}

/** What the machine lacks to interpret whoever has the floor into the channel; undefined when it has everything but, perhaps, the pair. */
function lackingFor(state: ChannelState, guards: ChannelGuards): ChannelReason | undefined {
  if (!guards.enginesAlive(state)) return 'engines-down';
  // Before the first route everything is still loading; afterwards a missing part is really missing.
  if (!guards.enginesKnown(state)) return 'starting';
  if (!guards.floorUnderstood(state)) return 'not-understood';
  if (!guards.translatorThere(state)) return 'no-translator';
  return guards.voiceThere(state) ? undefined : 'no-voice';
}

/** Until when the machine goes on although somebody else is wanted; undefined when `wanted` is heard now. */
function finishing(state: ChannelState, wanted: Decision, atMs: number, guards: ChannelGuards): number | undefined {
  if (!machineHasChannel(state) || !guards.inTheMiddle(state)) return undefined;
  // What the operator does is done at once; and a machine that may not or cannot speak any more finishes nothing.
  if (guards.held(state) || !guards.machineMay(state) || !guards.enginesAlive(state) || !guards.enginesKnown(state) || !guards.voiceThere(state)) return undefined;
  // The floor is wanted because it has passed to somebody else: this is the end of what the one before said.
  if (wanted.source === 'human' ? !guards.finishes(state) : wanted.source !== 'floor') return undefined;
  const untilMs = state.finishUntilMs ?? atMs + MAX_FINISH_MS;
  return guards.inTime(untilMs, atMs) ? untilMs : undefined;
}
