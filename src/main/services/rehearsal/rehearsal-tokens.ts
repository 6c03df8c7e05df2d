import type { RehearsalRequest } from '../../../shared/contract/rehearsal.ts';
import type { RehearsalConfig } from '../../../shared/protocol/rehearsal-protocol.ts';
import type { TokenService } from '../tokens/token-service.ts';
import { BOOTH_IDENTITY, boothToken, interpreterConfig } from './booth-cast.ts';
import { CAST, FLOOR_LANGUAGE } from './cast.ts';

const PROBE_ID = 'probe';

/** Lets the participants of one rehearsal into their room: speakers, probe, and the interpreter where there is one. */
export class RehearsalTokens {
  readonly #tokens: TokenService;
  readonly #room: string;
  readonly #request: RehearsalRequest;

  constructor(tokens: TokenService, room: string, request: RehearsalRequest) {
    this.#tokens = tokens;
    this.#room = room;
    this.#request = request;
  }

  /** Everybody, each with a token. @throws AppError as `TokenService.sign` and `interpreterConfig` do */
  async everybody(): Promise<Pick<RehearsalConfig, 'speakers' | 'probeToken' | 'interpreter'>> {
    const { interpreter, seconds } = this.#request;
    const speakers = await Promise.all(
      CAST.map(async ({ speaker, name, voice, wordsPerMinute }) => ({ ...(await this.#speaker(name)), speaker, name, voice, wordsPerMinute })),
    );
    const probeToken = await this.#probe();
    if (interpreter === undefined) return { speakers, probeToken };
    return { speakers, probeToken, interpreter: await interpreterConfig(this.#tokens, this.#room, interpreter, seconds) };
  }

  /** A new token for the participant `identity`. @throws AppError as `TokenService.sign` does */
  async renewed(identity: string): Promise<string> {
    const { interpreter } = this.#request;
    if (interpreter !== undefined && identity === BOOTH_IDENTITY) return boothToken(this.#tokens, this.#room, interpreter);
    const actor = CAST.find(({ name }) => identity.endsWith(`:${name.toLowerCase()}`));
    return actor ? (await this.#speaker(actor.name)).token : this.#probe();
  }

  /** For a listener who joins late. @throws AppError as `TokenService.sign` does */
  async lateListener(): Promise<string> {
    return (await this.#tokens.sign({ room: this.#room, role: 'listener', name: 'Late listener' })).token;
  }

  async #speaker(name: string): Promise<{ identity: string; token: string }> {
    const { identity, token } = await this.#tokens.sign({ room: this.#room, role: 'speaker', id: name.toLowerCase(), name, language: FLOOR_LANGUAGE });
    return { identity, token };
  }

  async #probe(): Promise<string> {
    return (await this.#tokens.sign({ room: this.#room, role: 'listener', id: PROBE_ID, name: 'Probe' })).token;
  }
}
