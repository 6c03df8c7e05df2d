import { z } from 'zod';

/** Everyone who may enter a room; the grants of each stand in the token service's role table. */
export const TokenRole = z.enum(['listener', 'speaker', 'interpreter', 'operator', 'monitor', 'translator', 'recorder']);
export type TokenRole = z.output<typeof TokenRole>;

/** Whom a person may be invited as; operator and translator are the console's own parts in a room. */
export const InvitableRole = TokenRole.exclude(['operator', 'translator'], 'Nobody can be invited as operator or translator: the console itself has those parts in the room. Invite a listener, a speaker, an interpreter, a monitor or a recorder.');
export type InvitableRole = z.output<typeof InvitableRole>;
