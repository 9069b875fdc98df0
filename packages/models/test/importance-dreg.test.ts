import { createMultimodalVae, type Decoder, type Encoder, mmvae, mmvaeObjective, normal } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { free } from './free-modality.js';
import { onOneTape } from './importance-losses.js';

describe('DReG', () => {
  test.each(['normal', 'laplace'] as const)(
    'has the gradient of IWAE in expectation, %s posteriors that overlap',
    (posterior) => {
      const [rows, seeds] = [300, 25];
      const models = (['iwae', 'dreg'] as const).map((objective) =>
        mmvae({
          modalities: { a: free(-0.5, -0.5, 0.2), b: free(1, 0, -0.3) },
          latent: { shared: 1, private: 1 },
          objective,
          samples: 3,
          posterior,
          weights: { a: 0.6, b: 0.4 },
          rng: Rng.fromSeed(1),
        }),
      );
      const batch = { a: tf.fill([rows, 1], 0.8), b: tf.fill([rows, 1], 0.4) };
      const [iwae, dreg] = models.map((model) =>
        Array.from({ length: seeds }, (_, seed) => onOneTape(model, batch, { rng: Rng.fromSeed(seed) }).gradients),
      );
      for (const path of Object.keys(models[0]!.variables)) {
        const differences = iwae!.map((own, seed) => own[path]![0]! - dreg![seed]![path]![0]!);
        const mean = differences.reduce((sum, x) => sum + x, 0) / seeds;
        const error = Math.sqrt(differences.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (seeds - 1) / seeds);
        // t with 24 degrees of freedom beyond 5: once in 20,000, for 8 parameters once in 3,000 seeds; these are fixed. Squared
        // weights alone, which take no account of overlap, miss by 10 standard errors (Laplace).
        expect(Math.abs(mean), path).toBeLessThan(5 * error + 1e-6);
      }
      for (const model of models) model.dispose();
      tf.dispose(batch);
    },
    120_000,
  );

  test('has less variance, and none where the posterior is exact', () => {
    // x = z + ε with ε of variance 1: the posterior of z at x = 1 is N(½, ½).
    const spread = (objective: 'iwae' | 'dreg', loc: number): number => {
      const [l, v] = [tf.variable(tf.tensor1d([loc])), tf.variable(tf.tensor1d([Math.log(0.5)]))];
      const tile = (x: tf.Tensor): tf.Tensor2D => tf.tile(tf.expandDims(x, 0), [1, 1]);
      const encoder: Encoder = {
        variables: { l, v },
        state: {},
        apply: () => ({ shared: { loc: tile(l), logVar: tile(v) } }),
        dispose: () => tf.dispose([l, v]),
      };
      const decoder: Decoder = { variables: {}, state: {}, apply: (z) => tf.clone(z), dispose: () => {} };
      // Two modalities with the same posterior: a mixture whose components overlap wholly. The second one has nothing to say.
      const same: Encoder = { ...encoder, variables: {}, dispose: () => {} };
      const model = createMultimodalVae({
        modalities: {
          a: { encoder, decoder, likelihood: normal({ scale: 1 }) },
          b: { encoder: same, decoder, likelihood: normal({ scale: 1e6 }) },
        },
        latent: { shared: 1 },
        objective: mmvaeObjective({ objective, samples: 4 }),
        rng: Rng.fromSeed(1),
      });
      const batch = { a: tf.tensor2d([[1]]), b: tf.tensor2d([[0]]) };
      const gradients = Array.from({ length: 50 }, (_, seed) => {
        const { gradients: each } = onOneTape(model, batch, { rng: Rng.fromSeed(seed) });
        return each['encoders.a.l']![0]!;
      });
      model.dispose();
      tf.dispose(batch);
      const mean = gradients.reduce((sum, x) => sum + x, 0) / 50;
      return Math.sqrt(gradients.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 49);
    };
    expect(spread('iwae', 0.5)).toBeGreaterThan(0.1);
    expect(spread('dreg', 0.5)).toBeLessThan(1e-5);
    expect(spread('dreg', 0.6)).toBeLessThan(0.5 * spread('iwae', 0.6));
  });
});
