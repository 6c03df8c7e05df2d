import { expect, test } from 'vitest';
import { LevellerBank } from '../sound/leveller-bank.ts';
import { BoothBus, BoothFeed } from './booth-bus.ts';
import { FloorBus, FloorFeed } from './floor-bus.ts';

const FRAME = 480;
const loud = (ms: number): Int16Array => new Int16Array(ms * 48).fill(8_000);
const figures = ({ load: { fullestMs, skippedMs } }: FloorBus | BoothBus) => ({ fullestMs, skippedMs });
const levellers = new LevellerBank(-14);

test('a bus tells its fullest feed and all that was skipped, also by speakers who have left', () => {
  const bus = new FloorBus(FRAME, levellers);
  const [soft, full] = [new FloorFeed('en'), new FloorFeed('es')];
  bus.add(soft, 'speaker:a');
  bus.add(full, 'speaker:b');
  soft.push(loud(20));
  for (let ms = 0; ms < 100; ms += 10) full.push(loud(10));
  expect(figures(bus)).toEqual({ fullestMs: 100, skippedMs: 0 });
  // Three more are one too many: it goes on with no more than its preroll of 20 ms.
  for (let ms = 0; ms < 30; ms += 10) full.push(loud(10));
  expect(figures(bus)).toEqual({ fullestMs: 20, skippedMs: 110 });
  bus.remove(full);
  bus.remove(full);
  expect(figures(bus)).toEqual({ fullestMs: 20, skippedMs: 110 });
});

test('what an interpreter lost counts as well', () => {
  const bus = new BoothBus(FRAME, levellers);
  const feed = new BoothFeed();
  bus.add('TR_1', 'interpreter:a', feed);
  for (let ms = 0; ms < 130; ms += 10) feed.push(loud(10));
  const { skippedMs } = bus.load;
  expect(skippedMs).toBeGreaterThan(0);
  bus.remove('TR_1');
  expect(figures(bus)).toEqual({ fullestMs: 0, skippedMs });
});
