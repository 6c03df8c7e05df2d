import { languageName } from '../../../shared/language.ts';
import type { ChannelStatus, FloorSpeaker } from '../../../shared/live/channel.ts';
import type { MeterFlags } from '../../state/meter-model.ts';
import { channelTrack, FLOOR_TRACK } from '../../../shared/tracks.ts';

/** What one channel strip shows, floor or language. */
export interface StripModel {
  readonly track: string;
  /** The big letters of the lamp: `ES`, `PT-BR`; on the floor its language. */
  readonly tag: string;
  /** The language in its own words; undefined for the floor, which has a translated name. */
  readonly autonym: string | undefined;
  /** Language of the autonym, for screen readers. */
  readonly language: string;
  readonly channel: ChannelStatus | undefined;
}

/** Floor first, then the channels in the order of the plan. A channel that the worker has not reported yet has a strip already. */
export function stripsOf(floorLanguage: string, languages: readonly string[], channels: readonly ChannelStatus[]): readonly StripModel[] {
  return [
    { track: FLOOR_TRACK, tag: floorLanguage.toUpperCase(), autonym: undefined, language: floorLanguage, channel: undefined },
    ...languages.map((language) => ({
      track: channelTrack(language),
      tag: language.toUpperCase(),
      autonym: languageName(language, language),
      language,
      channel: channels.find((channel) => channel.language === language),
    })),
  ];
}

/** More channels than this get strips of less height, four lines instead of six: eight of them and the floor fit on a small screen. */
const ROOMY_CHANNELS = 4;

/** The strips of a room with that many channels are tight. */
export const areTight = (languages: readonly string[]): boolean => languages.length > ROOMY_CHANNELS;

/** Something is wrong on the strip that needs eyes: silent too long, overloaded, or without the engines that should interpret. */
export function isAlarming({ channel }: StripModel, flags: MeterFlags): boolean {
  return flags.silentSinceMs !== undefined || flags.clipped || channel?.reason === 'engines-down';
}

/** Who is heard on the floor: the names of those who speak now. */
export function speakingNames(speakers: readonly FloorSpeaker[]): readonly string[] {
  return speakers.filter(({ speaking }) => speaking).map(({ name }) => name);
}
