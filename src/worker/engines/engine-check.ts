/** What an engine finds when it looks whether it could work, without loading anything heavy. */
export interface EngineCheck {
  readonly ok: boolean;
  /** One sentence: what the engine is, or what is missing and how to get it. */
  readonly message: string;
}
