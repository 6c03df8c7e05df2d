import { AccessToken } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import { withoutTokens } from './without-tokens.ts';

test('a token is unreadable wherever it stands, and all else stays', async () => {
  const token = await new AccessToken('key', 'a secret of more than 32 characters', { identity: 'listener:1' }).toJwt();
  expect(withoutTokens(`GET ws://127.0.0.1:7880/rtc?access_token=${token}&auto_subscribe=1 failed, "${token}"`)).toBe('GET ws://127.0.0.1:7880/rtc?access_token=[token]&auto_subscribe=1 failed, "[token]"');
  expect(withoutTokens('engine.js:12.3.4 says hello')).toBe('engine.js:12.3.4 says hello');
});
