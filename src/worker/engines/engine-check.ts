/** What an engine finds when it looks whether it could work, without loading anything heavy. */
export interface EngineCheck {
  readonly ok: boolean;
  /** One sentence: what the engine is, or what is missing and how to get it. */
  readonly message: string;
}

/** What every engine tells about itself. */
export interface Engine {
  readonly id: string;
  /** One sentence: what it is. */
  readonly about: string;
  /** Looks whether it could work; loads and starts nothing heavy. */
  check(): Promise<EngineCheck>;
  /** Why it does not work now although it was there, in words; undefined while it works. It comes back by itself. */
  readonly trouble: string | undefined;
}
