import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { type Key, smallBatch, smallModel } from '../../test/small-model.js';
import { type MwbvaeOptions, modelFiles, modelFromFiles, mwbvaeObjective, type Terms } from '../index.js';

tidyTests(tf.engine());

const context = () => ({ rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0 });
const build = (options: MwbvaeOptions) => smallModel(2, mwbvaeObjective(options), { latent: { shared: 3 } });

test('the posterior is the weighted mean of means and deviations, row by row of what there is', () => {
  const model = build({ weights: { a: 0.7, b: 0.3 } });
  const batch = smallBatch(2, 2);
  const read = (given: Parameters<typeof model.encode>[0]): [number[], number[]] => {
    const { shared } = model.encode(given);
    return [[...shared.mean().dataSync()], [...tf.sqrt(shared.variance()).dataSync()]];
  };
  const [a, b] = [read({ a: batch.a! }), read({ b: batch.b! })];
  const mixed = read({ ...batch, present: { a: Uint8Array.of(1, 0) } });
  for (const moment of [0, 1] as const) {
    const expected = a[moment].map((x, i) => (i < 3 ? 0.7 * x + 0.3 * b[moment][i]! : b[moment][i]!));
    for (const [i, value] of mixed[moment].entries()) expect(value).toBeCloseTo(expected[i]!, 5);
  }
  model.dispose();
});

test('divergences lead from KL to its reverse, and the loss is the terms times their factors', () => {
  const divergenceOf = (divergence: MwbvaeOptions['divergence']): number => {
    const model = build({ beta: 2, ...(divergence !== undefined && { divergence }) });
    const { loss, terms } = model.loss(smallBatch(2, 4), context());
    const own = terms.divergence.dataSync()[0]!;
    const reconstruction = Object.values(terms.reconstruction as Terms).reduce(
      (sum: number, term) => sum + (term as tf.Scalar).dataSync()[0]!,
      0,
    );
    expect(Math.abs(loss.dataSync()[0]! - reconstruction - 2 * own)).toBeLessThan(1e-4);
    model.dispose();
    return own;
  };
  const [kl, zero, half, one] = [divergenceOf(undefined), divergenceOf(0), divergenceOf(0.5), divergenceOf(1)];
  expect(zero).toBeCloseTo(kl, 5);
  expect(half).toBeLessThan(Math.min(zero, one));
  expect(Math.abs(one - zero)).toBeGreaterThan(1e-3);
});

test('weights and divergence are saved', async () => {
  const model = build({ weights: { a: 0.7, b: 0.3 }, divergence: 0.25 });
  const loaded = modelFromFiles<Key>(await modelFiles(model));
  const batch = smallBatch(2, 4);
  const lossOf = (own: typeof model): number => own.loss(batch, context()).loss.dataSync()[0]!;
  expect(lossOf(loaded)).toBe(lossOf(model));
  for (const own of [model, loaded]) own.dispose();
});

test('bad options are named', () => {
  expect(() => build({ divergence: 2 })).toThrow("divergence must be 'kl' or a number between 0 and 1, found 2");
  expect(() => build({ weights: { a: 0.7, b: 0.7 } })).toThrow('mwbvaeObjective: weights: must sum to 1');
  expect(() => build({ weights: { a: 1 } })).toThrow('expected one for each of the modalities a, b');
  expect(() => build({ beta: -1 })).toThrow('not negative');
});
