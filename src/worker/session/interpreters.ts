import { drop } from '../../shared/drop.ts';
import type { ChannelEngine } from '../channels/channel-engine.ts';
import type { RemoteAudio, RoomEvent } from '../rtc/room-event.ts';
import type { RoomStats } from '../rtc/room-stats.ts';
import { BoothMicrophone } from './booth-microphone.ts';
import { Booths, type BoothPublication } from './booths.ts';
import { PacketWatch } from './packet-watch.ts';

export interface InterpretersOptions {
  readonly languages: readonly string[];
  readonly channels: ChannelEngine;
  readonly subscribe: (sid: string) => void;
  /** What WebRTC has counted; undefined while there is no room. */
  readonly stats: () => Promise<RoomStats> | undefined;
  readonly onError: (thrown: unknown) => void;
  /** An interpreter publishes in the booth of another language than the token allows, and is not heard there. */
  readonly onMisplaced: (language: string, interpretsInto: string) => void;
}

/** The human interpreters of a room: brings their audio to the channels, and what their microphones do to the decision. */
export class Interpreters {
  readonly #options: InterpretersOptions;
  readonly #booths: Booths;
  readonly #published = new Map<string, BoothPublication>();
  readonly #microphones = new Map<string, BoothMicrophone>();
  readonly #watch: PacketWatch;

  constructor(options: InterpretersOptions) {
    this.#options = options;
    const { languages, subscribe, channels, onMisplaced } = options;
    this.#booths = new Booths({
      languages,
      subscribe,
      onMicrophone: (publication) => this.#announce(publication),
      onHeard: (sid, track) => this.#hear(sid, track),
      onMisplaced,
      onUnheard: (sid) => this.#microphones.get(sid)?.close(),
      onGone: (sid, language) => {
        this.#published.delete(sid);
        channels.dispatch({ kind: 'booth-gone', sid }, language);
      },
    });
    this.#watch = new PacketWatch({ microphones: this.#microphones, stats: options.stats });
  }

  handle(event: RoomEvent): void {
    this.#booths.handle(event);
  }

  /** The connection is lost: nobody is there until they are announced again. */
  clear(): void {
    this.#booths.clear();
  }

  close(): void {
    this.#watch.close();
    for (const microphone of this.#microphones.values()) microphone.close();
  }

  #announce(publication: BoothPublication): void {
    const { sid, open } = publication;
    this.#published.set(sid, publication);
    const microphone = this.#microphones.get(sid);
    // Her last word is heard to its end: that she closed it is told before that is here.
    if (microphone && !open) return microphone.shut();
    this.#tell(publication);
    microphone?.open();
  }

  #tell({ sid, identity, name, language, open }: BoothPublication): void {
    this.#options.channels.dispatch({ kind: 'booth', sid, identity, name, open }, language);
  }

  #hear(sid: string, track: RemoteAudio): void {
    const { channels, onError } = this.#options;
    const publication = this.#published.get(sid);
    if (!publication) return;
    const { language, open } = publication;
    const microphone = new BoothMicrophone({
      track,
      bus: channels.booth,
      onFlow: (flowing) => channels.dispatch({ kind: 'booth-flow', sid, flowing }, language),
      onQuiet: (quiet) => channels.dispatch({ kind: 'booth-quiet', sid, quiet }, language),
      onShut: () => {
        const latest = this.#published.get(sid);
        if (latest) this.#tell(latest);
      },
    });
    // What was told of the subscription before does not hold for this one: it knows of no silence yet, and would never take it back.
    channels.dispatch({ kind: 'booth-quiet', sid, quiet: false }, language);
    if (open) microphone.open();
    this.#microphones.set(sid, microphone);
    const running = microphone.run().finally(() => {
      if (this.#microphones.get(sid) === microphone) this.#microphones.delete(sid);
    });
    drop(running, (thrown) => {
      if (!(thrown instanceof Error && thrown.name === 'AbortError')) onError(thrown);
    });
  }
}
