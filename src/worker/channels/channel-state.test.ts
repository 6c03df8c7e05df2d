import { describe, expect, test } from 'vitest';
import { FLOOR_CHANGE_MS, understands } from './channel-guards.ts';
import type { ChannelEvent } from './channel-model.ts';
import { awaitsMachine, machineMayBegin, MAX_FINISH_MS, startingChannel, step, switchBetween } from './channel-state.ts';

const routed: ChannelEvent = { kind: 'route', from: 'en', translator: 'apertium', voice: 'espeak', path: ['en', 'es'] };
/** The engines are there, and nothing translates from English. */
const unrouted: ChannelEvent = { kind: 'route', from: 'en', translator: undefined, voice: 'espeak', path: [] };
const speakers = (...list: [language: string, speaking: boolean][]): ChannelEvent => ({ kind: 'speakers', speakers: list.map(([language, speaking]) => ({ language, speaking })) });

describe('a channel decides who is heard', () => {
  test.each<[string, ChannelEvent[], string]>([
    ['the floor while engines load', [speakers(['en', true])], 'floor starting'],
    ['the machine once translator and voice are there', [speakers(['en', true]), routed], 'machine translator-ready'],
    ['the machine also between sentences', [routed, speakers(['en', true]), speakers(['en', false])], 'machine translator-ready'],
    ['the floor without a translator', [speakers(['en', true]), { kind: 'route', from: 'en', translator: undefined, voice: 'espeak', path: [] }], 'floor no-translator'],
    ['the floor while nobody understands it', [speakers(['en', true]), { kind: 'route', from: 'en', translator: undefined, voice: 'espeak', path: ['en', 'es'], understood: false }], 'floor not-understood'],
    ['the machine once the floor is understood again', [speakers(['en', true]), { kind: 'route', from: 'en', translator: 'apertium', voice: 'espeak', path: ['en', 'es'], understood: false }, routed], 'machine translator-ready'],
    ['the floor without a voice', [speakers(['en', true]), { kind: 'route', from: 'en', translator: 'apertium', voice: undefined, path: ['en', 'es'] }], 'floor no-voice'],
    ['the floor when the engines die', [speakers(['en', true]), routed, { kind: 'engines-down' }], 'floor engines-down'],
    ['the machine when the engines are back', [speakers(['en', true]), routed, { kind: 'engines-down' }, routed], 'machine translator-ready'],
    ['the floor for a speaker of the channel’s language', [routed, speakers(['es', true])], 'floor floor-language'],
    ['… and of another variety of it', [routed, speakers(['es-MX', true])], 'floor floor-language'],
    ['… also where the route is from that variety, and leads nowhere', [speakers(['es-MX', true]), { kind: 'route', from: 'es-MX', translator: undefined, voice: undefined, path: ['es-MX'] }], 'floor floor-language'],
    ['the floor still when that speaker pauses', [routed, speakers(['es', true]), speakers(['es', false])], 'floor floor-language'],
    ['whoever began keeps the floor while two talk', [routed, speakers(['en', true]), speakers(['es', true], ['en', true])], 'machine translator-ready'],
    ['silence in an empty room', [routed, speakers()], 'silence nobody-speaks'],
  ])('%s', (_, events, expected) => {
    for (const language of ['es', 'es-ES']) {
      const state = events.reduce((before, event) => step(before, event, language, 1), startingChannel(0));
      expect(`${state.source} ${state.reason}`).toBe(expected);
    }
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
    ['pt-PT', 'pt-BR', true],
    ['es-ES', 'es', true],
    ['es', 'en', false],
    ['e', 'es', false],
  ])('listeners of %s understand %s: %s', (language, floor, expected) => expect(understands(language, floor)).toBe(expected));
});

