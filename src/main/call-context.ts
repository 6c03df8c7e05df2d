import type { ViewerRole } from '../shared/contract/define.ts';

/** Who is calling. Filled in by the transport from the socket or the window, never from the input. */
export interface CallContext {
  /** For the audit log: `web:<session>` or `window:<id>`. */
  readonly actor: string;
  readonly role: ViewerRole;
}
