import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret of 256 random bits, safe in addresses and cookies. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret: enough to recognise it, and useless to who reads it. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** The entry whose digest is that of `secret`. Looks at every entry, in constant time each, so that time tells nothing. */
export function findByDigest<T extends { readonly digest: Buffer }>(entries: Iterable<T>, secret: string): T | undefined {
  const wanted = digestOf(secret);
  let found: T | undefined;
  for (const entry of entries) if (timingSafeEqual(entry.digest, wanted)) found = entry;
  return found;
}
