/** A remote participant as others see it; a snapshot, replaced by a later one of the same `identity`. */
export interface RoomParticipant {
  readonly identity: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A remote audio track that can be subscribed to. */
export interface RemotePublication {
  readonly sid: string;
  readonly name: string;
  readonly identity: string;
  /** As far as the SFU has said. */
  readonly muted: boolean;
}

/** Why a room is over for this client. */
export type DisconnectCause = 'left' | 'duplicate-identity' | 'removed' | 'room-deleted' | 'server-shutdown' | 'connection-lost';

/**
 * What happens in a room, in the order in which it happened. Anything may be announced more than once (after a reconnect
 * everything is): consumers keep state by `identity` and `sid`, and ignore what they know.
 */
export type RoomEvent =
  /** Joined, or changed its name or attributes (which may come after its tracks). */
  | { readonly kind: 'participant'; readonly participant: RoomParticipant }
  | { readonly kind: 'participant-left'; readonly identity: string }
  | { readonly kind: 'track-published'; readonly publication: RemotePublication }
  | { readonly kind: 'track-unpublished'; readonly sid: string; readonly identity: string }
  /** Its publisher closed or opened the microphone. Media in flight may come up to a jitter buffer later. */
  | { readonly kind: 'track-muted'; readonly sid: string; readonly identity: string; readonly muted: boolean }
  /** Audio can be read with `frames(track, …)` until `track-ended` of the same `sid`. */
  | { readonly kind: 'track'; readonly track: RemoteAudio }
  | { readonly kind: 'track-ended'; readonly sid: string; readonly identity: string }
  /** A local track has a new SID after a full reconnect. */
  | { readonly kind: 'republished'; readonly name: string; readonly sid: string }
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'reconnected' }
  /** The last event. This client is not coming back by itself. */
  | { readonly kind: 'disconnected'; readonly cause: DisconnectCause };

/** A subscribed remote audio track; opaque, for `frames`. */
export interface RemoteAudio extends RemotePublication {
  readonly media: unknown;
}
