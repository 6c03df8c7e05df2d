import { describe, expect, test } from 'vitest';
import type { RoomEvent } from '../rtc/room-event.ts';
import { Floor } from './floor.ts';

const speaker = (attributes: Record<string, string>): RoomEvent => ({ kind: 'participant', participant: { identity: 'x', name: 'Ana', attributes } });
const there = speaker({ role: 'speaker' });
const track = { sid: 'TR_1', name: 'floor', identity: 'x', muted: false };
const published: RoomEvent = { kind: 'track-published', publication: track };
const subscribed: RoomEvent = { kind: 'track', track: { ...track, media: undefined } };

/** What the floor says when `events` happen, but for its list of speakers. */
function told(...events: RoomEvent[]): string[] {
  const log: string[] = [];
  const floor = new Floor({
    defaultLanguage: 'en',
    subscribe: (sid) => log.push(`subscribe ${sid}`),
    onHeard: ({ name, language, trackSid }) => log.push(`${name} ${language} ${trackSid}`),
    onGone: (sid) => log.push(`gone ${sid}`),
    onSpeakers: () => undefined,
  });
  for (const event of events) floor.handle(event);
  return log;
}

describe('the floor', () => {
  const entered = ['subscribe TR_1', 'Ana en TR_1'];

  test.each<[string, RoomEvent[], string[]]>([
    ['a speaker’s microphone is subscribed to and heard', [there, published, subscribed], entered],
    ['… also when the role is known last', [published, subscribed, there], ['Ana en TR_1']],
    ['… once, however often it is told', [there, published, subscribed, published, subscribed, there], entered],
    ['one who says another language is heard in that from then on', [there, published, subscribed, speaker({ role: 'speaker', language: 'es' })], [...entered, 'gone TR_1', 'Ana es TR_1']],
    ['a subscription that ends is asked for again', [there, published, subscribed, { kind: 'track-ended', sid: 'TR_1', identity: 'x' }, published], [...entered, 'gone TR_1', 'subscribe TR_1']],
    ['one that comes anew is heard anew, though nobody said that the one before had ended', [there, published, subscribed, { kind: 'track', track: { ...track, media: {} } }], [...entered, 'gone TR_1', 'Ana en TR_1']],
    ['nobody else is heard', [speaker({ role: 'interpreter' }), published, subscribed], []],
    ['leaving ends it', [there, published, subscribed, { kind: 'participant-left', identity: 'x' }], [...entered, 'gone TR_1']],
  ])('%s', (_, events, expected) => expect(told(...events)).toEqual(expected));
});
