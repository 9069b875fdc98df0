import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { expectEach, extremes } from '../test/extremes.js';
import { Poisson } from './poisson.js';

tidyTests(tf.engine());

describeDistribution({ name: 'Poisson', reference: 'poisson', make: (rate) => new Poisson(rate) });

test('keeps its digits from 1e-3 to 1e6 (1e-6 relative and absolute)', () => {
  const corners = extremes<'x' | 'rate' | 'value' | 'slope'>('poisson');
  const at = (i: number): string => `x = ${corners.x[i]}, rate = ${corners.rate[i]}`;
  const x = tf.tensor1d([...corners.x]);
  const rate = tf.tensor1d([...corners.rate]);
  expectEach(new Poisson(rate).logProb(x).dataSync(), corners.value, 1e-6, 1e-6, at);
  const slopes = tf.grad((r: tf.Tensor) => tf.sum(new Poisson(r).logProb(x)))(rate);
  expectEach(slopes.dataSync(), corners.slope, 1e-6, 1e-6, at);
});

test('draws follow the probabilities on both sides of 10 (6 sd: fails once in 2e7 seeds)', () => {
  const samples = 20_000;
  for (const rate of [0.01, 9.9, 10, 80]) {
    const d = new Poisson(tf.scalar(rate));
    const drawn = d.sample(Rng.fromSeed(`poisson ${rate}`), [samples]).dataSync();
    for (const count of [0, 1, 7, 10, 13, 75, 90]) {
      const p = Math.exp(d.logProb(tf.scalar(count)).dataSync()[0]!);
      const found = drawn.filter((value) => value === count).length / samples;
      expect(Math.abs(found - p), `${count} at ${rate}`).toBeLessThan(6 * Math.sqrt((p * (1 - p)) / samples) + 1e-4);
    }
  }
});
