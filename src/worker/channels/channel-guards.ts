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
  /** The floor is recognised; else a translator has nothing to translate. */
  readonly floorUnderstood: (state: ChannelState) => boolean;
  readonly translatorThere: (state: ChannelState) => boolean;
  readonly voiceThere: (state: ChannelState) => boolean;
  /** What is spoken on the floor can be translated: a route is made for one language, and others are known by their success. */
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
  floorUnderstood: ({ understood }) => understood,
  translatorThere: ({ translator }) => translator !== undefined,
  voiceThere: ({ voice }) => voice !== undefined,
  sourceServed: ({ floorLanguage, path: [from], alsoFrom }) => floorLanguage === undefined || from === undefined || baseOf(floorLanguage) === baseOf(from) || alsoFrom.includes(floorLanguage),
  somebodyOnFloor: ({ speakerCount }) => speakerCount > 0,
  finishes: ({ takeover }) => takeover === 'finish',
  inTheMiddle: ({ saying }) => saying,
  inTime: (untilMs, atMs) => atMs < untilMs,
};

/** True when listeners of channel `language` understand a floor in `floor`: `pt` takes `pt-BR`, `pt-PT` does not. */
export function understands(language: string, floor: string): boolean {
  return floor === language || floor.startsWith(`${language}-`);
}
