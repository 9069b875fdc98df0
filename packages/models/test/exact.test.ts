import { allSubsets, importanceLogLikelihood, type LogLikelihood, subsetLogLikelihoods } from '@polyvae/metrics';
import { elbo, importanceProposals, mmjsdObjective, mmvaeObjective, mvaeObjective } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { exactData, exactLogEvidence, exactModel, type Key, toBatch } from './linear-gaussian.js';

const data = exactData(6, Rng.fromSeed(3));
const batch = toBatch(data);
const evidence = data.first.map((first, row) => exactLogEvidence({ first, second: data.second[row]! }));
const marginals: Record<Key, number[]> = {
  first: data.first.map((first) => exactLogEvidence({ first })),
  second: data.second.map((second) => exactLogEvidence({ second })),
};

function rows(begin: number, end: number) {
  return toBatch({ first: data.first.slice(begin, end), second: data.second.slice(begin, end) });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** Within six of the stated sampling errors and float32 rounding. One seed in 5e8 fails by chance, and seeds are fixed. */
function expectMean(estimate: LogLikelihood, exact: readonly number[]): void {
  expect(Math.abs(estimate.mean - mean(exact))).toBeLessThan(6 * estimate.samplingError + 1e-4);
}

describe('against a linear-Gaussian model, whose evidence is a normal density', () => {
  test('importance weights under the exact posterior do not vary: one sample gives log p(X)', async () => {
    const model = exactModel(mvaeObjective());
    const before = tf.memory().numTensors;
    const { density, components } = importanceProposals(model, rows, {
      given: ['first', 'second'],
      rng: Rng.fromSeed(1),
    });
    const { joint } = await importanceLogLikelihood({ points: 6, samples: 1, batchSize: 4, logWeights: density });
    joint.perPoint.forEach((value, row) => {
      expect(Math.abs(value - evidence[row]!)).toBeLessThan(2e-5 * Math.abs(evidence[row]!));
    });
    expect(components).toBeUndefined();
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

  test('the posterior of every subset reaches log p(X) and log p(x) of every modality', async () => {
    const model = exactModel(mvaeObjective());
    const results = await subsetLogLikelihoods({
      subsets: allSubsets<Key>(['first', 'second']),
      points: 6,
      samples: 4000,
      chunk: 1000,
      proposals: (given) => importanceProposals(model, rows, { given, rng: Rng.fromSeed(5) }),
    });
    expect(Object.keys(results)).toEqual(['first', 'second', 'first+second']);
    for (const { density, componentAverage } of Object.values(results)) {
      expect(componentAverage).toBeUndefined();
      expectMean(density.joint, evidence);
      expectMean(density.first, marginals.first);
      expectMean(density.second, marginals.second);
      expect(density.joint.samplingError).toBeLessThan(0.03);
    }
    // Exact posteriors of what they see: weights that do not vary.
    expect(results.first!.density.first.samplingError).toBeLessThan(1e-3);
    expect(results.second!.density.second.samplingError).toBeLessThan(1e-3);
    expect(results['first+second']!.density.joint.samplingError).toBeLessThan(1e-3);
  });

  test('a missing modality: log p of what is there', async () => {
    const model = exactModel(mvaeObjective());
    const { density } = importanceProposals(model, (begin, end) => toBatch({ first: data.first.slice(begin, end) }), {
      given: ['first'],
      rng: Rng.fromSeed(5),
    });
    const { joint, first } = await importanceLogLikelihood({ points: 6, samples: 2, logWeights: density });
    joint.perPoint.forEach((value, row) => {
      expect(Math.abs(value - marginals.first[row]!)).toBeLessThan(2e-5 * Math.abs(marginals.first[row]!));
    });
    expect(first.perPoint).toEqual(joint.perPoint);
  });

  test('a mixture and the dynamic prior are worse posteriors, but consistent ones', async () => {
    for (const objective of [mmvaeObjective(), mmjsdObjective()]) {
      const model = exactModel(objective);
      const bound = elbo(model, batch, { samples: 4000, rng: Rng.fromSeed(2) });
      expect(mean([...bound.dataSync()])).toBeLessThan(mean(evidence) - 0.05);
      bound.dispose();
      const { density } = importanceProposals(model, rows, { given: ['first', 'second'], rng: Rng.fromSeed(2) });
      const { joint } = await importanceLogLikelihood({ points: 6, samples: 8000, chunk: 2000, logWeights: density });
      expectMean(joint, evidence);
      expect(joint.samplingError).toBeLessThan(0.02);
    }
  });

  test('of a mixture the component average is what its modalities give alone, below what the mixture gives', async () => {
    const weights = { first: 0.7, second: 0.3 };
    const model = exactModel(mmvaeObjective({ weights }));
    const cycle = (begin: number, end: number) => {
      const items = Array.from({ length: end - begin }, (_, i) => (begin + i) % 6);
      return toBatch({ first: items.map((i) => data.first[i]!), second: items.map((i) => data.second[i]!) });
    };
    // One draw of many points: the mean is the ELBO, which differs between proposals.
    const results = await subsetLogLikelihoods({
      subsets: allSubsets<Key>(['first', 'second']),
      points: 24_000,
      batchSize: 8000,
      samples: 1,
      proposals: (given) => importanceProposals(model, cycle, { given, rng: Rng.fromSeed(5) }),
    });
    const { density, componentAverage } = results['first+second']!;
    // The second modality has no private subspace, so that other private latents do not matter to it.
    const alone = (['first', 'second'] as const).map((given) => results[given]!.density.second);
    const expected = weights.first * alone[0]!.mean + weights.second * alone[1]!.mean;
    const errors = [componentAverage!.second, ...alone].map(({ standardError }) => standardError);
    // Six standard errors: fails for one seed in 5e8, and the seed is fixed.
    expect(Math.abs(componentAverage!.second.mean - expected)).toBeLessThan(6 * Math.hypot(...errors));
    // By the components' mean divergence from the mixture, about 0.2 nats.
    expect(density.second.mean - componentAverage!.second.mean).toBeGreaterThan(6 * Math.hypot(...errors));
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
