import { Room, RoomEvent, Track, type RemoteTrackPublication } from 'livekit-client';
import { FLOOR_TRACK } from '../../../shared/tracks.ts';

/** Address and token for one join. */
export interface RoomAccess {
  readonly url: string;
  readonly token: string;
}

/** What one visit reports; called until {@link RoomVisit.leave} has been called. */
export interface VisitListener {
  /** LiveKit's own short interruptions: the transport went, or came back. */
  readonly onTransport: (up: boolean) => void;
  /** Subscribed audio changed: by SID, with its track name. */
  readonly onTracks: (tracks: ReadonlyMap<string, { readonly name: string; readonly media: MediaStreamTrack }>) => void;
}

/**
 * One stay in a room as hidden monitor, from join to disconnect. Subscribes to the floor always, and to one channel more
 * when told so; never publishes.
 */
export class RoomVisit {
  // LiveKit 1.8 answers the single-connection path with 404: asking for two connections saves that round trip.
  readonly #room = new Room({ singlePeerConnection: false });
  readonly #listener: VisitListener;
  #listenTo: string | undefined;
  #left = false;

  constructor(listener: VisitListener, listenTo: string | undefined) {
    this.#listener = listener;
    this.#listenTo = listenTo;
  }

  /** Resolves when the visit has ended, however it ended. @throws when the room cannot be joined */
  async stay(access: RoomAccess, signal: AbortSignal, onJoined: () => void): Promise<void> {
    const room = this.#room;
    const leave = (): void => this.leave();
    signal.addEventListener('abort', leave, { once: true });
    try {
      const ended = new Promise<void>((resolve) => room.once(RoomEvent.Disconnected, () => resolve()));
      room
        .on(RoomEvent.SignalReconnecting, () => this.#report(() => this.#listener.onTransport(false)))
        .on(RoomEvent.Reconnecting, () => this.#report(() => this.#listener.onTransport(false)))
        .on(RoomEvent.Reconnected, () => this.#report(() => this.#listener.onTransport(true)))
        .on(RoomEvent.TrackPublished, () => this.#reconcile())
        .on(RoomEvent.TrackUnpublished, () => this.#reconcile())
        .on(RoomEvent.TrackSubscribed, () => this.#reconcile())
        .on(RoomEvent.TrackUnsubscribed, () => this.#reconcile());
      // No ICE servers: livekit-client would ask public STUN servers by itself, and the SFU is reached directly.
      await room.connect(access.url, access.token, { autoSubscribe: false, maxRetries: 0, rtcConfig: { iceServers: [] } });
      if (this.#left) return;
      onJoined();
      this.#reconcile();
      await ended;
    } finally {
      signal.removeEventListener('abort', leave);
      this.leave();
    }
  }

  /** Subscribes to the tracks of that name beside the floor, from now on and after every republication. */
  listen(trackName: string | undefined): void {
    this.#listenTo = trackName;
    this.#reconcile();
  }

  /** Statistics of the receiving connection; `undefined` while there is none. */
  async getStats(): Promise<RTCStatsReport | undefined> {
    return this.#room.engine.pcManager?.subscriber?.getStats();
  }

  /** Idempotent. */
  leave(): void {
    if (this.#left) return;
    this.#left = true;
    // `disconnect` rejects only when it was never connected; there is nothing left to close then.
    this.#room.disconnect().catch(() => undefined);
  }

  #report(tell: () => void): void {
    if (!this.#left) tell();
  }

  #reconcile(): void {
    if (this.#left) return;
    const heard = new Map<string, { name: string; media: MediaStreamTrack }>();
    for (const publication of this.#audioPublications()) {
      const wanted = publication.trackName === FLOOR_TRACK || publication.trackName === this.#listenTo;
      if (publication.isDesired !== wanted) publication.setSubscribed(wanted);
      if (wanted && publication.track) heard.set(publication.trackSid, { name: publication.trackName, media: publication.track.mediaStreamTrack });
    }
    this.#listener.onTracks(heard);
  }

  #audioPublications(): RemoteTrackPublication[] {
    return [...this.#room.remoteParticipants.values()].flatMap((participant) =>
      [...participant.trackPublications.values()].filter((publication) => publication.kind === Track.Kind.Audio),
    );
  }
}
