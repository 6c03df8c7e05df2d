/**
 * Of a test that judges by the clock. A machine that others share stands still for up to a second now and then, which tears what is
 * right; what is always wrong fails each of three tries. Not for a test that is there to find a race: that may pass one of them.
 */
export const CLOCKED = { retry: 2 } as const;
