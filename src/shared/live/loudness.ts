import { z } from 'zod';

/**
 * The loudness to which every channel is brought, LUFS. −23 is what EBU R 128 says; −31 is the quietest that streaming
 * services still use, and above −14 a voice loses more to the limiter than it gains.
 */
export const LoudnessTarget = z.number().min(-31).max(-14);

/** EBU R 128's target, LUFS. */
export const DEFAULT_LOUDNESS_TARGET_LUFS = -23;
