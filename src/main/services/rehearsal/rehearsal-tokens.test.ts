import { TokenVerifier } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import { TokenService } from '../tokens/token-service.ts';
import { RehearsalTokens } from './rehearsal-tokens.ts';

const keys = { apiKey: 'key', apiSecret: 'a-secret-of-more-than-thirty-two-characters' };
const verifier = new TokenVerifier(keys.apiKey, keys.apiSecret);

test.each([
  ['with', 'es', 4],
  ['without', undefined, 3],
])('everybody %s an interpreter gets a new token with the same rights', async (_, interpreter, expected) => {
  const tokens = new RehearsalTokens(new TokenService(() => keys), 'hall', { languages: ['es'], interpreter });
  const everybody = await tokens.everybody();
  const given = [...everybody.speakers.map(({ token }) => token), everybody.probeToken, everybody.interpreter?.token].filter((token) => token !== undefined);
  expect(given).toHaveLength(expected);
  for (const token of given) {
    const before = await verifier.verify(token);
    const after = await verifier.verify(await tokens.renewed(before.sub ?? ''));
    expect([after.sub, after.name, after.video, after.attributes]).toEqual([before.sub, before.name, before.video, before.attributes]);
  }
});
