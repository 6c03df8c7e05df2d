/** Who speaks on one microphone track; fixed for as long as that track is heard. */
export interface Speaker {
  readonly identity: string;
  readonly name: string;
  readonly language: string;
  /** SID of the microphone track that is heard. */
  readonly trackSid: string;
}
