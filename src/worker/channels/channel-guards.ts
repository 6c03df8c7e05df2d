import { baseOf } from '../engines/languages.ts';
import type { BoothMicrophone, ChannelState } from './channel-model.ts';

/**
 * Who speaks for this long has the floor from whoever paused, and so has whoever speaks when the other has been silent for as long:
 * a "sí" in the pause of somebody else takes 300 ms, and pauses inside a thought seldom last longer than this.
 */
export const FLOOR_CHANGE_MS = 500;

/**
 * Every condition that who is heard rests on, by name and one at a time, so that the property test can take each of them away
 * and must then find a violation.
 */
export interface ChannelGuards {
  readonly open: (microphone: BoothMicrophone) => boolean;
  readonly flowing: (microphone: BoothMicrophone) => boolean;
  readonly heard: (microphone: BoothMicrophone) => boolean;
  /** Who was heard first keeps the turn. */
  readonly firstKeeps: () => boolean;
  readonly held: (state: ChannelState) => boolean;
  readonly humanMay: (state: ChannelState) => boolean;
  readonly machineMay: (state: ChannelState) => boolean;
  /** The floor speaks another language than the channel. */
  readonly floorIsForeign: (state: ChannelState, language: string) => boolean;
  /** Somebody has spoken since `sinceMs`, which is more than a word in a pause. */
  readonly spokeLong: (sinceMs: number, atMs: number) => boolean;
  /** Whoever has the floor has been silent since `quietSinceMs`, which is more than a pause. */
  readonly floorLeft: (quietSinceMs: number, atMs: number) => boolean;
  readonly enginesAlive: (state: ChannelState) => boolean;
  readonly enginesKnown: (state: ChannelState) => boolean;
  /** Where the route is for what is spoken on the floor, that is recognised; else a translator has nothing to translate. */
  readonly floorUnderstood: (state: ChannelState) => boolean;
  /** Where the route is for what is spoken on the floor, it has a translator. */
  readonly translatorThere: (state: ChannelState) => boolean;
  readonly voiceThere: (state: ChannelState) => boolean;
  /** What is spoken on the floor can be translated: the route is for one language, whatever it has, and others are known by their success. */
  readonly sourceServed: (state: ChannelState) => boolean;
  readonly somebodyOnFloor: (state: ChannelState) => boolean;
  /** The machine finishes its clause before a human is heard. */
  readonly finishes: (state: ChannelState) => boolean;
  readonly inTheMiddle: (state: ChannelState) => boolean;
  readonly inTime: (untilMs: number, atMs: number) => boolean;
}

/** The conditions as they are. */
export const channelGuards: ChannelGuards = {
  open: ({ open }) => open,
  flowing: ({ flowing }) => flowing,
  heard: ({ quiet }) => !quiet,
  firstKeeps: () => true,
  held: ({ hold }) => hold !== undefined,
  humanMay: ({ policy }) => policy !== 'machine-only',
  machineMay: ({ policy }) => policy !== 'human-only',
  floorIsForeign: ({ floorLanguage }, language) => floorLanguage === undefined || !understands(language, floorLanguage),
  spokeLong: (sinceMs, atMs) => atMs - sinceMs >= FLOOR_CHANGE_MS,
  floorLeft: (quietSinceMs, atMs) => atMs - quietSinceMs >= FLOOR_CHANGE_MS,
  enginesAlive: ({ engines }) => engines !== 'down',
  enginesKnown: ({ engines }) => engines !== 'starting',
  floorUnderstood: (state) => state.understood || !isRouted(state, state.floorLanguage),
  translatorThere: (state) => state.translator !== undefined || !isRouted(state, state.floorLanguage),
  voiceThere: ({ voice }) => voice !== undefined,
  sourceServed: (state) => isRouted(state, state.floorLanguage) || (state.floorLanguage !== undefined && state.alsoFrom.includes(state.floorLanguage)),
  somebodyOnFloor: ({ speakerCount }) => speakerCount > 0,
  finishes: ({ takeover }) => takeover === 'finish',
  inTheMiddle: ({ saying }) => saying,
  inTime: (untilMs, atMs) => atMs < untilMs,
};

/** Whether the route says all about who speaks `language`, in any variety; what is not known is what it is for. */
export function isRouted({ routeFrom }: ChannelState, language: string | undefined): boolean {
  return language === undefined || routeFrom === undefined || baseOf(language) === baseOf(routeFrom);
}

/** Whether listeners of channel `language` take a floor in `floor` as it is: both are one language, whichever variety. No engine translates between varieties. */
export function understands(language: string, floor: string): boolean {
  return baseOf(floor) === baseOf(language);
}
