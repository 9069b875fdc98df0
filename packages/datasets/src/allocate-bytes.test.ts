import { ArgumentError } from '@polyvae/errors';
import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { syntheticPolyMnist } from './polymnist.js';
import { syntheticDigits } from './synthetic-digits.js';
import { syntheticFaces } from './synthetic-faces.js';

test.each([syntheticDigits, syntheticFaces, syntheticPolyMnist])('%o of more items than there is room for', (draw) => {
  const asked = () => draw({ rng: Rng.fromSeed(1), trainSize: 1e12 });
  expect(asked).toThrow(ArgumentError);
  expect(asked).toThrow(/: 1000000000000 items of \d+ bytes need \d+\.\d GiB in one array/);
});
