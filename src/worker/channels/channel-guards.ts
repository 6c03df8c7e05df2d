import type { BoothMicrophone, ChannelState } from './channel-model.ts';

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
  readonly enginesAlive: (state: ChannelState) => boolean;
  readonly enginesKnown: (state: ChannelState) => boolean;
  readonly translatorThere: (state: ChannelState) => boolean;
  readonly voiceThere: (state: ChannelState) => boolean;
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
  enginesAlive: ({ engines }) => engines !== 'down',
  enginesKnown: ({ engines }) => engines !== 'starting',
  translatorThere: ({ translator }) => translator !== undefined,
  voiceThere: ({ voice }) => voice !== undefined,
  somebodyOnFloor: ({ speakerCount }) => speakerCount > 0,
  finishes: ({ takeover }) => takeover === 'finish',
  inTheMiddle: ({ saying }) => saying,
  inTime: (untilMs, atMs) => atMs < untilMs,
};

/** True when listeners of channel `language` understand a floor in `floor`: `pt` takes `pt-BR`, `pt-PT` does not. */
export function understands(language: string, floor: string): boolean {
  return floor === language || floor.startsWith(`${language}-`);
}
