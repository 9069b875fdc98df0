import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { expectEach, extremes } from '../test/extremes.js';
import { digamma } from './digamma.js';
import { logFactorialExcess, logGamma } from './log-gamma.js';

beforeAll(() => tf.setBackend('cpu'));
tidyTests(tf.engine());

const points = extremes<'x' | 'value' | 'slope'>('logGamma');

test('is right to 5e-7 of its value from 1e-3 to 1e6, next to its zeros too', () => {
  const values = logGamma(tf.tensor1d([...points.x])).dataSync();
  expectEach(values, points.value, 5e-7, 0, (i) => `x = ${points.x[i]}`);
});

test('its gradient is digamma (5e-7), and of that trigamma', () => {
  const x = tf.tensor1d([...points.x]);
  const gradient = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(logGamma(at), 2)))(x);
  expectEach(
    gradient.dataSync(),
    points.slope.map((slope) => 2 * slope),
    5e-7,
    5e-7,
    (i) => `x = ${points.x[i]}`,
  );
  const curvature = tf
    .grad((at: tf.Tensor) => digamma(at))(tf.tensor1d([0.5, 1, 20]))
    .dataSync();
  for (const [i, expected] of [Math.PI ** 2 / 2, Math.PI ** 2 / 6, 0.05127082293520319].entries()) {
    expect(Math.abs(curvature[i]! - expected)).toBeLessThan(5e-7 * expected);
  }
});

test('the excess of log factorials over z ln z − z is right to 3e-7 (and 0 at 0)', () => {
  const z = [0, 0.25, 1, 2, 2.999, 3, 10, 1e4];
  // ln z! from the points above where they are among them, else from Γ(z + 1) = z! itself.
  const logFactorials = [0, Math.log(0.9064024770554771), 0, Math.LN2];
  const values = logFactorialExcess(tf.tensor1d(z)).dataSync();
  for (const [i, logFactorial] of logFactorials.entries()) {
    const expected = logFactorial + z[i]! - (i === 0 ? 0 : z[i]! * Math.log(z[i]!));
    expect(Math.abs(values[i]! - expected)).toBeLessThan(3e-7);
  }
  expect(values[0]).toBe(0);
  // Both forms meet.
  expect(Math.abs(values[5]! - values[4]!)).toBeLessThan(2e-4);
  expect(values[6]).toBeCloseTo(Math.log(3628800) + 10 - 10 * Math.log(10), 6);
  expect(values[7]).toBeCloseTo(0.5 * Math.log(2e4 * Math.PI) + 1 / 12e4, 6);
});
