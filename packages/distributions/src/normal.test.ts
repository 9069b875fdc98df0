import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { describeDistribution } from '../test/describe-distribution.js';
import { Normal } from './normal.js';
import { scope } from './scope.js';
import { setValueChecks } from './value-checks.js';

tidyTests(tf.engine());

describeDistribution({ name: 'Normal', reference: 'normal', make: (loc, scale) => new Normal(loc, scale) });
describeDistribution({ name: 'Normal, cdf', reference: 'normalCdf', make: (loc, scale) => new Normal(loc, scale) });
describeDistribution({
  name: 'Normal, broadcast parameters',
  reference: 'normalBroadcast',
  make: (loc, scale) => new Normal(loc, scale),
});
describeDistribution({
  name: 'Normal.fromLogVar',
  reference: 'normalLogVar',
  make: (loc, logVar) => Normal.fromLogVar(loc, logVar),
});

test('keeps the log variance it was made from, exactly, and takes numbers as scale', () => {
  const logVar = tf.tensor1d([-150, -30.123, 0, 88]);
  const loc = tf.zeros([4]);
  expect([...Normal.fromLogVar(loc, logVar).logVar().dataSync()]).toEqual([...logVar.dataSync()]);
  expect(new Normal(loc, 2).logVar().dataSync()[0]).toBeCloseTo(2 * Math.log(2), 6);
  // exp(-150) is no float32, but density and gradient at the mean still are.
  const density = Normal.fromLogVar(loc, logVar).logProb(loc).dataSync();
  expect(density[0]).toBeCloseTo(75 - 0.5 * Math.log(2 * Math.PI), 4);
  const gradient = tf.grad((v: tf.Tensor) => tf.sum(Normal.fromLogVar(loc, v).logProb(loc)))(logVar);
  expect([...gradient.dataSync()]).toEqual([-0.5, -0.5, -0.5, -0.5]);
});

test('has its density at the mean where exp(−½ logVar) is no float32, and −∞ elsewhere', () => {
  const logVar = tf.tensor1d([-176, -178, -300]);
  const loc = tf.tensor1d([1, 1, 1]);
  const d = Normal.fromLogVar(loc, logVar);
  const density = d.logProb(loc).dataSync();
  for (const [i, value] of [88, 89, 150].entries()) {
    expect(density[i]).toBeCloseTo(value - 0.5 * Math.log(2 * Math.PI), 4);
  }
  expect([...d.logProb(tf.scalar(1.001)).dataSync()]).toEqual([-Infinity, -Infinity, -Infinity]);
  const gradients = tf.grads((l: tf.Tensor, v: tf.Tensor) => tf.sum(Normal.fromLogVar(l, v).logProb(tf.ones([3]))))([
    loc,
    logVar,
  ]);
  expect(gradients.map((gradient) => [...gradient.dataSync()].map(Math.abs))).toEqual([
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ]);
});

test('fromLogVar and standard leave only the tensors that the distribution holds', () => {
  const [loc, logVar] = [tf.zeros([2, 3]), tf.zeros([2, 3])];
  const before = tf.memory().numTensors;
  const q = Normal.fromLogVar(loc, logVar, { eventDims: 1 });
  expect(tf.memory().numTensors).toBe(before + 1);
  expect([q.batchShape, q.eventShape]).toEqual([[2], [3]]);
  const p = Normal.standard([3]);
  expect(tf.memory().numTensors).toBe(before + 4);
  expect([p.batchShape, p.eventShape]).toEqual([[], [3]]);
});

test('a distribution survives a scope and frees everything else', () => {
  const before = tf.memory().numTensors;
  const kept = scope(() => {
    tf.zeros([5]);
    return Normal.fromLogVar(tf.zeros([2]), tf.zeros([2]), { eventDims: 1 });
  });
  expect(tf.memory().numTensors).toBe(before + 3);
  expect(kept.logProb(tf.zeros([2])).dataSync()[0]).toBeCloseTo(-Math.log(2 * Math.PI), 5);
  tf.dispose([kept.base.loc, kept.base.scale, kept.base.logVariance!]);
});

test('refuses parameters that do not broadcast, and in debug values that cannot be', () => {
  expect(() => new Normal(tf.zeros([2, 3]), tf.ones([2]))).toThrow(
    /Normal: scale: expected shape .*\[2, 3\], found \[2\]/,
  );
  expect(() => new Normal(tf.zeros([2]), -1)).not.toThrow();
  const previous = setValueChecks(true);
  try {
    expect(previous).toBe(false);
    expect(() => new Normal(tf.zeros([2]), -1)).toThrow(
      /Normal: scale: expected positive values, found -1 at flat index 0/,
    );
    expect(() => new Normal(tf.tensor1d([0, Number.NaN]), 1)).toThrow(/Normal: loc.*NaN at flat index 1/);
  } finally {
    setValueChecks(false);
  }
});
