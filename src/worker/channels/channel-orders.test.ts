import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelGuards, type ChannelGuards } from './channel-guards.ts';
import { violationIn } from './random-orders.ts';

const ORDERS = 100_000;
/** A guard that is missing must be noticed much earlier. */
const ORDERS_UNTIL_NOTICED = 20_000;

const orders = fc.array(fc.integer(), { maxLength: 24 });
const rules = (guards: ChannelGuards) => fc.property(orders, (order) => violationIn(order, guards) === undefined);

// A condition is taken away by fixing its answer; the one that is its answer anyway (the first in the queue always keeps its turn) is left out.
const taken = (Object.keys(channelGuards) as (keyof ChannelGuards)[])
  .flatMap((guard) => [true, false].map((answer) => ({ guard, answer })))
  .filter(({ guard, answer }) => !(guard === 'firstKeeps' && answer));

describe('whatever happens in whatever order', () => {
  test(`${ORDERS.toLocaleString('en')} random orders break no rule`, { timeout: 120_000 }, () => {
    const { failed, counterexample } = fc.check(rules(channelGuards), { numRuns: ORDERS });
    const order = counterexample?.[0];
    expect(failed ? { order, violation: violationIn(order ?? [], channelGuards) } : undefined).toBeUndefined();
  });

  test.each(taken)('the rules notice when the guard $guard always says $answer', ({ guard, answer }) => {
    const { failed } = fc.check(rules({ ...channelGuards, [guard]: () => answer }), { numRuns: ORDERS_UNTIL_NOTICED, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
