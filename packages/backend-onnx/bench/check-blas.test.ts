import { expect, test } from 'vitest';
import { checkBlas } from './check-blas.js';

test('a PyTorch without a tuned BLAS is no measure', () => {
  expect(() => checkBlas({ onnx: 120, torch: 3.4 })).toThrow('apt-get install libopenblas0');
  expect(() => checkBlas({ onnx: 120, torch: 90 })).not.toThrow();
  expect(() => checkBlas({ onnx: 120 })).not.toThrow();
});
