/**
 * Names of tracks and participants, the only agreement between this program and any other LiveKit client.
 * Floor microphones are `floor`, channels `channel:<BCP 47>`, booths `booth:<BCP 47>`; identities are `<role>:<id>`.
 */
export const FLOOR_TRACK = 'floor';

/** The one track that carries `language` for the whole event. */
export const channelTrack = (language: string): string => `channel:${language}`;

/** The language of a channel's track, or undefined when `trackName` is not a channel. */
export function languageOfChannelTrack(trackName: string): string | undefined {
  return trackName.startsWith('channel:') ? trackName.slice('channel:'.length) : undefined;
}

/** The microphone of an interpreter into `language`. */
export const boothTrack = (language: string): string => `booth:${language}`;

/** The language a booth's track interprets into, or undefined when `trackName` is not a booth. */
export function languageOfBoothTrack(trackName: string): string | undefined {
  return trackName.startsWith('booth:') ? trackName.slice('booth:'.length) : undefined;
}

/** The topic on which every LiveKit client expects captions as text streams. */
export const TRANSCRIPTION_TOPIC = 'lk.transcription';

/**
 * Attributes of a caption's text stream. The `lk.` ones are LiveKit's own and any client shows them; ours add language,
 * stability and the speaker's time (Unix milliseconds). All values are strings, as the wire demands.
 */
export const captionAttributes = {
  /** The caption's id, `<segmentId>/<language>`: clients that know only this attribute keep the languages apart. */
  segmentId: 'lk.segment_id',
  final: 'lk.transcription_final',
  trackId: 'lk.transcribed_track_id',
  language: 'language',
  sourceLanguage: 'dragoman.source_language',
  speakerIdentity: 'dragoman.speaker',
  /** Length in UTF-16 code units of the leading part that will never change. */
  stableLength: 'dragoman.stable_length',
  revision: 'dragoman.revision',
  spokenStartMs: 'dragoman.spoken_start_ms',
  spokenEndMs: 'dragoman.spoken_end_ms',
} as const;

/** Attributes of a participant: `role` is one of `tokenRoles`, `language` what they speak or interpret into. */
export const participantAttributes = { role: 'role', language: 'language' } as const;
