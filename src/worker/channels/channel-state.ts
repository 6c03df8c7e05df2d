import type { ChannelPolicy, ChannelReason, ChannelSource, ChannelSwitch, Takeover } from '../../shared/live/channel.ts';
import { emptyBooth, learnOfBooth, whoseTurn } from './booth-queue.ts';
import { channelGuards, type ChannelGuards } from './channel-guards.ts';
import type { BoothMicrophone, ChannelEvent, ChannelState } from './channel-model.ts';

/**
 * How long the machine may go on with its clause when a human takes over and the policy lets it finish. Half of all clauses
 * end within it; an interpreter who speaks unheard for longer believes that something is broken.
 */
export const MAX_FINISH_MS = 3_000;

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
    translator: undefined,
    voice: undefined,
    path: [],
    floorLanguage: undefined,
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
  const known = learn(state, event, guards);
  const wanted = decide(known, language, guards);
  const finishUntilMs = wanted.source === 'human' ? finishing(known, language, atMs, guards) : undefined;
  const { source, reason, human }: Decision = finishUntilMs === undefined ? wanted : machineTurn;
  return { ...known, finishUntilMs, source, reason, human, sinceMs: source === state.source && reason === state.reason ? state.sinceMs : atMs };
}

/**
 * Whether a clause that the machine begins now is heard: it has the channel and is not finishing, or the floor is empty and what
 * its last speaker said is still to be interpreted.
 */
export function machineMayBegin({ source, reason, finishUntilMs }: ChannelState): boolean {
  return (source === 'machine' && finishUntilMs === undefined) || (source === 'silence' && reason === 'nobody-speaks');
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

function learn(state: ChannelState, event: ChannelEvent, guards: ChannelGuards): ChannelState {
  switch (event.kind) {
    case 'engines-down':
      return { ...state, engines: 'down', translator: undefined, voice: undefined, path: [] };
    case 'route':
      return { ...state, engines: 'up', translator: event.translator, voice: event.voice, path: event.path };
    case 'speakers': {
      const speaking = event.speakers.filter((speaker) => speaker.speaking).map((speaker) => speaker.language);
      // Who began first keeps the floor while both talk.
      const keeps = state.floorLanguage !== undefined && speaking.includes(state.floorLanguage);
      return { ...state, speakerCount: event.speakers.length, floorLanguage: keeps ? state.floorLanguage : (speaking[0] ?? state.floorLanguage) };
    }
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
  if (!guards.enginesAlive(state)) return { source: 'floor', reason: 'engines-down' };
  // Before the first route everything is still loading; afterwards a missing part is really missing.
  if (!guards.enginesKnown(state)) return { source: 'floor', reason: 'starting' };
  if (!guards.translatorThere(state)) return { source: 'floor', reason: 'no-translator' };
  if (!guards.voiceThere(state)) return { source: 'floor', reason: 'no-voice' };
  return guards.somebodyOnFloor(state) ? machineTurn : { source: 'silence', reason: 'nobody-speaks' };
}

/** Until when the machine goes on although a human waits; undefined when the human is heard now. */
function finishing(state: ChannelState, language: string, atMs: number, guards: ChannelGuards): number | undefined {
  if (state.source !== 'machine' || !guards.finishes(state) || !guards.inTheMiddle(state)) return undefined;
  // What the operator does is done at once; and a machine that may not or cannot interpret any more finishes nothing.
  if (guards.held(state) || !guards.machineMay(state) || withoutHuman(state, language, guards).source !== 'machine') return undefined;
  const untilMs = state.finishUntilMs ?? atMs + MAX_FINISH_MS;
  return guards.inTime(untilMs, atMs) ? untilMs : undefined;
}
