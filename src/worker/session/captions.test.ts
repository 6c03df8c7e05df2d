import { expect, onTestFinished, test } from 'vitest';
import { captionAttributes } from '../../shared/tracks.ts';
import { CaptionPublisher } from './captions.ts';

type Published = Parameters<CaptionPublisher['publish']>[0];

const caption = (id: string, stable: string, final: boolean): Published => ({
  id,
  segmentId: id,
  language: 'en',
  sourceLanguage: 'en',
  kind: 'source',
  speakerIdentity: 'speaker:anna',
  speakerName: 'Anna',
  stable,
  unstable: '',
  final,
  spokenStartMs: 0,
  spokenEndMs: 0,
});

/** A publisher to a room that takes one text only when it is let: what was sent, as `id revision text`, and final ones marked. */
function slowRoom() {
  const sent: string[] = [];
  let [letGo, open]: [() => void, boolean] = [() => undefined, false];
  const publisher = new CaptionPublisher({
    send: async (_, text, attributes) => {
      const final = attributes[captionAttributes.final] === 'true' ? '.' : '';
      sent.push(`${attributes[captionAttributes.segmentId]} ${attributes[captionAttributes.revision]} ${text}${final}`);
      if (!open) await new Promise<void>((resolve) => (letGo = resolve));
    },
    toHost: () => undefined,
    trackSidOf: () => undefined,
    onFailure: () => undefined,
  });
  onTestFinished(() => publisher.close());
  const flow = (): void => {
    open = true;
    letGo();
  };
  /** Lets what is being sent go, and waits for the next. */
  const next = async (): Promise<void> => {
    const count = sent.length;
    letGo();
    await expect.poll(() => sent.length).toBeGreaterThan(count);
  };
  return { publisher, sent, flow, next };
}

test('what is given up final is taken off the screens that show it in part, and nothing else is', async () => {
  const { publisher, sent, flow, next } = slowRoom();
  publisher.publish(caption('shown', 'we', false));
  publisher.publish(caption('busy', 'good', true));
  await next();
  publisher.publish(caption('shown', 'we thank you', true));
  publisher.publish(caption('unseen', 'all', true));
  // 64 wait at most: with these, the two before them are given up.
  for (let n = 0; n < 64; n++) publisher.publish(caption(`${n}`, 'more', true));
  expect(publisher.failures).toBe(2);
  flow();
  await expect.poll(() => sent.length).toBe(67);
  expect(sent.slice(0, 3)).toEqual(['shown 0 we', 'busy 0 good.', '0 0 more.']);
  expect(sent.at(-1)).toBe('shown 1 .');
  expect(sent.filter((line) => line.startsWith('unseen'))).toEqual([]);
});

test('a partial caption gives way before a final one', async () => {
  const { publisher, sent, flow } = slowRoom();
  publisher.publish(caption('busy', 'good', true));
  publisher.publish(caption('first', 'a', true));
  publisher.publish(caption('partial', 'b', false));
  for (let n = 0; n < 63; n++) publisher.publish(caption(`${n}`, 'more', true));
  flow();
  await expect.poll(() => sent.length).toBe(65);
  expect(sent.slice(0, 3)).toEqual(['busy 0 good.', 'first 0 a.', '0 0 more.']);
  expect(sent.filter((line) => line.startsWith('partial'))).toEqual([]);
});

/** A publisher to a room that refuses texts while `away`: what it took, as `id revision text`, and what the host was told. */
function leavingRoom() {
  const room = { away: false, refused: 0, took: [] as string[] };
  const told: string[] = [];
  const publisher = new CaptionPublisher({
    send: async (_, text, attributes) => {
      if (room.away) {
        room.refused++;
        throw new Error('the room is being joined');
      }
      room.took.push(`${attributes[captionAttributes.segmentId]} ${attributes[captionAttributes.revision]} ${text}`);
    },
    toHost: ({ id, stable }) => void told.push(`${id} ${stable}`),
    trackSidOf: () => undefined,
    onFailure: () => undefined,
  });
  onTestFinished(() => publisher.close());
  return { publisher, room, told };
}

test('a final caption that the room did not take is sent once it is back, when a partial of it is on the screens', async () => {
  const { publisher, room, told } = leavingRoom();
  publisher.publish(caption('shown', 'we', false));
  await expect.poll(() => room.took).toEqual(['shown 0 we']);
  room.away = true;
  publisher.publish(caption('shown', 'we thank you', true));
  publisher.publish(caption('unseen', 'all', true));
  await expect.poll(() => room.refused).toBeGreaterThan(3);
  room.away = false;
  await expect.poll(() => room.took).toEqual(['shown 0 we', expect.stringMatching(/^shown [2-9] we thank you$/)]);
  // Trying again is nothing new for the host, and no further failure.
  expect(told).toEqual(['shown we', 'shown we thank you', 'unseen all']);
  expect(publisher.failures).toBe(2);
});

test('what the room did not take follows the next caption that it takes, and the oldest is forgotten when there is too much of it', async () => {
  const { publisher, room } = leavingRoom();
  const ids = Array.from({ length: 65 }, (_, n) => `${n}`);
  for (const id of ids) publisher.publish(caption(id, 'we', false));
  await expect.poll(() => room.took.length).toBe(65);
  room.away = true;
  for (const id of ids) publisher.publish(caption(id, 'we thank you', true));
  await expect.poll(() => publisher.failures).toBe(65);
  room.away = false;
  publisher.publish(caption('next', 'good', true));
  await expect.poll(() => room.took.length).toBe(65 + 1 + 64);
  expect(room.took.slice(65, 67)).toEqual(['next 0 good', expect.stringMatching(/^1 \d+ we thank you$/)]);
});
