/**
 * Of a test that judges by the clock. A machine that others share stands still for up to a second now and then, which tears what is
 * right; what is wrong fails each of three tries.
 */
export const CLOCKED = { retry: 2 } as const;
