import type { ChannelReason, ChannelSource } from '../../shared/live/channel.ts';

/** What a channel knows when it decides who is heard on it. */
export interface ChannelState {
  readonly engines: 'starting' | 'up' | 'down';
  readonly translator: string | undefined;
  readonly voice: string | undefined;
  readonly path: readonly string[];
  /** Language of the speaker who has the floor: whoever speaks, or spoke last. */
  readonly floorLanguage: string | undefined;
  readonly speakerCount: number;
  readonly source: ChannelSource;
  readonly reason: ChannelReason;
  /** Unix milliseconds of the last change of `source` or `reason`. */
  readonly sinceMs: number;
}

export type ChannelEvent =
  /** The engine host is gone, and with it every route. */
  | { readonly kind: 'engines-down' }
  | { readonly kind: 'route'; readonly translator: string | undefined; readonly voice: string | undefined; readonly path: readonly string[] }
  | { readonly kind: 'speakers'; readonly speakers: readonly { readonly language: string; readonly speaking: boolean }[] };

/** A channel before anything is known: it carries the floor, so that nobody listens to nothing. */
export function startingChannel(atMs: number): ChannelState {
  return {
    engines: 'starting',
    translator: undefined,
    voice: undefined,
    path: [],
    floorLanguage: undefined,
    speakerCount: 0,
    source: 'floor',
    reason: 'starting',
    sinceMs: atMs,
  };
}

/** The whole decision, with no clock, no audio and no I/O. `language` is the channel's, `atMs` Unix milliseconds. */
export function step(state: ChannelState, event: ChannelEvent, language: string, atMs: number): ChannelState {
  const known = learn(state, event);
  const [source, reason] = decide(known, language);
  return { ...known, source, reason, sinceMs: source === state.source && reason === state.reason ? state.sinceMs : atMs };
}

function learn(state: ChannelState, event: ChannelEvent): ChannelState {
  switch (event.kind) {
    case 'engines-down':
      return { ...state, engines: 'down', translator: undefined, voice: undefined, path: [] };
    case 'route':
      return { ...state, engines: 'up', translator: event.translator, voice: event.voice, path: event.path };
    default: {
      const speaking = event.speakers.filter((speaker) => speaker.speaking).map((speaker) => speaker.language);
      // Who began first keeps the floor while both talk.
      const keeps = state.floorLanguage !== undefined && speaking.includes(state.floorLanguage);
      return { ...state, speakerCount: event.speakers.length, floorLanguage: keeps ? state.floorLanguage : (speaking[0] ?? state.floorLanguage) };
    }
  }
}

function decide({ engines, translator, voice, floorLanguage, speakerCount }: ChannelState, language: string): readonly [ChannelSource, ChannelReason] {
  if (floorLanguage !== undefined && understands(language, floorLanguage)) return ['floor', 'floor-language'];
  if (engines === 'down') return ['floor', 'engines-down'];
  // Before the first route everything is still loading; afterwards a missing part is really missing.
  if (engines === 'starting') return ['floor', 'starting'];
  if (translator === undefined) return ['floor', 'no-translator'];
  if (voice === undefined) return ['floor', 'no-voice'];
  return speakerCount === 0 ? ['silence', 'nobody-speaks'] : ['machine', 'translator-ready'];
}

/** True when listeners of channel `language` understand a floor in `floor`: `pt` takes `pt-BR`, `pt-PT` does not. */
export function understands(language: string, floor: string): boolean {
  return floor === language || floor.startsWith(`${language}-`);
}
