import type { ChannelGuards } from './channel-guards.ts';
import type { ChannelState } from './channel-model.ts';

/** Takes in who speaks now, `atMs`. */
export function learnOfSpeakers(state: ChannelState, speakers: readonly { readonly language: string; readonly speaking: boolean }[], atMs: number): ChannelState {
  const now = new Set(speakers.filter(({ speaking }) => speaking).map(({ language }) => language));
  const still = state.speaking.filter(({ language }) => now.has(language));
  const begun = [...now].filter((tag) => still.every(({ language }) => language !== tag)).map((language) => ({ language, sinceMs: atMs }));
  const floorSpeaks = state.floorLanguage !== undefined && now.has(state.floorLanguage);
  return { ...state, speakerCount: speakers.length, speaking: [...still, ...begun], floorQuietSinceMs: floorSpeaks ? undefined : (state.floorQuietSinceMs ?? atMs) };
}

/** Gives the floor to who speaks, once that is more than a word in a pause of whoever has it. Who began first keeps it while both talk. */
export function passFloor(state: ChannelState, atMs: number, guards: ChannelGuards): ChannelState {
  const { floorLanguage, floorQuietSinceMs } = state;
  const [next] = state.speaking;
  if (!next || floorQuietSinceMs === undefined) return state;
  if (floorLanguage !== undefined && !guards.spokeLong(next.sinceMs, atMs) && !guards.floorLeft(floorQuietSinceMs, atMs)) return state;
  return { ...state, floorLanguage: next.language, floorQuietSinceMs: undefined };
}
