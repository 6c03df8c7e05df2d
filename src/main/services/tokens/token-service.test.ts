import { TokenVerifier } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import { TokenRole } from '../../../shared/roles.ts';
import { TokenService } from './token-service.ts';

const keys = { apiKey: 'key', apiSecret: 'a-secret-of-at-least-32-characters' };
const tokens = new TokenService(() => keys);
const decode = (token: string) => new TokenVerifier(keys.apiKey, keys.apiSecret).verify(token);

const off = {
  roomJoin: true,
  room: 'main',
  roomCreate: false,
  roomList: false,
  roomRecord: false,
  roomAdmin: false,
  ingressAdmin: false,
  canPublish: false,
  canPublishSources: [],
  canSubscribe: true,
  canPublishData: false,
  canUpdateOwnMetadata: false,
  canSubscribeMetrics: false,
  canManageAgentSession: false,
  hidden: false,
  recorder: false,
  agent: false,
};
const microphone = { canPublish: true, canPublishSources: ['microphone'] };

test.each<[TokenRole, object, number]>([
  ['listener', {}, 300],
  ['speaker', microphone, 300],
  ['interpreter', microphone, 300],
  ['operator', { roomAdmin: true }, 60],
  ['monitor', { hidden: true, canSubscribeMetrics: true }, 300],
  ['translator', { ...microphone, canPublishData: true }, 300],
  ['recorder', { hidden: true, recorder: true }, 300],
])('a %s token says every grant, and no more than it needs', async (role, more, ttlSec) => {
  const signed = await tokens.sign({ room: 'main', role, id: 'x1', language: 'es' });
  const claims = await decode(signed.token);
  expect(claims.video).toEqual({ ...off, ...more });
  expect(claims.sub).toBe(`${role}:x1`);
  expect(claims.attributes).toEqual({ role, language: 'es' });
  expect(claims.exp! - claims.nbf!).toBe(ttlSec);
  expect(signed.expiresAtMs / 1_000).toBeCloseTo(claims.exp!, -1);
});

test('two people of one role get different identities', async () => {
  const [one, other] = await Promise.all([tokens.sign({ room: 'main', role: 'listener' }), tokens.sign({ room: 'main', role: 'listener' })]);
  expect(one.identity).not.toBe(other.identity);
});

test('every role of the contract is in the table', async () => {
  for (const role of TokenRole.options) await expect(tokens.sign({ room: 'main', role })).resolves.toMatchObject({ identity: expect.stringMatching(`^${role}:`) });
});
