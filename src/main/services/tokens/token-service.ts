import type { TokenRole } from '../../../shared/roles.ts';

/** Who the token is for. */
export interface TokenRequest {
  readonly room: string;
  readonly role: TokenRole;
  /** Second half of the identity `<role>:<id>`; no personal data. Default: random. */
  readonly id?: string;
  /** Shown to others. */
  readonly name?: string;
  /** What they speak or interpret into; becomes the attribute `language`. */
  readonly language?: string;
}

export interface SignedToken {
  readonly token: string;
  readonly identity: string;
  readonly expiresAtMs: number;
}

/** The one signer of the program: nobody else makes a LiveKit token. */
export declare class TokenService {
  /** Signs with the keys of the node in use. @throws SFU_UNREACHABLE no node is configured or running yet */
  sign(request: TokenRequest): Promise<SignedToken>;
}
