import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ToEngineHost } from '../engines/protocol.ts';
import { EngineStream, type EngineSender } from './engine-stream.ts';

const FRAME = 320;

/** An engine host that takes everything and keeps what it was told. */
class Recorder implements EngineSender {
  hears = true;
  behindMs = 0;
  readonly told: string[] = [];
  readonly heard: number[] = [];
  /** Of each piece of audio. */
  readonly busy: Array<boolean | undefined> = [];

  send(message: ToEngineHost): void {
    if (message.type === 'stream.open' || message.type === 'stream.close') this.told.push(`${message.type} ${message.streamId}`);
  }

  sendAudio(message: ToEngineHost): boolean {
    if (message.type === 'stream.audio') {
      this.heard.push(...message.samples);
      this.busy.push(message.channelsBusy);
    }
    return true;
  }
}

function speaker() {
  const [old, fresh] = [new Recorder(), new Recorder()];
  const today = { engine: old as EngineSender | undefined };
  const told: string[] = [];
  const speaking: boolean[] = [];
  const stream = new EngineStream(
    's0',
    'en',
    {
      onSpeaking: (now) => speaking.push(now),
      onStarted: (at) => told.push(`started ${at}`),
      onStopped: (at) => told.push(`stopped ${at}`),
      onReading: ({ final, words }) => told.push(`${final ? 'final' : 'reading'} ${words.map(({ text, startSample }) => `${text}@${startSample}`).join(' ')}`),
      onLost: (until) => told.push(until === Infinity ? 'lost' : `lost from ${until}`),
    },
    () => today.engine,
    () => told.push('closed'),
  );
  let next = 0;
  /** Every sample says in which frame it is. */
  const say = (frames: number): void => {
    for (let frame = 0; frame < frames; frame++, next += FRAME) stream.push(next, new Int16Array(FRAME).fill(next / FRAME));
  };
  /** About the stream as it was opened the `generation`th time, the last when left out. */
  const engineSays = (type: 'started' | 'stopped' | 'reading' | 'final', frame: number, { generation = undefined as number | undefined, segment = 0, half = false } = {}): void => {
    const atSample = frame * FRAME;
    const wordAt = (text: string, startSample: number) => ({ text, startSample, endSample: startSample + FRAME });
    const about = { streamId: generation === undefined ? stream.wireId : `s0~${generation}` };
    if (type === 'started') stream.receive({ ...about, type: 'speech.started', atSample });
    else if (type === 'stopped') stream.receive({ ...about, type: 'speech.stopped', atSample, heardSample: atSample });
    else stream.receive({ ...about, type: 'hypothesis', segment, words: [wordAt('word', atSample), ...(half ? [wordAt('ha', atSample + FRAME)] : [])], final: type === 'final', refused: false, pausing: false, heardSample: atSample, computeMs: 1 });
  };
  return { old, fresh, today, told, speaking, stream, say, engineSays };
}

const framesOf = (heard: readonly number[]): number[] => [...new Set(heard)];

test('that the channels are busy goes along with what is said now, and not with what is said again', () => {
  const { old, fresh, today, stream } = speaker();
  // With the first the stream is opened, which is where anything is said again.
  for (const [frame, busy] of [true, true, false].entries()) stream.push(frame * FRAME, new Int16Array(FRAME), busy);
  expect(old.busy.map(Boolean)).toEqual([false, true, false]);
  today.engine = fresh;
  stream.move();
  stream.push(3 * FRAME, new Int16Array(FRAME), true);
  expect(fresh.busy.map(Boolean)).toEqual([false, true]);
});

