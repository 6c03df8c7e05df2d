import type { RemoteEngineSpec } from '../../../shared/engine-spec.ts';
import { HttpEndpoint, type HttpEndpointOptions } from './http-endpoint.ts';
import { HttpFailure } from './http-failure.ts';

/** The server of an engine. */
export function endpointOf(spec: RemoteEngineSpec, options: Pick<HttpEndpointOptions, 'headers' | 'probe' | 'onChange'>): HttpEndpoint {
  return new HttpEndpoint({ ...options, id: spec.id, baseUrl: spec.url });
}

/** The header that carries a key, where there is one. */
export const bearer = (key: string | undefined): Record<string, string> => (key === undefined ? {} : { authorization: `Bearer ${key}` });

/** A probe that asks for a list. Small servers have none: one that answers "no such page" is there, all the same. */
export function probeListing(path: string): HttpEndpointOptions['probe'] {
  return async (endpoint, signal) => {
    try {
      await endpoint.probe(path, signal);
    } catch (thrown) {
      if (!(thrown instanceof HttpFailure) || (thrown.status !== 404 && thrown.status !== 405)) throw thrown;
    }
  };
}
