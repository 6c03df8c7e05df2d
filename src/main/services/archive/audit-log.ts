/** Security-relevant acts, append-only and hash-chained. */
export declare class AuditLog {
  /** Queues one entry; never blocks and never throws. `subject` is what was acted on (`room:main`). No secrets in `details`. */
  record(actor: string, action: string, subject: string, details?: Readonly<Record<string, unknown>>): void;
}
