import { describe, expect, test } from 'vitest';
import type { RoomEvent } from '../rtc/room-event.ts';
import { Booths } from './booths.ts';

const there = (role: string): RoomEvent => ({ kind: 'participant', participant: { identity: 'x', name: 'Ana', attributes: { role } } });
const interpreter = (language: string): RoomEvent => ({ kind: 'participant', participant: { identity: 'x', name: 'Ana', attributes: { role: 'interpreter', language } } });
const track = { sid: 'TR_1', name: 'booth:es', identity: 'x', muted: false };
const published: RoomEvent = { kind: 'track-published', publication: track };
const subscribed: RoomEvent = { kind: 'track', track: { ...track, media: undefined } };
const muted = (is: boolean): RoomEvent => ({ kind: 'track-muted', sid: 'TR_1', identity: 'x', muted: is });

/** What the booths say when `events` happen. */
function told(...events: RoomEvent[]): string[] {
  const log: string[] = [];
  const booths = new Booths({
    languages: ['es', 'fr', 'pt-PT'],
    subscribe: (sid) => log.push(`subscribe ${sid}`),
    onMicrophone: ({ sid, name, language, open }) => log.push(`${name} ${language} ${sid} ${open ? 'open' : 'closed'}`),
    onMisplaced: (language, interpretsInto) => log.push(`${interpretsInto} in ${language}`),
    onHeard: (sid) => log.push(`heard ${sid}`),
    onUnheard: (sid) => log.push(`unheard ${sid}`),
    onGone: (sid, language) => log.push(`gone ${sid} ${language}`),
  });
  for (const event of events) booths.handle(event);
  return log;
}

describe('the booths', () => {
  const entered = ['Ana es TR_1 open', 'subscribe TR_1', 'heard TR_1'];

  test.each<[string, RoomEvent[], string[]]>([
    ['an interpreter’s microphone is subscribed to and heard', [there('interpreter'), published, subscribed], entered],
    ['… also when the role is known last', [published, there('interpreter'), subscribed], entered],
    ['… and announced once, however often it is told', [there('interpreter'), published, subscribed, published, there('interpreter')], entered],
    ['… who was invited for its language, or for a variety of it', [interpreter('es-MX'), published, subscribed], entered],
    ['one who was invited for another language is not, and that is told once', [interpreter('fr'), published, subscribed, published], ['fr in es']],
    ['… also when that is known last', [there('interpreter'), published, subscribed, interpreter('fr'), interpreter('es')], [...entered, 'gone TR_1 es', 'unheard TR_1', 'fr in es', 'Ana es TR_1 open', 'heard TR_1']],
    ['… nor for another variety of its language', [interpreter('pt-BR'), { kind: 'track-published', publication: { ...track, name: 'booth:pt-PT' } }], ['pt-BR in pt-PT']],
    ['nobody else’s booth is', [there('speaker'), published], []],
    ['a booth without a channel is not', [there('interpreter'), { kind: 'track-published', publication: { ...track, name: 'booth:ca' } }], []],
    ['other tracks of an interpreter are not', [there('interpreter'), { kind: 'track-published', publication: { ...track, name: 'floor' } }], []],
    ['closing and opening is told', [there('interpreter'), published, subscribed, muted(true), muted(false)], [...entered, 'Ana es TR_1 closed', 'Ana es TR_1 open']],
    ['leaving ends it', [there('interpreter'), published, subscribed, { kind: 'participant-left', identity: 'x' }], [...entered, 'gone TR_1 es', 'unheard TR_1']],
    ['so does unpublishing', [there('interpreter'), published, subscribed, { kind: 'track-unpublished', sid: 'TR_1', identity: 'x' }], [...entered, 'gone TR_1 es', 'unheard TR_1']],
    ['so does another role', [there('interpreter'), published, subscribed, there('listener')], [...entered, 'gone TR_1 es', 'unheard TR_1']],
    ['a subscription that ends leaves the microphone, and is asked for again', [there('interpreter'), published, subscribed, { kind: 'track-ended', sid: 'TR_1', identity: 'x' }, published], [...entered, 'unheard TR_1', 'subscribe TR_1']],
    ['one that comes anew is heard anew, though nobody said that the one before had ended', [there('interpreter'), published, subscribed, { kind: 'track', track: { ...track, media: {} } }], [...entered, 'unheard TR_1', 'heard TR_1']],
    ['… and the same one told twice is not', [there('interpreter'), published, subscribed, { kind: 'track', track: { ...track, media: undefined } }], entered],
  ])('%s', (_, events, expected) => expect(told(...events)).toEqual(expected));
});