const live = [speakers(['en', true]), routed];
const policy = (name: 'human-only' | 'machine-only' | 'machine-until-human', takeover: 'drop' | 'finish' = 'drop'): ChannelEvent => ({ kind: 'policy', policy: name, takeover });
const hold = (what: 'human' | 'machine' | 'floor' | 'silence' | 'auto'): ChannelEvent => ({ kind: 'hold', hold: what });
const microphone = (sid: string, open: boolean): ChannelEvent => ({ kind: 'booth', sid, identity: `interpreter:${sid}`, name: sid, open });
const flow = (sid: string, flowing: boolean): ChannelEvent => ({ kind: 'booth-flow', sid, flowing });
const quiet = (sid: string, isQuiet: boolean): ChannelEvent => ({ kind: 'booth-quiet', sid, quiet: isQuiet });
const opened = (sid: string): ChannelEvent[] => [microphone(sid, true), flow(sid, true)];
const after = (events: readonly ChannelEvent[], atMs = 1) => events.reduce((before, event) => step(before, event, 'es', atMs), startingChannel(0));

describe('an interpreter', () => {
  test.each<[string, ChannelEvent[], string]>([
    ['is heard as soon as the microphone is open and audio comes', opened('a'), 'human human-speaks a'],
    ['is not heard before audio comes', [microphone('a', true)], 'machine translator-ready'],
    ['is not heard while it is closed, whatever comes', [microphone('a', false), flow('a', true)], 'machine translator-ready'],
    ['leaves the channel to the machine when it closes', [...opened('a'), microphone('a', false)], 'machine translator-ready'],
    ['… when nothing is said for long', [...opened('a'), quiet('a', true)], 'machine translator-ready'],
    ['… when the network drops', [...opened('a'), flow('a', false)], 'machine translator-ready'],
    ['… when the track goes', [...opened('a'), { kind: 'booth-gone', sid: 'a' }], 'machine translator-ready'],
    ['is back with the first word', [...opened('a'), quiet('a', true), quiet('a', false)], 'human human-speaks a'],
    ['is back when the network is', [...opened('a'), flow('a', false), flow('a', true)], 'human human-speaks a'],
    ['needs audio anew after having closed', [...opened('a'), microphone('a', false), microphone('a', true)], 'machine translator-ready'],
    ['keeps the channel when a colleague opens', [...opened('a'), ...opened('b')], 'human human-speaks a'],
    ['hands over to the colleague by closing', [...opened('a'), ...opened('b'), microphone('a', false)], 'human human-speaks b'],
    ['waits behind the colleague after a pause', [...opened('a'), ...opened('b'), quiet('a', true), quiet('a', false)], 'human human-speaks b'],
    ['is heard over a floor in the language of the channel', [speakers(['es', true]), ...opened('a')], 'human human-speaks a'],
    ['is heard without any engine', [{ kind: 'engines-down' }, ...opened('a')], 'human human-speaks a'],
    ['is not heard under machine only', [policy('machine-only'), ...opened('a')], 'machine translator-ready'],
    ['leaves the channel to the floor under human only', [policy('human-only'), ...opened('a'), microphone('a', false)], 'floor no-human'],
    ['… and to a floor that is understood with that reason', [policy('human-only'), speakers(['es', true])], 'floor floor-language'],
  ])('%s', (_, events, expected) => {
    const { source, reason, human } = step(after([...live, ...events]), { kind: 'tick' }, 'es', 1 + FLOOR_CHANGE_MS);
    expect([source, reason, human].filter(Boolean).join(' ')).toBe(expected);
  });

  test.each<[string, ChannelEvent, 'closed' | 'dropped' | 'silent' | 'left' | undefined]>([
    ['closed', microphone('a', false), 'closed'],
    ['dropped', flow('a', false), 'dropped'],
    ['silent', quiet('a', true), 'silent'],
    ['left', { kind: 'booth-gone', sid: 'a' }, 'left'],
    ['taken off by the operator', hold('machine'), undefined],
  ])('a switch tells who was heard, and that she has %s', (_, event, humanLeft) => {
    const before = after([...live, ...opened('a')]);
    const change = switchBetween(before, step(before, event, 'es', 7), 'es', 7);
    expect(change).toMatchObject({ language: 'es', atMs: 7, from: 'human', to: 'machine', identity: 'interpreter:a' });
    expect(change?.humanLeft).toBe(humanLeft);
  });
});

