/**
 * Frames of the link between a page and the host, on both transports: oRPC's own JSON text, and one of ours,
 * the receipt `{"ack":n}`, which says how many frames the page has taken so far.
 *
 * A MessagePort tells nobody how much waits in it, and a socket on loopback hides megabytes in kernel buffers. With
 * receipts the host knows, and stops pulling a stream whose reader is behind (see `main/transport/pace.ts`).
 */

/** The page sends a receipt after this many frames. */
export const FRAMES_PER_RECEIPT = 16;

/** Frames the host lets wait unread before it stops pulling streams. Larger rides out a longer stall, and shows older values after it. */
export const UNREAD_FRAMES_MAX = 64;

/** Longest frame the host takes from a page, bytes; the longest honest one is a rehearsal script of 20,000 characters. */
export const FRAME_BYTES_MAX = 256 * 1024;

const RECEIPT = /^\{"ack":(\d{1,15})\}$/;

/** The receipt for `count` frames since the link opened. */
export function receipt(count: number): string {
  return `{"ack":${count}}`;
}

/** The count in a receipt; `undefined` when `text` is another frame. */
export function readReceipt(text: string): number | undefined {
  const found = RECEIPT.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
