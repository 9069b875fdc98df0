import { Independent, Laplace, Normal } from '@polyvae/distributions';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectClose, tidilyOnCpu } from '../test/check.js';
import { randomExperts } from '../test/experts.js';
import { type Expert, mixtureOfExperts, takeComponents, weightsOfPresent } from './index.js';

tidilyOnCpu();

test('density is the weighted sum of the densities, for both families (2e-6)', () => {
  const rng = Rng.fromSeed('mixture');
  const weights = [0.2, 0.3, 0.5];
  const normals = randomExperts(rng, 3, 4, 2, 1);
  const laplaces = normals.map(({ base }) => new Independent(new Laplace(base.loc, base.scale), 1));
  const x = tf.tensor(rng.normals(8), [4, 2]);
  for (const experts of [normals, laplaces] as const) {
    const mixture = mixtureOfExperts<Expert>(experts, weights);
    expect([mixture.batchShape, mixture.eventShape]).toEqual([[4], [2]]);
    const densities = experts.map((expert) => expert.logProb(x).dataSync());
    const expected = [0, 1, 2, 3].map((i) =>
      Math.log(densities.reduce((sum, d, k) => sum + weights[k]! * Math.exp(d[i]!), 0)),
    );
    expectClose(mixture.logProb(x), expected, 2e-6);
    const means = experts.map((expert) => expert.mean().dataSync());
    const mean = [...means[0]!.keys()].map((i) => means.reduce((sum, m, k) => sum + weights[k]! * m[i]!, 0));
    expectClose(mixture.mean(), mean, 2e-6);
  }
});

test('rows of their own: absent experts may be NaN in values, gradients and draws', () => {
  const [a] = randomExperts(Rng.fromSeed(1), 1, 2, 3, 1);
  const hole = tf.tensor2d([1, 2, 3, Number.NaN, Number.NaN, Number.NaN], [2, 3]);
  const weights = weightsOfPresent([0.5, 0.5], tf.tensor2d([1, 1, 1, 0], [2, 2]));
  const make = (loc: tf.Tensor) => mixtureOfExperts([a!, Normal.fromLogVar(loc, loc, { eventDims: 1 })], weights);
  const x = tf.ones([2, 3]);
  expect(make(hole).logProb(x).dataSync()[1]).toBeCloseTo(a!.logProb(x).dataSync()[1]!, 5);
  expect([...make(hole).sample(Rng.fromSeed(2), [50]).dataSync()].every(Number.isFinite)).toBe(true);
  const gradient = tf
    .grad((loc: tf.Tensor) => tf.sum(make(loc).logProb(x)))(hole)
    .dataSync();
  expect([...gradient].every(Number.isFinite)).toBe(true);
  expect([...gradient.slice(3)].every((value) => Math.abs(value) === 0)).toBe(true);
});

test('takeComponents takes rows, from NaN rows too, with gradients to the rows taken only', () => {
  const [a, b] = randomExperts(Rng.fromSeed(3), 2, 3, 2, 1);
  const nan = tf.fill([1, 2], Number.NaN);
  const taken = takeComponents([a!, b!, Normal.standard([2])], [1, 2, 0]);
  const [la, lb] = [a!.base.logVar().dataSync(), b!.base.logVar().dataSync()];
  expect([...taken.base.logVar().dataSync()]).toEqual([lb[0], lb[1], 0, 0, la[4], la[5]]);
  expect(taken.base.loc.dataSync()[0]).toBe(b!.base.loc.dataSync()[0]);
  const draw = (loc: tf.Tensor): tf.Tensor => {
    const expert = Normal.fromLogVar(tf.concat([loc, nan]), tf.concat([loc, nan]), { eventDims: 1 });
    return takeComponents([a!, expert], tf.tensor1d([1, 0, 0], 'int32')).rsample(Rng.fromSeed(1));
  };
  const loc = tf.zeros([2, 2]);
  expect([...draw(loc).dataSync()].every(Number.isFinite)).toBe(true);
  const gradient = tf
    .grad((x: tf.Tensor) => tf.sum(draw(x)))(loc)
    .dataSync();
  expect([...gradient].map((value) => value !== 0)).toEqual([true, true, false, false]);
  expect([...gradient].every(Number.isFinite)).toBe(true);
});

test('bad input is named', () => {
  const [a, b] = randomExperts(Rng.fromSeed(3), 2, 3, 2, 1);
  const laplace = new Independent(new Laplace(tf.zeros([3, 2]), 1), 1);
  expect(() => mixtureOfExperts([a!, b!], [0.5, 0.2])).toThrow(/mixtureOfExperts: weights must sum to 1/);
  expect(() => mixtureOfExperts([a!, laplace] as never[])).toThrow(
    /one family, found Independent\(normal\) and, at index 1, Independent\(laplace\)/,
  );
  expect(() => takeComponents([a!, b!], [0, 1])).toThrow(
    /takeComponents: assignment: expected shape \[3\], found \[2\]/,
  );
  expect(() => takeComponents([a!, b!], [0, 1, 2])).toThrow(/row 2 must be an index below 2, found 2/);
  expect(() => takeComponents([new Normal(tf.zeros([3]), 1) as never], [0, 0, 0])).toThrow(/found normal at index 0/);
});
