import type { ChannelPolicy, ChannelReason, ChannelSource, OperatorHold, Takeover } from '../../shared/live/channel.ts';

/** An interpreter's microphone, as far as the channel it interprets into needs to know it. */
export interface BoothMicrophone {
  /** SID of its track. */
  readonly sid: string;
  readonly identity: string;
  readonly name: string;
  /** Not muted. */
  readonly open: boolean;
  /** Audio of it arrives; false also after it was opened until the first of it is there. */
  readonly flowing: boolean;
  /** Nothing was said into it for a set time, although it is open. */
  readonly quiet: boolean;
}

/** The interpreters of one channel: all their microphones, and the order in which those that can be heard came to be so. */
export interface Booth {
  readonly microphones: readonly BoothMicrophone[];
  /** SIDs; the first has the turn and keeps it until it can be heard no longer. */
  readonly queue: readonly string[];
}

/** What a microphone tells; `sid` names it. */
export type BoothEvent =
  /** It is there, or was opened or closed. */
  | { readonly kind: 'booth'; readonly sid: string; readonly identity: string; readonly name: string; readonly open: boolean }
  /** Its audio arrives, or has ceased to: its participant dropped off the network. */
  | { readonly kind: 'booth-flow'; readonly sid: string; readonly flowing: boolean }
  /** Nothing was said into it for a set time, or something again. */
  | { readonly kind: 'booth-quiet'; readonly sid: string; readonly quiet: boolean }
  /** It is unpublished, or its participant has left. */
  | { readonly kind: 'booth-gone'; readonly sid: string };

/** What a channel knows when it decides who is heard on it. */
export interface ChannelState {
  readonly engines: 'starting' | 'up' | 'down';
  /** Whether what is said on the floor can be recognised. */
  readonly understood: boolean;
  readonly translator: string | undefined;
  readonly voice: string | undefined;
  readonly path: readonly string[];
  /** Whose language {@link translator} is for; undefined before the first route. */
  readonly routeFrom: string | undefined;
  /** Languages besides {@link routeFrom} that were translated into the channel's when last tried. */
  readonly alsoFrom: readonly string[];
  /** Language of the speaker who has the floor: whoever speaks, or spoke last. */
  readonly floorLanguage: string | undefined;
  /** Languages that are being spoken, the one spoken longest first; Unix milliseconds. */
  readonly speaking: readonly { readonly language: string; readonly sinceMs: number }[];
  /** Since when {@link floorLanguage} is not spoken, Unix milliseconds; undefined while it is. */
  readonly floorQuietSinceMs: number | undefined;
  readonly speakerCount: number;
  readonly policy: ChannelPolicy;
  readonly takeover: Takeover;
  /** Undefined: the policy decides. */
  readonly hold: OperatorHold | undefined;
  readonly booth: Booth;
  /** The machine is in the middle of a clause. */
  readonly saying: boolean;
  /** Until when the machine may finish its clause before whoever waits is heard, Unix milliseconds. */
  readonly finishUntilMs: number | undefined;
  readonly source: ChannelSource;
  readonly reason: ChannelReason;
  /** SID of the booth microphone that is heard; with source `human` only. */
  readonly human: string | undefined;
  /** Unix milliseconds of the last change of `source` or `reason`. */
  readonly sinceMs: number;
}

export type ChannelEvent =
  | BoothEvent
  /** The engine host is gone, and with it every route. */
  | { readonly kind: 'engines-down' }
  /** How the floor's language `from` is translated into the channel's, and by whom that is spoken; `understood`: it can be recognised (absent: it can). */
  | { readonly kind: 'route'; readonly from: string; readonly translator: string | undefined; readonly voice: string | undefined; readonly path: readonly string[]; readonly understood?: boolean }
  /** Something said in `from` was translated, or could not be. */
  | { readonly kind: 'translated'; readonly from: string; readonly done: boolean }
  | { readonly kind: 'speakers'; readonly speakers: readonly { readonly language: string; readonly speaking: boolean }[] }
  | { readonly kind: 'policy'; readonly policy: ChannelPolicy; readonly takeover: Takeover }
  | { readonly kind: 'hold'; readonly hold: OperatorHold | 'auto' }
  /** The machine has begun a clause, or said it to its end. */
  | { readonly kind: 'saying'; readonly saying: boolean }
  /** Time has passed; wanted while the state waits for it. */
  | { readonly kind: 'tick' };
