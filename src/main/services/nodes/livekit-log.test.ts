import { expect, test } from 'vitest';
import { parseLivekitLine } from './livekit-log.ts';

const line = (fields: Record<string, unknown>): string => JSON.stringify({ level: 'info', ts: 1, ...fields });

test.each([
  ['a message with its room', line({ msg: 'starting RTC session', room: 'main' }), 'info', 'starting RTC session (room main)'],
  ['several rooms', line({ msg: 'API RoomService.SendData', room: ['a', 'b'] }), 'info', 'API RoomService.SendData (room a, b)'],
  ['what the console asks every two seconds', line({ msg: 'API RoomService.ListParticipants', room: 'main' }), 'debug', 'API RoomService.ListParticipants (room main)'],
  ['the same when it fails', line({ level: 'warn', msg: 'API RoomService.ListRooms', error: 'no answer' }), 'warn', 'API RoomService.ListRooms: no answer'],
  ['a level of its own is an error', line({ level: 'dpanic', msg: 'oh' }), 'error', 'oh'],
  ['plain words', 'could not start', 'error', 'could not start'],
] as const)('%s', (_, text, level, message) => expect(parseLivekitLine(text, [])).toMatchObject({ level, message }));

test('secrets and tokens are made unreadable', () => {
  expect(parseLivekitLine(line({ msg: 'key topsecret, token eyJhbGciOi.eyJpc3Mi.c2ln' }), ['topsecret']).message).toBe('key [secret], token [token]');
});
