import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { Laplace } from './laplace.js';

tidyTests(tf.engine());

describeDistribution({ name: 'Laplace', reference: 'laplace', make: (loc, scale) => new Laplace(loc, scale) });
describeDistribution({ name: 'Laplace, cdf', reference: 'laplaceCdf', make: (loc, scale) => new Laplace(loc, scale) });

test('the gradient at the location is 0, as the one-sided ones are opposite', () => {
  const loc = tf.tensor1d([1, 2, 3]);
  const gradient = tf.grad((l: tf.Tensor) => tf.sum(new Laplace(l, 0.5).logProb(tf.tensor1d([1, 2.5, 2]))))(loc);
  expect([...gradient.dataSync()]).toEqual([0, 2, -2]);
});
