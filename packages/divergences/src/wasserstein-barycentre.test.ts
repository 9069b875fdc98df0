import { Normal } from '@polyvae/distributions';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectClose, tidilyOnCpu } from '../test/check.js';
import { randomExperts } from '../test/experts.js';
import { wassersteinBarycentre } from './index.js';

tidilyOnCpu();

/** Squared 2-Wasserstein distance of normal distributions of one dimension, by their quantiles. */
function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return (a[0]! - b[0]!) ** 2 + (a[1]! - b[1]!) ** 2;
}

test('mean and deviation are the weighted means (2e-6), and no other Gaussian is nearer', () => {
  const experts = randomExperts(Rng.fromSeed('barycentre'), 3, 2, 2, 1);
  const weights = [0.5, 0.2, 0.3];
  const { base } = wassersteinBarycentre(experts, weights);
  const of = (index: number): number[][] =>
    experts.map((own) => [own.base.loc.dataSync()[index]!, own.base.scale.dataSync()[index]!]);
  const mean = (values: readonly number[]): number => values.reduce((sum, x, k) => sum + weights[k]! * x, 0);
  const locs = [0, 1, 2, 3].map((i) => mean(of(i).map(([loc]) => loc!)));
  const scales = [0, 1, 2, 3].map((i) => mean(of(i).map(([, scale]) => scale!)));
  expectClose(base.loc, locs, 2e-6);
  expectClose(base.scale, scales, 2e-6);
  const far = (own: readonly number[]): number => mean(of(0).map((expert) => squaredDistance(own, expert)));
  const least = far([locs[0]!, scales[0]!]);
  for (const [dl, ds] of [
    [0.01, 0],
    [-0.01, 0],
    [0, 0.01],
    [0, -0.01],
  ] as const) {
    expect(far([locs[0]! + dl, scales[0]! + ds])).toBeGreaterThan(least);
  }
});

test('of equal experts it is the expert; wide and narrow ones neither overflow nor vanish', () => {
  const make = (logVar: number) => Normal.fromLogVar(tf.tensor2d([[2]]), tf.tensor2d([[logVar]]), { eventDims: 1 });
  for (const logVar of [-150, 0, 150]) {
    const { base } = wassersteinBarycentre([make(logVar), make(logVar)]);
    expect(base.logVar().dataSync()[0]).toBeCloseTo(logVar, 3);
    expect(base.loc.dataSync()[0]).toBeCloseTo(2, 6);
  }
});

test('rows of their own: absent experts may be NaN in values and gradients', () => {
  const [a] = randomExperts(Rng.fromSeed(1), 1, 2, 3, 1);
  const hole = tf.tensor2d([1, 2, 3, Number.NaN, Number.NaN, Number.NaN], [2, 3]);
  const weights = tf.tensor2d([0.5, 1, 0.5, 0], [2, 2]);
  const make = (loc: tf.Tensor) => wassersteinBarycentre([a!, Normal.fromLogVar(loc, loc, { eventDims: 1 })], weights);
  const alone = [...a!.base.loc.dataSync()].slice(3);
  expectClose(tf.slice(make(hole).base.loc, [1, 0], [1, 3]), alone, 1e-6);
  const deviations = [...a!.base.logVar().dataSync()].slice(3);
  expectClose(tf.slice(make(hole).base.logVar(), [1, 0], [1, 3]), deviations, 2e-6);
  const gradient = tf
    .grad((loc: tf.Tensor) => tf.sum(make(loc).logProb(tf.ones([2, 3]))))(hole)
    .dataSync();
  expect([...gradient].every(Number.isFinite)).toBe(true);
  expect([...gradient.slice(3)].every((value) => Math.abs(value) === 0)).toBe(true);
  expect(() => wassersteinBarycentre([a!, a!], [0.5, 0.2])).toThrow('wassersteinBarycentre: weights must sum to 1');
});
