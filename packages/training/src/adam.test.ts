import { readFileSync } from 'node:fs';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { adam, clipByGlobalNorm, disposeOptimizerState, sgd, type Trainable, trainStep } from './index.js';

tidyTests(tf.engine());

interface Case {
  readonly lr: number;
  readonly betas: [number, number];
  readonly eps: number;
  readonly clip: number | null;
  readonly skip: boolean;
  readonly steps: { loss: number; norm: number | null; a: number[]; b: number[] }[];
}

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/adam.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

beforeAll(() => tf.setBackend('cpu'));

/** The function of fixtures/adam.py. */
function reference(skip: boolean): Trainable<null> {
  const a = tf.variable(tf.tensor2d([0.5, -1, 2, 0.25], [2, 2]));
  const b = tf.variable(tf.tensor1d([0.1, -0.3]));
  return {
    variables: { a, b },
    loss: (_, { step }) => {
      const quadratic = tf.sum<tf.Scalar>(tf.mul(tf.square(a), tf.tensor2d([1, 0.01, 3, 1e-4], [2, 2])));
      if (skip && step < 3) return { loss: quadratic, terms: {} };
      const waves = tf.sum<tf.Scalar>(tf.mul(tf.sin(tf.mul(b, step + 1)), tf.tensor1d([1, -2])));
      const mixed = tf.sum<tf.Scalar>(tf.mul(tf.reshape(tf.slice(a, [0, 0], [1, 2]), [2]), b));
      return { loss: tf.addN<tf.Scalar>([quadratic, waves, mixed]), terms: {} };
    },
  };
}

test.each(cases)('PyTorch: lr $lr, betas $betas, eps $eps, clip $clip, b reached late: $skip', async (reference_) => {
  const { lr, betas, eps, clip, skip, steps } = reference_;
  const model = reference(skip);
  const optimizer = adam({ learningRate: lr, beta1: betas[0], beta2: betas[1], epsilon: eps });
  let state = optimizer.init(model.variables);
  for (const expected of steps) {
    const options = { optimizer, state, rng: Rng.fromSeed(0), ...(clip !== null && { clipNorm: clip }) };
    const result = await trainStep(model, null, options);
    state = result.state;
    // Float32 against float64: a few roundings of numbers of order 1 to 10.
    expect(Math.abs(result.terms.loss / expected.loss - 1)).toBeLessThan(2e-6);
    if (expected.norm !== null) expect(Math.abs(result.gradientNorm! / expected.norm - 1)).toBeLessThan(2e-6);
    for (const name of ['a', 'b'] as const) {
      const values = await model.variables[name]!.data();
      values.forEach((value, i) => void expect(Math.abs(value - expected[name][i]!)).toBeLessThan(1e-6));
    }
  }
  expect(state.step).toBe(8);
  expect(state.updates).toEqual({ a: 8, b: skip ? 5 : 8 });
  disposeOptimizerState(state);
  tf.dispose(model.variables);
});

test('a variable that the state does not have is named, and nothing leaks', () => {
  const variables = { a: tf.variable(tf.scalar(1)), b: tf.variable(tf.scalar(2)) };
  const optimizer = adam();
  const state = optimizer.init({ a: variables.a });
  const coefficients = tf.tensor1d(optimizer.coefficients(state));
  const update = (): unknown => optimizer.update({ a: coefficients, b: coefficients }, state, variables, coefficients);
  expect(update).toThrow(/adam: variable 'b' has a gradient but no state; the state is of a\. Make it with init/);
  disposeOptimizerState(state);
  tf.dispose([variables, coefficients]);
});

test('a schedule is asked for the steps completed', async () => {
  const asked: number[] = [];
  const model = reference(false);
  const optimizer = sgd({
    learningRate: (step) => {
      asked.push(step);
      return 0.01;
    },
  });
  let state = optimizer.init(model.variables);
  for (let i = 0; i < 3; i++) ({ state } = await trainStep(model, null, { optimizer, state, rng: Rng.fromSeed(0) }));
  expect(asked).toEqual([0, 1, 2]);
  tf.dispose(model.variables);
});

describe('clipByGlobalNorm', () => {
  test('scales all together, and only if the norm is larger', () => {
    const gradients = { a: tf.tensor1d([3, 0]), b: tf.scalar(4) };
    const clipped = clipByGlobalNorm(gradients, 1);
    expect(clipped.norm.dataSync()[0]).toBe(5);
    expect([...clipped.gradients.a!.dataSync()][0]).toBeCloseTo(0.6, 6);
    expect(clipped.gradients.b!.dataSync()[0]).toBeCloseTo(0.8, 6);
    expect(clipByGlobalNorm(gradients, 6).gradients.b!.dataSync()[0]).toBe(4);
    expect(() => clipByGlobalNorm(gradients, 0)).toThrow(/positive/);
  });

  test('gradients that are all zero stay zero', () => {
    expect([...clipByGlobalNorm({ a: tf.zeros([2]) }, 1).gradients.a!.dataSync()]).toEqual([0, 0]);
  });
});

describe('bad input', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['beta1', () => adam({ beta1: 1 }), /adam\(\{ beta1 \}\): expected a number in \[0, 1\), found 1/],
    ['beta2', () => adam({ beta2: -0.1 }), /beta2/],
    ['epsilon', () => adam({ epsilon: Number.NaN }), /epsilon/],
    ['learning rate', () => adam({ learningRate: Number.NaN }), /learning rate ≥ 0, found NaN/],
    ['option', () => adam({ lr: 1 } as never), /unknown option 'lr'; the options are learningRate/],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});
