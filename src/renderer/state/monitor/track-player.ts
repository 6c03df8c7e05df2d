/**
 * Plays received tracks, one audio element each. Chromium decodes a track only while something consumes it, so that a
 * track which is measured and not heard has a muted element: without it concealment would stay unknown.
 */
export class TrackPlayer {
  readonly #elements = new Map<string, HTMLAudioElement>();
  readonly #onBlocked: (blocked: boolean) => void;
  #audible: ReadonlySet<string> = new Set();
  #volume = 1;

  /** @param onBlocked whether the browser refuses to play before the user has touched the page */
  constructor(onBlocked: (blocked: boolean) => void) {
    this.#onBlocked = onBlocked;
  }

  /** Brings the elements in line with `tracks` (by SID); those in `audible` are heard. */
  sync(tracks: ReadonlyMap<string, MediaStreamTrack>, audible: ReadonlySet<string>): void {
    this.#audible = audible;
    for (const [sid, element] of this.#elements) {
      if (currentTrack(element) === tracks.get(sid)) continue;
      release(element);
      this.#elements.delete(sid);
    }
    for (const [sid, track] of tracks) {
      let element = this.#elements.get(sid);
      if (!element) {
        element = new Audio();
        element.srcObject = new MediaStream([track]);
        this.#elements.set(sid, element);
      }
      const muted = !audible.has(sid);
      if (element.muted === muted && !element.paused) continue;
      element.muted = muted;
      element.volume = this.#volume;
      this.#play(sid, element);
    }
    if (audible.size === 0) this.#onBlocked(false);
  }

  /** 0…1. */
  setVolume(volume: number): void {
    this.#volume = Math.min(1, Math.max(0, volume));
    for (const element of this.#elements.values()) element.volume = this.#volume;
  }

  /** Tries again what the browser refused; call it from a click or a key. */
  resume(): void {
    for (const [sid, element] of this.#elements) this.#play(sid, element);
  }

  /** Silence at once, and nothing kept. */
  clear(): void {
    this.sync(new Map(), new Set());
  }

  #play(sid: string, element: HTMLAudioElement): void {
    element.play().then(
      () => {
        if (this.#audible.has(sid)) this.#onBlocked(false);
      },
      (thrown: unknown) => {
        // `AbortError` is an element that was released or replaced meanwhile: no refusal.
        if (thrown instanceof DOMException && thrown.name === 'NotAllowedError' && this.#audible.has(sid)) this.#onBlocked(true);
      },
    );
  }
}

function currentTrack(element: HTMLAudioElement): MediaStreamTrack | undefined {
  return element.srcObject instanceof MediaStream ? element.srcObject.getAudioTracks()[0] : undefined;
}

function release(element: HTMLAudioElement): void {
  element.pause();
  element.srcObject = null;
}
