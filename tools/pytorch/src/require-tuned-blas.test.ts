import { expect, test } from 'vitest';
import { requireTunedBlas } from './require-tuned-blas.js';

test('a PyTorch without a tuned BLAS is no measure', () => {
  expect(() => requireTunedBlas(3.4, 30)).toThrow('apt-get install libopenblas0');
  expect(() => requireTunedBlas(90, 30)).not.toThrow();
});
