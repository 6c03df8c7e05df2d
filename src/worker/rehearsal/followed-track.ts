import { isQuiet } from '../sound/pcm.ts';

/**
 * Which of several tracks of one name a listener's ears are on: where a session worker takes the place of another, both publish a
 * channel for some seconds, one of them in silence. It is the oldest until a newer one has sound, or until it ends.
 */
export class FollowedTrack {
  /** SIDs, the oldest first. */
  readonly #sids: string[] = [];

  /** The track that is followed; undefined while there is none. */
  get sid(): string | undefined {
    return this.#sids[0];
  }

  add(sid: string): void {
    if (!this.#sids.includes(sid)) this.#sids.push(sid);
  }

  /** Returns whether nothing is left to be followed. */
  remove(sid: string): boolean {
    const at = this.#sids.indexOf(sid);
    if (at >= 0) this.#sids.splice(at, 1);
    return this.#sids.length === 0;
  }

  /** Whether this frame of the track is part of what is heard. */
  follows(sid: string, samples: Int16Array): boolean {
    const at = this.#sids.indexOf(sid);
    if (at > 0 && !isQuiet(samples)) this.#sids.splice(0, at);
    return this.#sids[0] === sid;
  }
}
