/** Every failure a caller may branch on. Add a code only together with a caller that branches on it. */
export const errorCodes = {
  INVALID_INPUT: { retryable: false },
  FORBIDDEN: { retryable: false },
  NOT_FOUND: { retryable: false },
  CONFLICT: { retryable: false },
  ROOM_NAME_TAKEN: { retryable: false },
  LANGUAGE_UNKNOWN: { retryable: false },
  SECRET_TOO_SHORT: { retryable: false },
  PORT_TAKEN: { retryable: false },
  BINARY_MISSING: { retryable: false },
  MODEL_INVALID: { retryable: false },
  SCRIPT_EMPTY: { retryable: false },
  SFU_UNREACHABLE: { retryable: true },
  PROCESS_GAVE_UP: { retryable: false },
  PEER_GONE: { retryable: true },
  INTERNAL: { retryable: false },
} as const satisfies Record<string, { retryable: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/** What crosses a process or network boundary: no stack, no cause, no secrets. */
export interface SerializedAppError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A failure that was foreseen and has a name. Its message says what happened, what it means and what to do.
 *
 * Anything else that is thrown is a bug: {@link AppError.from} turns it into `INTERNAL`
 * at the boundary and keeps the original as `cause`, for the log only.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { details?: Record<string, unknown> } = {}) {
    super(message, options);
    this.code = code;
    this.details = options.details;
  }

  /** True when the same call may succeed later without any change by the caller. */
  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }

  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    return new AppError('INTERNAL', 'Something went wrong inside the console. The log has the details; try again, and restart the console if it stays.', {
      cause: thrown,
    });
  }

  /** Rebuilds a failure that travelled as a value; an unknown code (a newer peer) becomes `INTERNAL` with its message kept. */
  static fromJSON(serialized: { code: string; message: string; details?: Readonly<Record<string, unknown>> | undefined }): AppError {
    const code = serialized.code in errorCodes ? (serialized.code as ErrorCode) : 'INTERNAL';
    return new AppError(code, serialized.message, serialized.details ? { details: { ...serialized.details } } : {});
  }

  toJSON(): SerializedAppError {
    return { code: this.code, message: this.message, ...(this.details && { details: this.details }) };
  }
}
