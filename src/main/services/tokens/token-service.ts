import { randomBytes } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import type { TokenRole } from '../../../shared/roles.ts';
import { participantAttributes } from '../../../shared/tracks.ts';
import { roleTable } from './role-table.ts';

/** Who the token is for. */
export interface TokenRequest {
  readonly room: string;
  readonly role: TokenRole;
  /** Second half of the identity `<role>:<id>`; no personal data. Default: random. */
  readonly id?: string;
  /** Shown to others in the room. */
  readonly name?: string;
  /** What they speak or interpret into; becomes the attribute `language`. */
  readonly language?: string;
}

export interface SignedToken {
  readonly token: string;
  readonly identity: string;
  readonly expiresAtMs: number;
}

/** The keys to sign with. */
export interface SigningKeys {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** The one signer of the program: nobody else makes a LiveKit token. */
export class TokenService {
  readonly #keys: () => SigningKeys;

  /** @param keys those of the node in use, asked for each token; may throw SFU_UNREACHABLE */
  constructor(keys: () => SigningKeys) {
    this.#keys = keys;
  }

  /** @throws SFU_UNREACHABLE no node has been started yet */
  async sign({ room, role, id = randomBytes(6).toString('hex'), name, language }: TokenRequest): Promise<SignedToken> {
    const { apiKey, apiSecret } = this.#keys();
    const { grants, ttlSec } = roleTable[role];
    const identity = `${role}:${id}`;
    const token = new AccessToken(apiKey, apiSecret, {
      identity,
      ttl: ttlSec,
      ...(name !== undefined && { name }),
      attributes: { [participantAttributes.role]: role, ...(language !== undefined && { [participantAttributes.language]: language }) },
    });
    token.addGrant({ ...grants, roomJoin: true, room, roomCreate: false, roomList: false, roomRecord: false, ingressAdmin: false });
    const expiresAtMs = Date.now() + ttlSec * 1_000;
    return { token: await token.toJwt(), identity, expiresAtMs };
  }
}
