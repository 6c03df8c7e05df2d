import { languageOfBoothTrack, participantAttributes } from '../../shared/tracks.ts';
import type { RemoteAudio, RemotePublication, RoomEvent, RoomParticipant } from '../rtc/room-event.ts';

/** An interpreter's microphone as the room announces it. */
export interface BoothPublication {
  /** SID of the track. */
  readonly sid: string;
  readonly identity: string;
  readonly name: string;
  /** The channel it interprets into. */
  readonly language: string;
  /** Not muted. */
  readonly open: boolean;
}

export interface BoothsOptions {
  /** The channels there are; other booths are nobody's business. */
  readonly languages: readonly string[];
  readonly subscribe: (sid: string) => void;
  /** A microphone is there, or it was opened or closed, or its interpreter has another name. */
  readonly onMicrophone: (microphone: BoothPublication) => void;
  /** Its audio can be read from now on. */
  readonly onHeard: (sid: string, track: RemoteAudio) => void;
  /** It cannot any more; the microphone may still be there. */
  readonly onUnheard: (sid: string) => void;
  /** An interpreter into `interpretsInto` publishes in the booth of `language`, and is not heard there; told once. */
  readonly onMisplaced: (language: string, interpretsInto: string) => void;
  /** The microphone is no longer there. */
  readonly onGone: (sid: string, language: string) => void;
}

/**
 * Who sits in the booths: participants whose attribute `role` is `interpreter`, by their tracks `booth:<language>`; whose
 * attribute `language` names another channel has no right to this one. Facts may come in any order and more than once, as on the floor.
 */
export class Booths {
  readonly #options: BoothsOptions;
  readonly #participants = new Map<string, RoomParticipant>();
  readonly #publications = new Map<string, RemotePublication>();
  readonly #tracks = new Map<string, RemoteAudio>();
  readonly #announced = new Map<string, BoothPublication>();
  readonly #heard = new Map<string, RemoteAudio>();
  /** SIDs that were told of already. */
  readonly #misplaced = new Set<string>();

  constructor(options: BoothsOptions) {
    this.#options = options;
  }

  handle(event: RoomEvent): void {
    switch (event.kind) {
      case 'participant':
        this.#participants.set(event.participant.identity, event.participant);
        for (const { sid, identity } of this.#publications.values()) if (identity === event.participant.identity) this.#settle(sid);
        return;
      case 'participant-left':
        this.#participants.delete(event.identity);
        for (const { sid, identity } of this.#publications.values()) if (identity === event.identity) this.#forget(sid);
        return;
      case 'track-published':
        if (languageOfBoothTrack(event.publication.name) === undefined) return;
        this.#publications.set(event.publication.sid, event.publication);
        return this.#settle(event.publication.sid);
      case 'track-unpublished':
        return this.#forget(event.sid);
      case 'track-muted': {
        const publication = this.#publications.get(event.sid);
        if (!publication) return;
        this.#publications.set(event.sid, { ...publication, muted: event.muted });
        return this.#settle(event.sid);
      }
      case 'track':
        if (languageOfBoothTrack(event.track.name) === undefined) return;
        this.#tracks.set(event.track.sid, event.track);
        return this.#settle(event.track.sid);
      case 'track-ended':
        this.#tracks.delete(event.sid);
        return this.#stopHearing(event.sid);
      default:
    }
  }

  /** The connection is lost: nobody is there until they are announced again. */
  clear(): void {
    for (const sid of this.#publications.keys()) this.#forget(sid);
    this.#participants.clear();
    this.#tracks.clear();
  }

  #settle(sid: string): void {
    const { languages, subscribe, onMicrophone, onHeard } = this.#options;
    const publication = this.#publications.get(sid);
    const participant = publication && this.#participants.get(publication.identity);
    const language = publication && languageOfBoothTrack(publication.name);
    if (!publication || language === undefined || !languages.includes(language)) return;
    // Somebody who is no interpreter any more is not heard any more.
    if (participant?.attributes[participantAttributes.role] !== 'interpreter') return this.#withdraw(sid);

    const interpretsInto = participant.attributes[participantAttributes.language];
    if (interpretsInto && !includesVariety(language, interpretsInto)) {
      this.#withdraw(sid);
      if (this.#misplaced.has(sid)) return;
      this.#misplaced.add(sid);
      return this.#options.onMisplaced(language, interpretsInto);
    }

    const now: BoothPublication = { sid, identity: participant.identity, name: participant.name || participant.identity, language, open: !publication.muted };
    if (JSON.stringify(now) !== JSON.stringify(this.#announced.get(sid))) {
      this.#announced.set(sid, now);
      onMicrophone(now);
    }
    const track = this.#tracks.get(sid);
    // Asked for again with every announcement until it comes: a request made while the client reconnects is lost.
    if (!track) return subscribe(sid);
    const heard = this.#heard.get(sid);
    if (heard && heard.media === track.media) return;
    // Subscribed to anew, and the end of what was heard before was not told: nothing comes of that any more.
    if (heard) this.#stopHearing(sid);
    this.#heard.set(sid, track);
    onHeard(sid, track);
  }

  #forget(sid: string): void {
    this.#withdraw(sid);
    this.#publications.delete(sid);
    this.#tracks.delete(sid);
    this.#misplaced.delete(sid);
  }

  #withdraw(sid: string): void {
    const announced = this.#announced.get(sid);
    this.#announced.delete(sid);
    if (announced) this.#options.onGone(sid, announced.language);
    this.#stopHearing(sid);
  }

  #stopHearing(sid: string): void {
    if (this.#heard.delete(sid)) this.#options.onUnheard(sid);
  }
}

/** Who interprets into `variety` may interpret a channel in `language`: `pt` takes `pt-BR`, `pt-PT` does not. */
const includesVariety = (language: string, variety: string): boolean => variety === language || variety.startsWith(`${language}-`);
