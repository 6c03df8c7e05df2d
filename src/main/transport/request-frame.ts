import { z } from 'zod';
import { FRAME_BYTES_MAX } from '../../shared/link/frames.ts';

const id = z.string().min(1).max(32);

/**
 * The frames of oRPC's peer protocol that a page of ours sends: a call and its abort. Its other forms (uploads, blobs,
 * other methods and headers) are refused before oRPC sees them, because nothing in the contract uses them.
 */
const RequestFrame = z.union([
  z.strictObject({ i: id, t: z.literal(4) }),
  z.strictObject({
    i: id,
    p: z.strictObject({
      u: z.string().regex(/^(?:\/[A-Za-z0-9]{1,40}){1,4}$/),
      b: z.unknown().optional(),
      h: z.strictObject({ 'last-event-id': z.string().max(200).optional() }).optional(),
    }),
  }),
]);

/** Whether `text` is a frame that oRPC may have. Never throws. */
export function isRequestFrame(text: string): boolean {
  if (text.length > FRAME_BYTES_MAX) return false;
  try {
    return RequestFrame.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
