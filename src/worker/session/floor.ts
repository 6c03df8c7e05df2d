import type { FloorSpeaker } from '../../shared/live/channel.ts';
import { LanguageTag } from '../../shared/language.ts';
import { FLOOR_TRACK, participantAttributes } from '../../shared/tracks.ts';
import type { RemoteAudio, RemotePublication, RoomEvent, RoomParticipant } from '../rtc/room-event.ts';
import type { Speaker } from './speaker.ts';

export interface FloorOptions {
  /** Language of speakers who do not say one. */
  readonly defaultLanguage: string;
  readonly subscribe: (sid: string) => void;
  /** A speaker's microphone can be heard from now on. */
  readonly onHeard: (speaker: Speaker, track: RemoteAudio) => void;
  /** It cannot any more. */
  readonly onGone: (trackSid: string) => void;
  /** The list of speakers changed. */
  readonly onSpeakers: (speakers: FloorSpeaker[]) => void;
}

interface Member {
  participant: RoomParticipant | undefined;
  readonly publications: Map<string, RemotePublication>;
  readonly tracks: Map<string, RemoteAudio>;
  /** By the SIDs of tracks handed to `onHeard`: the language they were heard in, and the media. */
  readonly heard: Map<string, { readonly language: string; readonly media: unknown }>;
  readonly speakingTracks: Set<string>;
  speakingChangedAtMs: number;
}

/**
 * Who is on the floor: participants whose attribute `role` is `speaker`, by their track `floor`. Translated channels and
 * booths are never subscribed to. Facts may come in any order and more than once: the attributes often follow the track.
 */
export class Floor {
  readonly #options: FloorOptions;
  readonly #members = new Map<string, Member>();
  #lastList = '[]';

  constructor(options: FloorOptions) {
    this.#options = options;
  }

  handle(event: RoomEvent): void {
    switch (event.kind) {
      case 'participant':
        this.#member(event.participant.identity).participant = event.participant;
        return this.#settle(event.participant.identity);
      case 'participant-left':
        return this.#forget(event.identity);
      case 'track-published':
        this.#member(event.publication.identity).publications.set(event.publication.sid, event.publication);
        return this.#settle(event.publication.identity);
      case 'track-unpublished':
        this.#member(event.identity).publications.delete(event.sid);
        return this.#trackEnded(event.identity, event.sid);
      case 'track':
        this.#member(event.track.identity).tracks.set(event.track.sid, event.track);
        return this.#settle(event.track.identity);
      case 'track-ended':
        return this.#trackEnded(event.identity, event.sid);
      default:
    }
  }

  /** Voice activity on a track that is heard. */
  setSpeaking(identity: string, trackSid: string, speaking: boolean): void {
    const member = this.#members.get(identity);
    if (!member) return;
    const before = member.speakingTracks.size > 0;
    if (speaking) member.speakingTracks.add(trackSid);
    else member.speakingTracks.delete(trackSid);
    if (before === member.speakingTracks.size > 0) return;
    member.speakingChangedAtMs = Date.now();
    this.#announce();
  }

  /** For how long somebody other than `identity` has been speaking, milliseconds; 0 when nobody is. */
  headStartMs(identity: string): number {
    const nowMs = Date.now();
    let sinceMs = nowMs;
    for (const [other, { speakingTracks, speakingChangedAtMs }] of this.#members) {
      if (other !== identity && speakingTracks.size > 0) sinceMs = Math.min(sinceMs, speakingChangedAtMs);
    }
    return nowMs - sinceMs;
  }

  /** The connection is lost: nobody is there until they are announced again. */
  clear(): void {
    for (const identity of this.#members.keys()) this.#forget(identity);
  }

  #member(identity: string): Member {
    let member = this.#members.get(identity);
    if (!member) {
      member = { participant: undefined, publications: new Map(), tracks: new Map(), heard: new Map(), speakingTracks: new Set(), speakingChangedAtMs: Date.now() };
      this.#members.set(identity, member);
    }
    return member;
  }

  #settle(identity: string): void {
    const member = this.#member(identity);
    const { participant } = member;
    if (participant?.attributes[participantAttributes.role] !== 'speaker') {
      // Somebody who is no speaker any more is not heard any more.
      for (const sid of member.heard.keys()) this.#stopHearing(member, sid);
      return this.#announce();
    }
    const language = this.#languageOf(participant);
    for (const { sid, name } of member.publications.values()) {
      // Asked for again with every announcement until it comes: a request made while the client reconnects is lost.
      if (name === FLOOR_TRACK && !member.tracks.has(sid)) this.#options.subscribe(sid);
    }
    for (const track of member.tracks.values()) {
      if (track.name !== FLOOR_TRACK) continue;
      const heard = member.heard.get(track.sid);
      if (heard?.language === language && heard.media === track.media) continue;
      // Another language, or subscribed to anew without the end of what was heard before: nothing comes of that any more.
      if (heard) this.#stopHearing(member, track.sid);
      member.heard.set(track.sid, { language, media: track.media });
      this.#options.onHeard({ identity, name: participant.name || identity, language, trackSid: track.sid }, track);
    }
    this.#announce();
  }

  #trackEnded(identity: string, sid: string): void {
    const member = this.#member(identity);
    member.tracks.delete(sid);
    this.#stopHearing(member, sid);
    this.#announce();
  }

  #forget(identity: string): void {
    const member = this.#members.get(identity);
    if (!member) return;
    this.#members.delete(identity);
    for (const sid of member.heard.keys()) this.#stopHearing(member, sid);
    this.#announce();
  }

  #stopHearing(member: Member, sid: string): void {
    if (!member.heard.delete(sid)) return;
    member.speakingTracks.delete(sid);
    this.#options.onGone(sid);
  }

  #announce(): void {
    const speakers: FloorSpeaker[] = [];
    for (const [identity, { participant, heard, speakingTracks, speakingChangedAtMs }] of this.#members) {
      if (!participant || heard.size === 0) continue;
      speakers.push({ identity, name: participant.name || identity, language: this.#languageOf(participant), speaking: speakingTracks.size > 0, changedAtMs: speakingChangedAtMs });
    }
    const list = JSON.stringify(speakers);
    if (list === this.#lastList) return;
    this.#lastList = list;
    this.#options.onSpeakers(speakers);
  }

  #languageOf({ attributes }: RoomParticipant): string {
    const parsed = LanguageTag.safeParse(attributes[participantAttributes.language]);
    return parsed.success ? parsed.data : this.#options.defaultLanguage;
  }
}
