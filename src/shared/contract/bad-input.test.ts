import { describe, expect, test } from 'vitest';
import { RemoteNodeConfig, LocalNodeConfig } from './nodes.ts';
import { RehearsalRequest, rehearsalContract } from './rehearsal.ts';
import { RoomName, RoomPlan, roomsContract } from './rooms.ts';

const plan = (overrides: object): object => ({ name: 'main', floorLanguage: 'en', languages: ['es'], ...overrides });
const say = rehearsalContract.say['~orpc'].inputSchema!;
const invite = roomsContract.invite['~orpc'].inputSchema!;

describe('what people type', () => {
  test.each([
    ['a room name with markup', RoomName, '<b>main</b>', /lower-case letters, digits and hyphens/],
    ['a room name with a path', RoomName, '../../etc/passwd', /lower-case letters, digits and hyphens/],
    ['a room name with capitals and spaces', RoomName, 'Main Hall', /lower-case letters, digits and hyphens/],
    ['no room name', RoomName, '  ', /Give the room a name/],
    ['a room name of a page', RoomName, 'a'.repeat(65), /64 characters at most/],
    ['a language that is no tag', RoomPlan, plan({ languages: ['<script>'] }), /"<script>" is not a language tag\. Use a BCP 47 tag/],
    ['a floor without a language', RoomPlan, plan({ floorLanguage: 'english please' }), /is not a language tag/],
    ['no language', RoomPlan, plan({ languages: [] }), /Choose at least one language/],
    ['a language twice, however it is written', RoomPlan, plan({ languages: ['pt-BR', 'PT-br'] }), /Each language can be chosen once/],
    ['a rehearsal in no language', RehearsalRequest, { languages: [] }, /Choose at least one language/],
    ['an interpreter without a channel', RehearsalRequest, { languages: ['fr'], interpreter: 'es' }, /es, which is not among the languages/],
    ['an interpreter who does not exist', RehearsalRequest, { languages: ['ja'], interpreter: 'ja' }, /no synthetic interpreter for ja\. There are: ca, de/],
    ['an interpreter in a hurry', RehearsalRequest, { languages: ['es'], interpreter: 'es', seconds: 59 }, /at least 60 seconds/],
    ['an invitation as what the console itself is', invite, { name: 'main', role: 'operator', participantName: 'Ada' }, /Nobody can be invited as operator or translator/],
    ['nothing to say', say, { text: ' \n' }, /Type a sentence first/],
    ['too much to say', say, { text: 'a'.repeat(501) }, /500 characters at most/],
    ['a port of the system', LocalNodeConfig, { httpPort: 80, rtcPort: 7882 }, /Ports below 1024 belong to the system/],
    ['an address that is no WebSocket', RemoteNodeConfig, { url: 'https://example.org', apiKey: 'k', apiSecret: 's' }, /begins with ws:\/\/ or wss:\/\//],
  ] as const)('%s is refused, in words', (_, schema, input, message) => {
    const result = schema['~standard'].validate(input);
    if (result instanceof Promise) throw new Error('the schema is not synchronous');
    expect(result.issues?.map((issue) => issue.message).join('\n')).toMatch(message);
  });

  test('an interpreter of a regional variety passes', () => {
    expect(RehearsalRequest.parse({ languages: ['fr', 'pt-br'], interpreter: 'pt-BR', seconds: 60 })).toMatchObject({ interpreter: 'pt-BR' });
  });

  test('room names that are safe in addresses, logs and file names pass', () => {
    for (const name of ['main', 'hall-2', '7']) expect(RoomName.parse(` ${name} `)).toBe(name);
  });
});