describe('a stream that moves to a fresh engine host', () => {
  test('while nobody speaks: at once, with the last half second, and none of what was said before', () => {
    const { old, fresh, today, told, stream, say, engineSays } = speaker();
    say(30);
    engineSays('started', 2);
    engineSays('stopped', 10);
    engineSays('final', 3);
    today.engine = fresh;
    stream.move();
    say(1);
    expect(old.told).toEqual(['stream.open s0~0', 'stream.close s0~0']);
    expect(fresh.told).toEqual(['stream.open s0~1']);
    expect(framesOf(fresh.heard)).toEqual(Array.from({ length: 26 }, (_, index) => 5 + index).filter((frame) => frame >= 10));
    expect(told.at(-1)).toBe('lost');
  });

  test('from one that is behind: with what it has not heard yet, too', () => {
    const { old, fresh, today, stream, say } = speaker();
    say(100);
    old.behindMs = 600;
    today.engine = fresh;
    stream.move();
    expect(framesOf(fresh.heard)).toEqual(Array.from({ length: 55 }, (_, index) => 45 + index));
  });

  test('in the middle of a sentence: only when it has been read to its end, and positions go on in the stream’s own time', () => {
    const { old, fresh, today, told, stream, say, engineSays } = speaker();
    say(10);
    engineSays('started', 2);
    engineSays('reading', 3);
    today.engine = fresh;
    stream.move();
    say(10);
    expect(fresh.heard).toEqual([]);
    engineSays('stopped', 18);
    engineSays('final', 3, { generation: 0 });
    expect(framesOf(old.heard)).toHaveLength(20);
    expect(framesOf(fresh.heard)).toEqual([18, 19]);
    engineSays('started', 1);
    expect(told.slice(-4)).toEqual([`stopped ${18 * FRAME}`, `final word@${3 * FRAME}`, 'lost', `started ${19 * FRAME}`]);
  });

  test('waits for a pause also where nobody understands the language', () => {
    const { fresh, today, stream, say, engineSays } = speaker();
    say(5);
    engineSays('started', 2);
    today.engine = fresh;
    stream.move();
    expect(fresh.told).toEqual([]);
    engineSays('stopped', 4);
    expect(fresh.told).toEqual(['stream.open s0~1']);
  });

  test('from a speaker who makes no pause: the old one says its last word, and what was said meanwhile goes to the new one', () => {
    const { old, fresh, today, told, stream, say, engineSays } = speaker();
    say(10);
    engineSays('started', 2);
    engineSays('reading', 3);
    today.engine = fresh;
    stream.move(0);
    say(5);
    expect(old.told.at(-1)).toBe('stream.close s0~0');
    expect(fresh.told).toEqual([]);
    engineSays('stopped', 9);
    engineSays('final', 3);
    say(1);
    expect(framesOf(old.heard)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(framesOf(fresh.heard)).toEqual([10, 11, 12, 13, 14, 15]);
    expect(told.slice(-2)).toEqual([`final word@${3 * FRAME}`, 'lost']);
  });
});

describe('a stream that moves while a segment is still being read', () => {
  /** Two sentences were said, none is read; the stream has moved, and a third has begun. */
  function moved() {
    const all = speaker();
    const { today, fresh, stream, say, engineSays } = all;
    say(30);
    engineSays('started', 2);
    engineSays('stopped', 10);
    engineSays('started', 15);
    engineSays('stopped', 25);
    all.told.length = 0;
    today.engine = fresh;
    stream.move();
    say(10);
    engineSays('started', 8);
    return all;
  }

  test('has it read where it was heard, and what is said meanwhile is heard at the fresh one and told afterwards', () => {
    const { old, fresh, told, stream, engineSays } = moved();
    expect(framesOf(fresh.heard)[0]).toBe(25);
    expect(framesOf(old.heard)).toHaveLength(30);
    engineSays('reading', 9);
    expect(told).toEqual([]);
    engineSays('final', 3, { generation: 0 });
    engineSays('final', 16, { generation: 0, segment: 1 });
    expect(told).toEqual([`final word@${3 * FRAME}`, `final word@${16 * FRAME}`, 'lost', `started ${33 * FRAME}`, `reading word@${34 * FRAME}`]);
    expect(old.told.at(-1)).toBe('stream.close s0~0');
    expect([stream.isAt(old), stream.isAt(fresh)]).toEqual([false, true]);
  });

  test('takes nothing from the old one that the fresh one hears as well', () => {
    const { told, engineSays } = moved();
    engineSays('started', 29, { generation: 0 });
    engineSays('reading', 29, { generation: 0, segment: 2 });
    engineSays('stopped', 30, { generation: 0 });
    expect(told).toEqual([]);
  });

  test('tells at once who speaks', () => {
    const { speaking, engineSays } = moved();
    expect(speaking).toEqual([true, false, true, false, true]);
    engineSays('stopped', 9);
    expect(speaking.at(-1)).toBe(false);
  });

  test('moves once more only when that is done, and in the next pause', () => {
    const { today, fresh, told, stream, engineSays } = moved();
    const third = new Recorder();
    today.engine = third;
    stream.move();
    engineSays('stopped', 9);
    engineSays('final', 8);
    expect(third.told).toEqual([]);
    engineSays('final', 16, { generation: 0, segment: 1 });
    expect(told).toEqual([`final word@${16 * FRAME}`, 'lost', `started ${33 * FRAME}`, `stopped ${34 * FRAME}`, `final word@${33 * FRAME}`, 'lost']);
    expect(fresh.told.at(-1)).toBe('stream.close s0~1');
    expect([third.told, framesOf(third.heard)[0]]).toEqual([['stream.open s0~2'], 34]);
  });

  test('goes on without it when the old one dies, and what it had not read is counted', () => {
    const { old, told, stream } = moved();
    stream.lost(old);
    expect(told).toEqual(['lost', `started ${33 * FRAME}`]);
    expect(stream.unrecognisedSegments).toBe(2);
  });

  test('opens again when the fresh one dies, and still has it read', () => {
    const { fresh, today, told, stream, say, engineSays } = moved();
    const third = new Recorder();
    today.engine = third;
    stream.lost(fresh);
    say(2);
    engineSays('started', 1);
    engineSays('final', 16, { generation: 0, segment: 1 });
    expect(third.told).toEqual(['stream.open s0~2']);
    expect(told).toEqual([`final word@${16 * FRAME}`, 'lost', `started ${33 * FRAME}`, `lost from ${25 * FRAME}`, `started ${26 * FRAME}`]);
  });

  test('waits for it no longer than a server may take', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { old, told, say } = moved();
    vi.advanceTimersByTime(19_000);
    say(1);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(2_000);
    say(1);
    expect(told).toEqual(['lost', `started ${33 * FRAME}`]);
    expect(old.told.at(-1)).toBe('stream.close s0~0');
  });

  test('closes both, and what the fresh one heard stands', () => {
    const { old, fresh, told, speaking, stream, engineSays } = moved();
    engineSays('stopped', 9);
    engineSays('final', 8);
    stream.close();
    expect([old.told.at(-1), fresh.told.at(-1)]).toEqual(['stream.close s0~0', 'stream.close s0~1']);
    expect(told).toEqual(['lost', `started ${33 * FRAME}`, `stopped ${34 * FRAME}`, `final word@${33 * FRAME}`, 'closed']);
    expect(speaking.at(-1)).toBe(false);
  });

  test('moved within an engine host that dies before it has read either, it opens at the next and is told of it', () => {
    const { old, today, told, stream, say, engineSays } = speaker();
    say(30);
    engineSays('started', 2);
    engineSays('stopped', 10);
    stream.move();
    engineSays('started', 5);
    engineSays('stopped', 8);
    const third = new Recorder();
    today.engine = third;
    stream.move();
    told.length = 0;
    stream.lost(old);
    say(1);
    engineSays('started', 1);
    expect(third.told).toEqual(['stream.open s0~2']);
    expect(told).toEqual(['lost', `started ${15 * FRAME}`, `stopped ${18 * FRAME}`, `lost from ${18 * FRAME}`, `started ${19 * FRAME}`]);
    expect(stream.unrecognisedSegments).toBe(2);
  });
});

