import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { Bernoulli } from './bernoulli.js';
import { isReparameterised } from './distribution.js';
import { Independent } from './independent.js';
import { Normal } from './normal.js';
import { OneHotCategorical } from './one-hot-categorical.js';

tidyTests(tf.engine());

describeDistribution({
  name: 'Independent(Normal)',
  reference: 'independentNormal',
  make: (loc, logVar) => Normal.fromLogVar(loc, logVar, { eventDims: 1 }),
});
describeDistribution({
  name: 'Independent(OneHotCategorical)',
  reference: 'independentOneHotCategorical',
  make: (logits) => new Independent(new OneHotCategorical(logits), 1),
});

test('sums over as many axes as asked', () => {
  const base = new Normal(tf.zeros([2, 3, 4]), 1);
  for (const [eventDims, batch, event] of [
    [0, [2, 3, 4], []],
    [2, [2], [3, 4]],
    [3, [], [2, 3, 4]],
  ] as const) {
    const d = new Independent(base, eventDims);
    expect([d.batchShape, d.eventShape]).toEqual([batch, event]);
    expect(d.logProb(tf.zeros([2, 3, 4])).shape).toEqual(batch);
    expect(d.entropy().shape).toEqual(batch);
  }
  expect(() => new Independent(base, 4)).toThrow(/Independent: base: .*eventDims = 4.*found \[2, 3, 4\]/);
  expect(() => new Independent(base, -1)).toThrow(/eventDims = -1/);
});

test('the event shape is not broadcast', () => {
  const d = Normal.fromLogVar(tf.zeros([2, 4]), tf.zeros([2, 4]), { eventDims: 1 });
  expect(() => d.logProb(tf.zeros([2, 1]))).toThrow(/must end in the event shape\), found \[2, 1\]/);
});

test('has pathwise draws exactly where the base has them, for the type checker too', () => {
  const discrete = new Independent(new Bernoulli(tf.zeros([2])), 1);
  expect(isReparameterised(discrete)).toBe(false);
  expect(isReparameterised(Normal.standard([2]))).toBe(true);
  // @ts-expect-error: a Bernoulli has no pathwise draws
  expect(() => discrete.rsample(Rng.fromSeed(1))).toThrow();
});
