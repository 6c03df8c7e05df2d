import { describe, expect, test } from 'vitest';
import { understands } from './channel-guards.ts';
import type { ChannelEvent } from './channel-model.ts';
import { startingChannel, step } from './channel-state.ts';

const routed: ChannelEvent = { kind: 'route', translator: 'apertium', voice: 'espeak', path: ['en', 'es'] };
const speakers = (...list: [language: string, speaking: boolean][]): ChannelEvent => ({ kind: 'speakers', speakers: list.map(([language, speaking]) => ({ language, speaking })) });

describe('a channel decides who is heard', () => {
  test.each<[string, ChannelEvent[], string]>([
    ['the floor while engines load', [speakers(['en', true])], 'floor starting'],
    ['the machine once translator and voice are there', [speakers(['en', true]), routed], 'machine translator-ready'],
    ['the machine also between sentences', [routed, speakers(['en', true]), speakers(['en', false])], 'machine translator-ready'],
    ['the floor without a translator', [speakers(['en', true]), { kind: 'route', translator: undefined, voice: 'espeak', path: [] }], 'floor no-translator'],
    ['the floor without a voice', [speakers(['en', true]), { kind: 'route', translator: 'apertium', voice: undefined, path: ['en', 'es'] }], 'floor no-voice'],
    ['the floor when the engines die', [speakers(['en', true]), routed, { kind: 'engines-down' }], 'floor engines-down'],
    ['the machine when the engines are back', [speakers(['en', true]), routed, { kind: 'engines-down' }, routed], 'machine translator-ready'],
    ['the floor for a speaker of the channel’s language', [routed, speakers(['es', true])], 'floor floor-language'],
    ['the floor still when that speaker pauses', [routed, speakers(['es', true]), speakers(['es', false])], 'floor floor-language'],
    ['the machine when the next speaker has another language', [routed, speakers(['es', true]), speakers(['es', false], ['en', true])], 'machine translator-ready'],
    ['whoever began keeps the floor while two talk', [routed, speakers(['en', true]), speakers(['es', true], ['en', true])], 'machine translator-ready'],
    ['silence in an empty room', [routed, speakers()], 'silence nobody-speaks'],
  ])('%s', (_, events, expected) => {
    const state = events.reduce((before, event) => step(before, event, 'es', 1), startingChannel(0));
    expect(`${state.source} ${state.reason}`).toBe(expected);
  });

  test('says since when, and only a change counts', () => {
    const first = step(startingChannel(0), speakers(['en', true]), 'es', 5);
    expect(first.sinceMs).toBe(0);
    const second = step(first, routed, 'es', 9);
    expect(second.sinceMs).toBe(9);
    expect(step(second, speakers(['en', false]), 'es', 12).sinceMs).toBe(9);
  });

  test.each([
    ['es', 'es', true],
    ['pt', 'pt-BR', true],
    ['pt-PT', 'pt-BR', false],
    ['e', 'es', false],
  ])('listeners of %s understand %s: %s', (language, floor, expected) => expect(understands(language, floor)).toBe(expected));
});
