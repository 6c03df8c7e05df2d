import { expect, test } from 'vitest';
import { FollowedTrack } from './followed-track.ts';

const SOUND = new Int16Array(480).fill(2_000);
const SILENCE = new Int16Array(480).fill(3);

test('the oldest is followed until a newer one has sound, and is not followed again', () => {
  const followed = new FollowedTrack();
  followed.add('old');
  followed.add('new');
  expect([followed.follows('new', SILENCE), followed.follows('old', SOUND), followed.sid]).toEqual([false, true, 'old']);
  expect([followed.follows('new', SOUND), followed.follows('old', SOUND), followed.sid]).toEqual([true, false, 'new']);
});

test('when the followed one ends the next is followed, and only the last leaves nothing', () => {
  const followed = new FollowedTrack();
  followed.add('old');
  followed.add('new');
  expect(followed.remove('old')).toBe(false);
  expect(followed.follows('new', SILENCE)).toBe(true);
  expect(followed.remove('new')).toBe(true);
  expect(followed.sid).toBeUndefined();
});

test('a track that is announced twice is one', () => {
  const followed = new FollowedTrack();
  followed.add('only');
  followed.add('only');
  expect(followed.remove('only')).toBe(true);
});