describe('a stream whose engine host died', () => {
  test('opens at the next one after the last word that was read to its end, in the middle of a sentence: the newest may be half of one', () => {
    const { old, fresh, today, told, stream, say, engineSays } = speaker();
    say(10);
    engineSays('started', 2);
    engineSays('reading', 4, { half: true });
    today.engine = undefined;
    stream.lost(old);
    say(3);
    expect(fresh.heard).toEqual([]);
    today.engine = fresh;
    say(2);
    expect(framesOf(fresh.heard)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    engineSays('reading', 1);
    expect(told).toEqual([`started ${2 * FRAME}`, `reading word@${4 * FRAME} ha@${5 * FRAME}`, `lost from ${5 * FRAME}`, `reading word@${6 * FRAME}`]);
  });

  test('in a pause the newest word is a whole one', () => {
    const { old, fresh, today, told, stream, say } = speaker();
    say(10);
    stream.receive({ type: 'hypothesis', streamId: stream.wireId, segment: 0, words: [{ text: 'word', startSample: 4 * FRAME, endSample: 6 * FRAME }], final: false, refused: false, pausing: true, heardSample: 9 * FRAME, computeMs: 1 });
    today.engine = fresh;
    stream.lost(old);
    say(1);
    expect(framesOf(fresh.heard)).toEqual([6, 7, 8, 9, 10]);
    expect(told.at(-1)).toBe(`lost from ${6 * FRAME}`);
  });

  test('no sentence that was heard to its end is heard again: read or not, it may be what ended the engine host', () => {
    const { old, fresh, today, stream, say, engineSays } = speaker();
    say(10);
    engineSays('started', 2);
    engineSays('stopped', 8);
    today.engine = fresh;
    stream.lost(old);
    say(1);
    expect(framesOf(fresh.heard)).toEqual([8, 9, 10]);
    expect(stream.unrecognisedSegments).toBe(1);
  });

  test('what two of them died over is not heard by a third', () => {
    const { old, fresh, today, stream, say, engineSays } = speaker();
    say(10);
    engineSays('started', 2);
    engineSays('reading', 4, { half: true });
    today.engine = fresh;
    stream.lost(old);
    say(5);
    expect(framesOf(fresh.heard)[0]).toBe(5);
    const third = new Recorder();
    today.engine = third;
    stream.lost(fresh);
    say(2);
    // The second one alone heard what came after the death of the first.
    expect(framesOf(third.heard)).toEqual([10, 11, 12, 13, 14, 15, 16]);
  });

  test('what the first one was given when it had loaded, and died over, is heard by the second', () => {
    const { old, fresh, today, stream, say } = speaker();
    old.hears = false;
    say(5);
    old.hears = true;
    say(1);
    today.engine = fresh;
    stream.lost(old);
    say(1);
    expect(framesOf(fresh.heard)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('it hears what was kept in one piece, and a hole where one was', () => {
    const { old, fresh, today, stream, say } = speaker();
    const pieces: Array<[at: number, frames: number]> = [];
    fresh.sendAudio = (message) => (message.type === 'stream.audio' && pieces.push([message.firstSample / FRAME, message.samples.length / FRAME]), true);
    today.engine = undefined;
    stream.lost(old);
    say(4);
    stream.push(10 * FRAME, new Int16Array(FRAME));
    today.engine = fresh;
    stream.push(11 * FRAME, new Int16Array(FRAME));
    stream.push(12 * FRAME, new Int16Array(FRAME));
    expect(pieces).toEqual([[0, 4], [10, 2], [12, 1]]);
  });

  test('of a long absence it hears the last three seconds', () => {
    const { old, fresh, today, stream, say } = speaker();
    say(10);
    today.engine = undefined;
    stream.lost(old);
    say(200);
    today.engine = fresh;
    say(1);
    expect(framesOf(fresh.heard)).toHaveLength(150);
    expect(fresh.heard.at(-1)).toBe(210);
  });

  test('what was said while the first one still loaded is heard by it', () => {
    const { old, stream, say } = speaker();
    old.hears = false;
    say(5);
    old.hears = true;
    say(1);
    expect(framesOf(old.heard)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(stream.isAt(old)).toBe(true);
  });

  test('what it was refused is counted', () => {
    const { old, stream, say } = speaker();
    say(1);
    old.sendAudio = () => false;
    say(4);
    expect(stream.droppedSamples).toBe(4 * FRAME);
    // What it took and could not recognise is lost as well.
    stream.receive({ type: 'stream.lost', streamId: stream.wireId, samples: 2 * FRAME });
    expect(stream.droppedSamples).toBe(6 * FRAME);
    stream.receive({ type: 'segment.lost', streamId: stream.wireId });
    expect(stream.unrecognisedSegments).toBe(1);
  });
});
