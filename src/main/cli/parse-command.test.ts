import { describe, expect, test } from 'vitest';
import { parseCommand } from './parse-command.ts';

describe('parseCommand', () => {
  test.each([
    ['rehearse', { kind: 'rehearse', seconds: 60, languages: ['es', 'ca', 'pt', 'fr'], json: false, scriptPath: undefined, interpreter: undefined }],
    ['rehearse --seconds 30 --languages es,PT-br --json --script a.txt', { kind: 'rehearse', seconds: 30, languages: ['es', 'pt-BR'], json: true, scriptPath: 'a.txt', interpreter: undefined }],
    ['rehearse --languages es,fr --interpreter es', { kind: 'rehearse', seconds: 60, languages: ['es', 'fr'], json: false, scriptPath: undefined, interpreter: 'es' }],
    ['rehearse --languages fr --interpreter PT-br', { kind: 'rehearse', seconds: 60, languages: ['fr', 'pt-BR'], json: false, scriptPath: undefined, interpreter: 'pt-BR' }],
    ['bench live --json', { kind: 'bench', bench: 'live', seconds: 40, json: true }],
    ['bench languages --seconds 20', { kind: 'bench', bench: 'languages', seconds: 20, json: false }],
    ['bench soak --json', { kind: 'bench', bench: 'soak', minutes: 30, json: true }],
    ['bench soak --minutes 2', { kind: 'bench', bench: 'soak', minutes: 2, json: false }],
    ['', { kind: 'help' }],
    ['rehearse --help', { kind: 'help' }],
  ])('%s', (line, expected) => {
    expect(parseCommand(line.split(' ').filter(Boolean))).toEqual(expected);
  });

  test.each([
    ['rehearse --languages es,xx-invalid-', 'LANGUAGE_UNKNOWN', 'xx-invalid-'],
    ['rehearse --languages qqq', 'LANGUAGE_UNKNOWN', 'qqq'],
    ['rehearse --languages es,', 'LANGUAGE_UNKNOWN', '""'],
    ['rehearse --languages es,es', 'INVALID_INPUT', 'es twice'],
    ['rehearse --languages es,ca,pt,fr,de,it,gl,ro,nl,sv,da,pl,cs,fi,el,tr,uk', 'INVALID_INPUT', '17 languages'],
    ['rehearse --seconds ten', 'INVALID_INPUT', '"ten"'],
    ['rehearse --seconds 9', 'INVALID_INPUT', '10 to 7200'],
    ['rehearse --seconds 1e9', 'INVALID_INPUT', '1e9'],
    ['rehearse --interpreter es --seconds 59', 'INVALID_INPUT', 'at least 60'],
    ['rehearse --interpreter ja', 'INVALID_INPUT', '"ja"'],
    ['rehearse --interpreter qqq', 'LANGUAGE_UNKNOWN', 'qqq'],
    ['rehearse --interpreter es,fr', 'INVALID_INPUT', '1 at most'],
    ['rehearse --languages en,ca,pt,fr,de,it,gl,ro,nl,sv,da,pl,cs,fi,el,tr --interpreter es', 'INVALID_INPUT', 'es would be'],
    ['bench live --interpreter es', 'INVALID_INPUT', '--interpreter'],
    ['rehearse --wat', 'INVALID_INPUT', '--wat'],
    ['rehearse now', 'INVALID_INPUT', '"now"'],
    ['dance', 'INVALID_INPUT', 'dance'],
    ['bench', 'INVALID_INPUT', 'live, languages, soak'],
    ['bench dance', 'INVALID_INPUT', '"dance"'],
    ['bench soak --minutes 1', 'INVALID_INPUT', '2 to 120'],
    ['bench soak --seconds 60', 'INVALID_INPUT', '--minutes'],
    ['bench live --minutes 2', 'INVALID_INPUT', '--seconds'],
    ['bench soak --languages es', 'INVALID_INPUT', '--languages'],
    ['rehearse --minutes 2', 'INVALID_INPUT', '--seconds'],
    ['bench live --languages es', 'INVALID_INPUT', '--languages'],
  ])('refuses %s', (line, code, words) => {
    expect(() => parseCommand(line.split(' '))).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) as string }));
  });
});
