import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';

/** A stored array. */
export interface Block {
  readonly shape: number[];
  readonly data: number[];
}

/** Float32 tensor of a stored array. */
export function tensorOf({ shape, data }: Block): tf.Tensor {
  return tf.tensor(data, shape, 'float32');
}

/** Asserts values, to `tolerance` of the largest expected magnitude. */
export function expectClose(actual: tf.Tensor, expected: readonly number[], tolerance: number): void {
  const values = actual.dataSync();
  expect(values.length).toBe(expected.length);
  const bound = tolerance * Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    const message = `element ${i}: expected ${value}, found ${values[i]}`;
    expect(Math.abs(values[i]! - value), message).toBeLessThanOrEqual(bound);
  }
}

/** Asserts an estimate to `errors` standard errors, and that these are below `atMost`. */
export function expectEstimate(
  found: { readonly estimate: tf.Tensor; readonly standardError: tf.Tensor },
  expected: readonly number[],
  errors: number,
  atMost: number,
): void {
  const [estimate, error] = [found.estimate.dataSync(), found.standardError.dataSync()];
  expect(estimate.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(error[i]).toBeLessThan(atMost);
    const message = `element ${i}: expected ${value}, estimated ${estimate[i]} ± ${error[i]}`;
    expect(Math.abs(estimate[i]! - value), message).toBeLessThanOrEqual(errors * error[i]!);
  }
}

/** Runs this file's tests on the plain JavaScript backend, each in a tidy of its own. */
export function tidilyOnCpu(): void {
  beforeAll(() => tf.setBackend('cpu'));
  tidyTests(tf.engine());
}
