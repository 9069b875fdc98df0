import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../scripts/expect-no-leaks.js';
import { averageLogLikelihoods, type DrawRequest, importanceLogLikelihood } from './log-likelihood.js';
import { LogMeanExp, logMeanExp } from './log-mean-exp.js';
import { publishedLogLikelihood } from './published-code.js';
import { subsetLogLikelihoods } from './subset-log-likelihoods.js';

beforeAll(() => tf.setBackend('cpu'));
expectNoLeaks(() => tf.memory().numTensors);

const LOG_2PI = Math.log(2 * Math.PI);
const logNormal = (x: number, mean: number, variance: number): number =>
  -0.5 * (LOG_2PI + Math.log(variance) + (x - mean) ** 2 / variance);

/** x = z + ε with standard normal z and ε: p(x) = N(0, 2), p(z | x) = N(x/2, ½). */
const data = [-2, 0.5, 1, 4];
const exact = data.map((x) => logNormal(x, 0, 2));

/** Weights of draws from N(mean(x), variance), the same draws however they are chunked. */
function weights(mean: (x: number) => number, variance: number, seed = 1) {
  return ({ begin, end, first, samples }: DrawRequest): { x: tf.Tensor } => {
    const rows = Array.from({ length: samples }, (_, s) =>
      data.slice(begin, end).map((x, i) => {
        const own = Rng.fromSeed(seed).fork(begin + i);
        const z = mean(x) + Math.sqrt(variance) * own.fork(first + s).normal();
        return logNormal(z, 0, 1) + logNormal(x, z, 1) - logNormal(z, mean(x), variance);
      }),
    );
    return { x: tf.tensor2d(rows) };
  };
}

describe('logMeanExp', () => {
  test('numbers of any magnitude', () => {
    expect(logMeanExp([0, Math.log(3)])).toBeCloseTo(Math.log(2), 14);
    expect(logMeanExp([-5000, -5000 + Math.log(3)])).toBeCloseTo(-5000 + Math.log(2), 10);
    expect(logMeanExp([4000, -4000])).toBeCloseTo(4000 - Math.log(2), 10);
    expect(logMeanExp([Number.NEGATIVE_INFINITY, 0])).toBeCloseTo(-Math.log(2), 14);
    expect(logMeanExp([Number.NEGATIVE_INFINITY])).toBe(Number.NEGATIVE_INFINITY);
  });

  test('effective samples: all for equal weights, one where one outweighs the others', () => {
    const of = (x: number[]): number => {
      const mean = new LogMeanExp();
      for (const value of x) mean.add(value);
      return mean.effectiveSamples();
    };
    expect(of([-900, -900, -900])).toBeCloseTo(3, 12);
    expect(of([-900, 900, 0])).toBeCloseTo(1, 12);
    expect(of([0, Math.log(2)])).toBeCloseTo(9 / 5, 12);
  });
});

