import { expect, test } from 'vitest';
import { withoutStrayCapitals } from './stray-capitals.ts';

test.each([
  ['Thank you to our speaker', 'Gracias A nuestro altavoz', 'Gracias a nuestro altavoz'],
  ['Thank you to our speaker', 'GRAÇAS A nosso altavoz', 'Graças a nosso altavoz'],
  ['and thank you to our speaker', 'e GRÂCE À notre orateur', 'e Grâce à notre orateur'],
  ['A plan I know', 'Un plan que sé', 'Un plan que sé'],
  ['The UN and the EU met', 'La ONU y la UE se reunieron', 'La ONU y la UE se reunieron'],
  ['This is plan B for us', 'Este es Plan B para nosotros', 'Este es Plan B para nosotros'],
  ['Anna and I agree', 'Anna Y yo', 'Anna y yo'],
])('%s: %s', (source, translation, expected) => {
  expect(withoutStrayCapitals(source, translation, 'es')).toBe(expected);
});
