import { expect, test } from 'vitest';
import { costPerChannel } from './cost-per-channel.ts';

/** A process that needs 0.2 cores, 0.05 more for a translated channel and 0.01 for one that carries the floor. */
const size = (translated: number, carryFloor: number) => ({ translated, carryFloor, value: 0.2 + 0.05 * translated + 0.01 * carryFloor });

test.each([
  ['nothing was measured', [], {}],
  ['one size tells nothing', [size(4, 0)], {}],
  ['only translated ones', [size(1, 0), size(4, 0), size(8, 0)], { translated: 0.05 }],
  ['carriers alone were added', [size(4, 0), size(4, 4), size(4, 12)], { carryFloor: 0.01 }],
  ['carriers make the larger sizes no cheaper', [size(1, 0), size(4, 0), size(6, 2), size(6, 10)], { translated: 0.05, carryFloor: 0.01 }],
  ['two kinds that grew in step cannot be told apart', [size(1, 0), size(4, 3), size(8, 7)], {}],
])('%s', (_, figures, expected) => {
  const found = costPerChannel(figures);
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [kind, cost] of Object.entries(expected)) expect(found).toHaveProperty(kind, expect.closeTo(cost, 9));
});
