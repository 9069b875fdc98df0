import { elbo, logLikelihood, mmjsdObjective, mmvaeObjective, mvaeObjective } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { exactData, exactLogEvidence, exactModel, type Key, toBatch } from './linear-gaussian.js';

const data = exactData(6, Rng.fromSeed(3));
const batch = toBatch(data);
const evidence = data.first.map((first, row) => exactLogEvidence({ first, second: data.second[row]! }));

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

describe('against a linear-Gaussian model, whose evidence is a normal density', () => {
  test('importance weights under the exact posterior do not vary: one sample gives log p(X)', () => {
    const model = exactModel(mvaeObjective());
    const before = tf.memory().numTensors;
    const estimate = logLikelihood(model, batch, { samples: 1, rng: Rng.fromSeed(1) });
    const values = [...estimate.dataSync()];
    values.forEach((value, row) => {
      expect(Math.abs(value - evidence[row]!)).toBeLessThan(2e-5 * Math.abs(evidence[row]!));
    });
    estimate.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('under the exact posterior the ELBO is log p(X), with sampling error only', () => {
    const model = exactModel(mvaeObjective());
    const before = tf.memory().numTensors;
    const estimate = elbo(model, batch, { samples: 20_000, rng: Rng.fromSeed(1) });
    const error = mean([...estimate.dataSync()].map((value, row) => value - evidence[row]!));
    estimate.dispose();
    // One draw's standard deviation is √(latents / 2) ≈ 1.2 a row; 6 · 20,000 draws: 3.5e-3. Five of them fail once in
    // two million seeds.
    expect(Math.abs(error)).toBeLessThan(0.018);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each<[string, Key[]]>([
    ['first', ['first']],
    ['second', ['second']],
  ])('importance sampling from the posterior given %s alone reaches log p(X)', (_, given) => {
    const model = exactModel(mvaeObjective());
    const estimate = logLikelihood(model, batch, { given, samples: 4000, chunk: 1000, rng: Rng.fromSeed(5) });
    const errors = [...estimate.dataSync()].map((value, row) => value - evidence[row]!);
    estimate.dispose();
    // Over 20 seeds the largest mean error was 0.023, a standard deviation of about 0.01.
    expect(Math.abs(mean(errors))).toBeLessThan(0.08);
  });

  test('the mixture and the dynamic prior are worse posteriors, but consistent ones', () => {
    for (const objective of [mmvaeObjective(), mmjsdObjective()]) {
      const model = exactModel(objective);
      const bound = elbo(model, batch, { samples: 4000, rng: Rng.fromSeed(2) });
      const estimate = logLikelihood(model, batch, { samples: 8000, chunk: 2000, rng: Rng.fromSeed(2) });
      expect(mean([...bound.dataSync()])).toBeLessThan(mean(evidence) - 0.05);
      expect(Math.abs(mean([...estimate.dataSync()]) - mean(evidence))).toBeLessThan(0.05);
      tf.dispose([bound, estimate]);
    }
  });

  test('the MVAE loss is minus the joint and the unimodal evidences', () => {
    const model = exactModel(mvaeObjective({ privateBeta: 1 }));
    const copies = 20_000;
    const row = { first: data.first[0]!, second: data.second[0]! };
    const loss = tf.tidy(() => {
      const repeated = {
        first: tf.tile(tf.tensor2d([row.first]), [copies, 1]),
        second: tf.tile(tf.tensor2d([row.second]), [copies, 1]),
      };
      const context = { rng: Rng.fromSeed(4), training: true, step: 0, epoch: 0 };
      return model.loss(repeated, context).loss.dataSync()[0]!;
    });
    const exact =
      exactLogEvidence(row) + exactLogEvidence({ first: row.first }) + exactLogEvidence({ second: row.second });
    // A row's standard deviation is about 2; 20,000 rows: 0.014.
    expect(Math.abs(loss + exact)).toBeLessThan(0.07);
  });
});