describe('a language the route is not for', () => {
  const inFrench = [routed, speakers(['fr', true])];
  const translated = (done: boolean, from = 'fr'): ChannelEvent => ({ kind: 'translated', from, done });
  test.each<[string, ChannelEvent[], string]>([
    ['leaves the channel to the floor: the machine would have nothing to say', inFrench, 'floor no-translator'],
    ['is interpreted once something said in it was translated', [...inFrench, translated(true)], 'machine translator-ready'],
    ['… also on the next turn', [translated(true), ...inFrench], 'machine translator-ready'],
    ['… until it cannot be any more', [translated(true), ...inFrench, translated(false)], 'floor no-translator'],
    ['… and no longer than the engines live', [translated(true), { kind: 'engines-down' }, ...inFrench], 'floor no-translator'],
    ['is another than what was translated', [...inFrench, translated(true, 'de')], 'floor no-translator'],
    ['is not a variety of the one it is for', [routed, speakers(['en-GB', true])], 'machine translator-ready'],
    ['is interpreted where that language is not', [unrouted, speakers(['fr', true]), translated(true)], 'machine translator-ready'],
    ['… once something said in it was translated', [unrouted, speakers(['fr', true])], 'floor no-translator'],
    ['… while whoever speaks the other is not', [unrouted, translated(true), translated(true, 'en'), speakers(['en', true])], 'floor no-translator'],
    ['lacks a voice all the same', [{ kind: 'route', from: 'en', translator: undefined, voice: undefined, path: [] }, speakers(['fr', true]), translated(true)], 'floor no-voice'],
  ])('%s', (_, events, expected) => {
    const { source, reason } = after(events);
    expect(`${source} ${reason}`).toBe(expected);
  });
});

describe('a floor of two languages', () => {
  /** Who speaks from which millisecond on, on a channel in Spanish that interprets from English. */
  const floorAfter = (turns: readonly [atMs: number, spanish: boolean, english: boolean][], atMs: number) =>
    step(
      turns.reduce((state, [sinceMs, spanish, english]) => step(state, speakers(['es', spanish], ['en', english]), 'es', sinceMs), step(startingChannel(0), routed, 'es', 0)),
      { kind: 'tick' },
      'es',
      atMs,
    ).floorLanguage;
  const english: [number, boolean, boolean] = [0, false, true];

  test.each<[string, [number, boolean, boolean][], number, string]>([
    ['stays with whoever pauses for 115 ms into which a word falls', [english, [5_000, false, false], [5_050, true, false], [5_115, true, true], [5_350, false, true]], 6_000, 'en'],
    ['stays with whoever says the word a moment after the other stopped, and no more', [english, [5_000, false, false], [5_100, true, false], [5_400, false, false]], 9_000, 'en'],
    ['passes when the other has spoken for long enough', [english, [5_000, true, true], [5_400, true, false]], 5_000 + FLOOR_CHANGE_MS, 'es'],
    ['… not earlier', [english, [5_000, true, true], [5_400, true, false]], 4_999 + FLOOR_CHANGE_MS, 'en'],
    ['passes when whoever had it has been silent for long enough', [english, [5_000, false, false], [5_400, true, false]], 5_000 + FLOOR_CHANGE_MS, 'es'],
    ['passes at once after a longer pause', [english, [5_000, false, false], [6_000, true, false]], 6_000, 'es'],
    ['stays with whoever began first while both talk', [english, [5_000, true, true]], 60_000, 'en'],
  ])('%s', (_, turns, atMs, expected) => expect(floorAfter(turns, atMs)).toBe(expected));

  test('lets the machine finish the clause of the turn before, and no other', () => {
    const saying = after([...live, { kind: 'saying', saying: true }, speakers(['en', false])], 1_000);
    const waiting = step(saying, speakers(['en', false], ['es', true]), 'es', 9_000);
    expect(waiting).toMatchObject({ source: 'machine', floorLanguage: 'es', finishUntilMs: 9_000 + MAX_FINISH_MS });
    expect(machineMayBegin(waiting)).toBe(false);
    expect(step(waiting, { kind: 'saying', saying: false }, 'es', 9_500)).toMatchObject({ source: 'floor', reason: 'floor-language' });
    expect(step(waiting, { kind: 'tick' }, 'es', 9_000 + MAX_FINISH_MS).source).toBe('floor');
    expect(step(waiting, { kind: 'engines-down' }, 'es', 9_500).source).toBe('floor');
  });
});

