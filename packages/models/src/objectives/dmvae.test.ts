import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { exactData, exactLogEvidence, exactModel } from '../../test/linear-gaussian.js';
import { type Key, keysOf, smallBatch, smallModel } from '../../test/small-model.js';
import { dmvaeObjective, type Terms } from '../index.js';

tidyTests(tf.engine());

const context = () => ({ rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0 });

test('the loss is the terms of all bounds times their factors', () => {
  const model = smallModel(2, dmvaeObjective({ beta: 2, privateBeta: 0.25 }), {
    modality: { weight: 3, privateBeta: 0.5 },
  });
  const { loss, terms } = model.loss(smallBatch(2, 4), context());
  const factors: Readonly<Record<string, number>> = { reconstruction: 3, divergence: 2, private: 2 * 0.25 * 0.5 };
  const total = (term: Terms | tf.Scalar, factor = 0): number =>
    term instanceof tf.Tensor
      ? factor * term.dataSync()[0]!
      : Object.entries(term).reduce((sum, [name, own]) => sum + total(own, factors[name] ?? factor), 0);
  const expected = total(terms as unknown as Terms);
  expect(Math.abs(loss.dataSync()[0]! - expected)).toBeLessThan(1e-5 * expected);
  expect(Object.keys(terms.unimodal!)).toEqual(['a', 'b']);
  model.dispose();
});

test('each of its bounds is one: minus the loss is at most (M + 1) log p(X) of a linear-Gaussian model', () => {
  const model = exactModel(dmvaeObjective());
  const data = exactData(2, Rng.fromSeed(3));
  for (const [i, first] of data.first.entries()) {
    const row = { first, second: data.second[i]! };
    const loss = tf.tidy(() => {
      const tile = (x: readonly number[]): tf.Tensor => tf.tile(tf.tensor2d([[...x]]), [4000, 1]);
      return model.loss({ first: tile(row.first), second: tile(row.second) }, context()).loss.dataSync()[0]!;
    });
    // A draw's standard deviation is about 6; 4000 draws: 0.1. Five of them.
    expect(-loss).toBeLessThan(3 * exactLogEvidence(row) + 0.5);
  }
  model.dispose();
});

test('posteriors: of one modality its own, of several the product with the prior, row by row', () => {
  const model = smallModel(3, dmvaeObjective(), { latent: { shared: 3 } });
  const batch = smallBatch(3, 2);
  const mean = (
    given: Key[],
    posterior?: 'product' | 'product-without-prior',
    present?: Record<string, Uint8Array>,
  ): number[] => {
    const data = Object.fromEntries(given.map((key) => [key, batch[key]!]));
    const own = model.encode({ ...data, ...(present && { present }) }, posterior && { posterior });
    return [...own.shared.mean().dataSync()];
  };
  expect(mean(['b'])).toEqual(mean(['b'], 'product-without-prior'));
  expect(mean(keysOf(3))).toEqual(mean(keysOf(3), 'product'));
  const mixed = mean(['a', 'b'], undefined, { a: Uint8Array.of(1, 0) });
  const expected = [...mean(['a', 'b']).slice(0, 3), ...mean(['b']).slice(3)];
  for (const [i, value] of mixed.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
  model.dispose();
});

test('a negative factor is refused', () => {
  expect(() => dmvaeObjective({ privateBeta: -1 })).toThrow('dmvaeObjective: privateBeta: must be finite');
});
