import { z } from 'zod';

/** Everyone who may enter a room; the grants of each stand in the token service's role table. */
export const TokenRole = z.enum(['listener', 'speaker', 'interpreter', 'operator', 'monitor', 'translator', 'recorder']);
export type TokenRole = z.output<typeof TokenRole>;