describe('importanceLogLikelihood', () => {
  test('under the exact posterior every draw gives log p(x), without error', async () => {
    const { x } = await importanceLogLikelihood({
      points: 4,
      samples: 3,
      batchSize: 3,
      chunk: 2,
      logWeights: weights((own) => own / 2, 0.5),
    });
    x.perPoint.forEach((value, i) => void expect(Math.abs(value - exact[i]!)).toBeLessThan(1e-6));
    expect(x.effectiveSamples.min).toBeCloseTo(3, 5);
    expect(x.samplingError).toBeLessThan(1e-3);
    const mean = exact.reduce((sum, value) => sum + value, 0) / 4;
    const deviation = Math.sqrt(exact.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3);
    expect(x.standardError).toBeCloseTo(deviation / 2, 6);
  });

  test('chunks and batches change nothing', async () => {
    const run = (batchSize: number, chunk: number) =>
      importanceLogLikelihood({ points: 4, samples: 20, batchSize, chunk, logWeights: weights(() => 0, 1) });
    const [whole, parts] = [await run(4, 20), await run(3, 7)];
    parts.x.perPoint.forEach((value, i) => void expect(value).toBeCloseTo(whole.x.perPoint[i]!, 12));
  });

  test('from the prior the estimate approaches log p(x) from below, within its own sampling error', async () => {
    const estimate = async (samples: number, seed: number) =>
      (await importanceLogLikelihood({ points: 4, samples, logWeights: weights(() => 0, 1, seed) })).x;
    const mean = exact.reduce((sum, value) => sum + value, 0) / 4;
    const few = await Promise.all(Array.from({ length: 100 }, (_, seed) => estimate(3, seed)));
    const average = few.reduce((sum, own) => sum + own.mean, 0) / few.length;
    // The bound is loose by 0.4 nats on average, ten standard errors of the mean over the seeds.
    expect(average).toBeLessThan(mean - 0.2);
    const many = await estimate(4000, 5);
    expect(many.samplingError).toBeLessThan(0.05);
    // Six standard deviations: fails for one seed in 5e8, and the seed is fixed.
    expect(Math.abs(many.mean - mean)).toBeLessThan(6 * many.samplingError);
  });

  test('the sampling error is the spread over seeds', async () => {
    const runs = await Promise.all(
      Array.from({ length: 60 }, (_, seed) =>
        importanceLogLikelihood({ points: 4, samples: 400, logWeights: weights((x) => x / 3, 1, seed) }),
      ),
    );
    const means = runs.map(({ x }) => x.mean);
    const average = means.reduce((sum, value) => sum + value, 0) / means.length;
    const spread = Math.sqrt(means.reduce((sum, value) => sum + (value - average) ** 2, 0) / (means.length - 1));
    const stated = runs.reduce((sum, { x }) => sum + x.samplingError, 0) / runs.length;
    // A standard deviation from 60 values is right to 9 %; four of these.
    expect(Math.abs(spread / stated - 1)).toBeLessThan(0.37);
  });

  test('wrong weights are refused, and freed', async () => {
    const run = (logWeights: () => { x: tf.Tensor }): Promise<unknown> =>
      importanceLogLikelihood({ points: 2, samples: 2, logWeights });
    await expect(run(() => ({ x: tf.zeros([2, 3]) }))).rejects.toThrow('must have shape [2, 2]');
    await expect(run(() => ({ x: tf.tensor2d([0, 0, Number.NaN, 0], [2, 2]) }))).rejects.toThrow(
      "'x' of point 0, draw 1 is NaN",
    );
    const once = ({ first }: DrawRequest) => (first === 0 ? { x: tf.zeros([1, 2]), y: [[0, 0]] } : { x: [[0, 0]] });
    await expect(
      importanceLogLikelihood({ points: 2, samples: 2, chunk: 1, logWeights: once as never }),
    ).rejects.toThrow("'y' was not given for all draws");
    await expect(importanceLogLikelihood({ points: 2, samples: 0, logWeights: () => ({}) })).rejects.toThrow(
      'samples }): expected an integer ≥ 1, found 0',
    );
  });
});

test('averages are taken point by point, their errors added as those of independent draws', () => {
  const own = (perPoint: number[], samplingError: number) => ({
    mean: 0,
    standardError: 0,
    samplingError,
    effectiveSamples: { mean: 2, min: 1 },
    perPoint: Float64Array.from(perPoint),
    samples: 5,
  });
  const average = averageLogLikelihoods([0.25, 0.75], [own([-4, -8], 0.4), own([0, -8], 0.4 / 3)]);
  expect([...average.perPoint]).toEqual([-1, -8]);
  expect(average.mean).toBe(-4.5);
  expect(average.standardError).toBeCloseTo(3.5, 12);
  expect(average.samplingError).toBeCloseTo(Math.SQRT2 / 10, 12);
  expect(() => averageLogLikelihoods([1], [])).toThrow('a weight for each');
});

test('subsets: mixtures have a component average, other posteriors do not', async () => {
  const proposals = (subset: readonly string[]) => ({
    density: weights((x) => x / 2, 0.5),
    ...(subset.length > 1 && {
      components: [
        { weight: 0.5, logWeights: weights((x) => x / 2, 0.5) },
        { weight: 0.5, logWeights: weights(() => 0, 1) },
      ],
    }),
  });
  const results = await subsetLogLikelihoods({ subsets: [['a'], ['a', 'b']], points: 4, samples: 5, proposals });
  expect(Object.keys(results)).toEqual(['a', 'a+b']);
  expect(results.a!.componentAverage).toBeUndefined();
  const { density, componentAverage } = results['a+b']!;
  expect(componentAverage!.x.mean).toBeLessThan(density.x.mean);
});

test('the published average is near the likeliest item of each group, and leaves out what fills none', () => {
  const flat = [-100, -50, -200, -80, -90, -1];
  expect(publishedLogLikelihood(flat, 2)).toBeCloseTo((-50 - 80 - 1) / 3 - Math.log(2), 9);
  expect(publishedLogLikelihood(flat, 5)).toBeCloseTo(-50 - Math.log(5), 9);
  // As float32 rows come from a tensor.
  expect(publishedLogLikelihood(Float32Array.from(flat), 6)).toBeCloseTo(-1 - Math.log(6), 9);
  expect(() => publishedLogLikelihood(flat, 7)).toThrow('found 7 and 6');
  for (const size of [0, 1.5]) expect(() => publishedLogLikelihood(flat, size)).toThrow(`found ${size}`);
});
