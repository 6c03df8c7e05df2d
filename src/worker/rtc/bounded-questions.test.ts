import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoundedQuestions } from './bounded-questions.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Questions whose answers are given by hand, in the order of the questions. */
function byHand() {
  const owed: Array<PromiseWithResolvers<number>> = [];
  const questions = new BoundedQuestions(() => (owed[owed.length] = withResolvers<number>()).promise, { withinMs: 500, mostUnanswered: 2 });
  return { questions, owed };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let [resolve, reject]: [(value: T) => void, (reason: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}

test('an answer that does not come in time is not waited for', async () => {
  const { questions } = byHand();
  const asked = expect(questions.ask()).rejects.toThrow('in time');
  await vi.advanceTimersByTimeAsync(500);
  await asked;
});

test('no more questions are put than may be unanswered, until one is answered, however late', async () => {
  const { questions, owed } = byHand();
  const early = [expect(questions.ask()).rejects.toThrow('in time'), expect(questions.ask()).rejects.toThrow('in time')];
  await vi.advanceTimersByTimeAsync(500);
  await Promise.all(early);
  await expect(questions.ask()).rejects.toThrow('too many');
  expect(owed).toHaveLength(2);
  owed[0]?.resolve(1);
  await vi.advanceTimersByTimeAsync(0);
  const asked = questions.ask();
  owed[2]?.resolve(3);
  expect(await asked).toBe(3);
});

test('a reason is told, and a question that failed is owed no more', async () => {
  const { questions, owed } = byHand();
  for (let time = 0; time < 3; time++) {
    const asked = expect(questions.ask()).rejects.toThrow('closed');
    owed.at(-1)?.reject(new Error('closed'));
    await asked;
  }
});
