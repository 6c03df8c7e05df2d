import { type ParticipantInfo, RoomServiceClient, ServerError } from 'livekit-server-sdk';
import { AppError } from '../../../shared/app-error.ts';

/** How to reach the SFU in use. Never logged. */
export interface SfuEndpoint {
  /** `ws://…` or `wss://…`. */
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

const REQUEST_TIMEOUT_SEC = 5;

/** LiveKit's room API with our errors: SFU_UNREACHABLE when it does not answer, FORBIDDEN when it does not know the key. */
export class SfuClient {
  readonly #api: RoomServiceClient;
  readonly #url: string;

  constructor({ url, apiKey, apiSecret }: SfuEndpoint) {
    this.#url = url;
    this.#api = new RoomServiceClient(httpUrl(url), apiKey, apiSecret, { requestTimeout: REQUEST_TIMEOUT_SEC });
  }

  /** Names of the rooms it has, of those in `names` when given. */
  async roomNames(names?: string[]): Promise<readonly string[]> {
    return (await this.#call(() => this.#api.listRooms(names))).map((room) => room.name);
  }

  /** Idempotent: an existing room stays as it is. */
  async createRoom(name: string): Promise<void> {
    await this.#call(() => this.#api.createRoom({ name }));
  }

  /** Idempotent. Everybody in it is disconnected. */
  async deleteRoom(name: string): Promise<void> {
    await this.#call(async () => {
      try {
        await this.#api.deleteRoom(name);
      } catch (thrown) {
        if (!(thrown instanceof ServerError && thrown.status === 404)) throw thrown;
      }
    });
  }

  /** Everyone in the room, hidden ones included; empty when there is no such room. */
  participants(name: string): Promise<readonly ParticipantInfo[]> {
    return this.#call(async () => {
      try {
        return await this.#api.listParticipants(name);
      } catch (thrown) {
        if (thrown instanceof ServerError && thrown.status === 404) return [];
        throw thrown;
      }
    });
  }

  async #call<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (thrown) {
      if (thrown instanceof ServerError && (thrown.status === 401 || thrown.status === 403)) {
        throw new AppError('FORBIDDEN', `The server at ${this.#url} answers, and does not accept this API key and secret. Check both; they belong together.`, { cause: thrown });
      }
      throw new AppError('SFU_UNREACHABLE', `The LiveKit server at ${this.#url} does not answer. Rooms cannot be changed until it does. Check the address, and its state in Nodes.`, {
        cause: thrown,
      });
    }
  }
}

/** `http(s)://…` for `ws(s)://…`. */
export const httpUrl = (url: string): string => url.replace(/^ws/, 'http');