describe('a clause that the machine begins now', () => {
  test.each<[string, ChannelEvent[], boolean]>([
    ['is heard while the machine has the channel', [], true],
    ['is heard after the last speaker has left: it is what was said last', [speakers()], true],
    ['is not heard when the operator silences an empty floor', [speakers(), hold('silence')], false],
    ['is not heard while a human is', opened('a'), false],
    ['is not heard while the machine finishes the one before for a human', [policy('machine-until-human', 'finish'), { kind: 'saying', saying: true }, ...opened('a')], false],
  ])('%s', (_, events, expected) => expect(machineMayBegin(after([...live, ...events]))).toBe(expected));
});

describe('a clause that was translated before the machine could say it', () => {
  const voiceless: ChannelEvent = { kind: 'route', from: 'en', translator: 'apertium', voice: undefined, path: ['en', 'es'] };
  test.each<[string, ChannelEvent[], boolean]>([
    ['waits while everything is loaded', [speakers(['en', true])], true],
    ['waits while the engines are gone', [...live, { kind: 'engines-down' }], true],
    ['waits for the voice', [speakers(['en', true]), voiceless], true],
    ['waits for the voice although nobody speaks any more', [speakers(['en', true]), voiceless, speakers(['en', false])], true],
    ['is said when all is there', live, false],
    ['does not wait where a human is heard', [speakers(['en', true]), voiceless, ...opened('a')], false],
    ['does not wait where the machine may not speak', [speakers(['en', true]), voiceless, policy('human-only')], false],
    ['does not wait where the operator wants the floor', [speakers(['en', true]), voiceless, hold('floor')], false],
    ['does not wait on a floor in the language of the channel', [voiceless, speakers(['es', true])], false],
  ])('%s', (_, events, expected) => expect(awaitsMachine(after(events), 'es')).toBe(expected));
});

describe('a machine that may finish its clause', () => {
  const waiting = after([...live, policy('machine-until-human', 'finish'), { kind: 'saying', saying: true }, ...opened('a')], 1_000);

  test('is heard to the end of it, then the human', () => {
    expect(waiting).toMatchObject({ source: 'machine', finishUntilMs: 1_000 + MAX_FINISH_MS });
    expect(step(waiting, { kind: 'saying', saying: false }, 'es', 1_500)).toMatchObject({ source: 'human', finishUntilMs: undefined });
  });

  test('is cut off when that takes too long', () => {
    expect(step(waiting, { kind: 'tick' }, 'es', 999 + MAX_FINISH_MS).source).toBe('machine');
    expect(step(waiting, { kind: 'tick' }, 'es', 1_000 + MAX_FINISH_MS).source).toBe('human');
  });

  test('gives way at once when the operator says so, and when its engines die', () => {
    expect(step(waiting, hold('human'), 'es', 1_001).source).toBe('human');
    expect(step(waiting, { kind: 'engines-down' }, 'es', 1_001).source).toBe('human');
  });

  test('goes on as if nothing had been when the human thinks better of it', () => {
    expect(step(waiting, microphone('a', false), 'es', 1_001)).toMatchObject({ source: 'machine', finishUntilMs: undefined, sinceMs: waiting.sinceMs });
  });
});

describe('the operator', () => {
  test.each<[string, ChannelEvent[], string]>([
    ['puts the machine on over a human', [...opened('a'), hold('machine')], 'machine operator'],
    ['… but the floor where the machine cannot interpret', [{ kind: 'engines-down' }, hold('machine')], 'floor engines-down'],
    ['… and whatever the policy', [policy('human-only'), hold('machine')], 'machine operator'],
    ['puts a human on whatever the policy', [policy('machine-only'), ...opened('a'), hold('human')], 'human operator'],
    ['… who may then be silent for as long as she likes', [...opened('a'), hold('human'), quiet('a', true)], 'human operator'],
    ['… but the floor while there is none', [hold('human')], 'floor no-human'],
    ['puts the floor on', [...opened('a'), hold('floor')], 'floor operator'],
    ['silences the channel', [...opened('a'), hold('silence')], 'silence operator'],
    ['lets the policy decide again', [...opened('a'), hold('silence'), hold('auto')], 'human human-speaks'],
  ])('%s', (_, events, expected) => {
    const { source, reason } = after([...live, ...events]);
    expect(`${source} ${reason}`).toBe(expected);
  });
});
