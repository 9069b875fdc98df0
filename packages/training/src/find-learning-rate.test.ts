import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { snapshot, toyData } from '../test/toy-model.js';
import { data, withModel } from '../test/toy-run.js';
import { adam, findLearningRate, fit, NonFiniteError, sgd } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const options = { batchSize: 8, rng: Rng.fromSeed(2) };

test('the rates rise until the loss grows; the model has its weights back', async () => {
  await withModel(async (model) => {
    const before = snapshot(model);
    const { suggestion, trials } = await findLearningRate(model, toyData(64), { ...options, to: 100 });
    expect(trials[0]!.learningRate).toBe(1e-6);
    for (let i = 1; i < trials.length; i++) {
      expect(trials[i]!.learningRate / trials[i - 1]!.learningRate).toBeCloseTo(1e8 ** (1 / 99), 6);
    }
    expect(trials.length).toBeLessThan(100);
    expect(snapshot(model)).toEqual(before);
    // It trains at that rate: the loss falls to less than a third.
    const run = { ...options, epochs: 20 };
    const train = async (learningRate: number): Promise<number> => {
      const optimizer = adam({ learningRate });
      return (await fit(model, toyData(64), { ...run, optimizer }).last())!.terms.loss;
    };
    expect(await train(suggestion)).toBeLessThan(trials[9]!.smoothed / 3);
  });
});

test('ends after its steps, and where the loss is no longer finite', async () => {
  await withModel(async (model) => {
    const short = await findLearningRate(model, data, { ...options, steps: 5, to: 1e-4 });
    expect(short.trials.map(({ learningRate }) => learningRate.toPrecision(3))).toEqual([
      '0.00000100',
      '0.00000316',
      '0.0000100',
      '0.0000316',
      '0.000100',
    ]);
    const before = snapshot(model);
    const optimizer = (learningRate: (step: number) => number) => sgd({ learningRate });
    const { trials } = await findLearningRate(model, data, { ...options, optimizer, from: 1e-3, to: 1e30, steps: 40 });
    expect(trials.length).toBeLessThan(40);
    expect(snapshot(model)).toEqual(before);
  });
});

test('what cannot be tried', async () => {
  await withModel(
    async (model) => {
      await expect(findLearningRate(model, data, options)).rejects.toThrow(NonFiniteError);
      await expect(findLearningRate(model, data, { ...options, from: 1, to: 0.1 })).rejects.toThrow(/0 < from < to/);
      await expect(findLearningRate(model, data, { ...options, steps: 1 })).rejects.toThrow(/steps.*found 1/);
      await expect(findLearningRate(model, data, { ...options, epochs: 1 } as never)).rejects.toThrow(/'epochs'/);
    },
    { nanAt: 0 },
  );
});
