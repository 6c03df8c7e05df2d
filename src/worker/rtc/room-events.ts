import { DisconnectReason, TrackKind, type Participant, type Room, type TrackPublication } from '@livekit/rtc-node';
import type { DisconnectCause, RemotePublication, RoomEvent } from './room-event.ts';

type Emit = (event: RoomEvent) => void;

/**
 * Turns the library's events into {@link RoomEvent}s. An exception in one of its handlers ends the process, so each of
 * ours is caught and reported.
 */
export function listenToRoom(room: Room, onEvent: Emit, onError: (thrown: unknown) => void): void {
  const guarded =
    <A extends unknown[]>(handler: (...args: A) => void) =>
    (...args: A): void => {
      try {
        handler(...args);
      } catch (thrown) {
        onError(thrown);
      }
    };
  const participantChanged = guarded((participant: Participant | undefined) => {
    if (participant && participant.identity !== room.localParticipant?.identity) onEvent(participantEvent(participant));
  });

  room.on('participantConnected', participantChanged);
  room.on('participantAttributesChanged', (_, participant) => participantChanged(participant));
  room.on('participantNameChanged', (_, participant) => participantChanged(participant));
  room.on('participantDisconnected', guarded(({ identity }) => onEvent({ kind: 'participant-left', identity })));
  room.on(
    'trackPublished',
    // The participant is missing when the library has not heard of it yet; it is announced again with its attributes.
    guarded((publication, participant?: Participant) => {
      if (participant && publication.kind === TrackKind.KIND_AUDIO) onEvent({ kind: 'track-published', publication: describe(publication, participant) });
    }),
  );
  room.on('trackUnpublished', guarded(({ sid }, { identity }) => onEvent({ kind: 'track-unpublished', sid: sid ?? '', identity })));
  room.on(
    'trackSubscribed',
    guarded((track, publication, participant) => {
      if (track.kind === TrackKind.KIND_AUDIO) onEvent({ kind: 'track', track: { ...describe(publication, participant), media: track } });
    }),
  );
  room.on('trackUnsubscribed', guarded((_, { sid }, { identity }) => onEvent({ kind: 'track-ended', sid: sid ?? '', identity })));
  room.on('trackMuted', guarded(({ sid }, { identity }) => onEvent({ kind: 'track-muted', sid: sid ?? '', identity, muted: true })));
  room.on('trackUnmuted', guarded(({ sid }, { identity }) => onEvent({ kind: 'track-muted', sid: sid ?? '', identity, muted: false })));
  room.on('localTrackRepublished', guarded(({ name, sid }) => onEvent({ kind: 'republished', name: name ?? '', sid: sid ?? '' })));
  room.on('reconnecting', guarded(() => onEvent({ kind: 'reconnecting' })));
  room.on(
    'reconnected',
    guarded(() => {
      onEvent({ kind: 'reconnected' });
      announcePresent(room, onEvent, onError);
    }),
  );
  room.on('disconnected', guarded((reason) => onEvent({ kind: 'disconnected', cause: causeOf(reason) })));
}

/** Announces everybody and everything that is in the room now. */
export function announcePresent(room: Room, onEvent: Emit, onError: (thrown: unknown) => void): void {
  try {
    for (const participant of room.remoteParticipants.values()) {
      onEvent(participantEvent(participant));
      for (const publication of participant.trackPublications.values()) {
        if (publication.kind === TrackKind.KIND_AUDIO) onEvent({ kind: 'track-published', publication: describe(publication, participant) });
      }
    }
  } catch (thrown) {
    onError(thrown);
  }
}

function participantEvent({ identity, name, attributes }: Participant): RoomEvent {
  return { kind: 'participant', participant: { identity, name: name ?? '', attributes: { ...attributes } } };
}

function describe(publication: TrackPublication, participant: Participant): RemotePublication {
  return { sid: publication.sid ?? '', name: publication.name ?? '', identity: participant.identity, muted: publication.muted === true };
}

function causeOf(reason: DisconnectReason): DisconnectCause {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
      return 'left';
    case DisconnectReason.DUPLICATE_IDENTITY:
      return 'duplicate-identity';
    case DisconnectReason.PARTICIPANT_REMOVED:
      return 'removed';
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.ROOM_CLOSED:
      return 'room-deleted';
    case DisconnectReason.SERVER_SHUTDOWN:
      return 'server-shutdown';
    default:
      return 'connection-lost';
  }
}
