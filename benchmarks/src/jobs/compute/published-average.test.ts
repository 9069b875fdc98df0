import { importanceLogLikelihood, type LogWeights } from '@polyvae/metrics';
import { publishedLogLikelihood } from '@polyvae/metrics/published-code';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { PublishedAverage } from './published-average.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const points = 6;
/** The weight of draw s of point i; every one is another. */
const weight = (point: number, draw: number): number => -100 * point - draw / 8;
const asTensor: LogWeights<'joint'> = ({ begin, end, first, samples }) => ({
  joint: tf.tensor2d(
    Array.from({ length: samples }, (_, s) =>
      Array.from({ length: end - begin }, (__, i) => weight(begin + i, first + s)),
    ),
  ),
});

test('twelve draws of every point are averaged as the published code does, however they come', async () => {
  const averageOf = async (batchSize: number, chunk: number): Promise<number> => {
    const watched = new PublishedAverage(points);
    const { density } = watched.watch({ density: asTensor });
    await importanceLogLikelihood({ points, samples: 15, batchSize, chunk, logWeights: density });
    return watched.value(Rng.fromSeed(1))!;
  };
  const flat = Array.from({ length: 12 }, (_, draw) => {
    const order = Rng.fromSeed(1).fork(0).fork(draw).permutation(points);
    return Array.from(order, (point) => weight(point, draw));
  }).flat();
  expect(await averageOf(6, 15)).toBeCloseTo(publishedLogLikelihood(flat), 9);
  expect(await averageOf(4, 5)).toBe(await averageOf(6, 15));
});

test('of a mixture the components are averaged', async () => {
  const watched = new PublishedAverage(points);
  const constant = (value: number): LogWeights<'joint'> => {
    return ({ begin, end, samples }) => ({
      joint: Array.from({ length: samples }, () => new Array<number>(end - begin).fill(value)),
    });
  };
  const { components } = watched.watch({
    density: constant(0),
    components: [
      { weight: 0.25, logWeights: constant(-8) },
      { weight: 0.75, logWeights: constant(-4) },
    ],
  });
  for (const { logWeights } of components!) await importanceLogLikelihood({ points, samples: 2, logWeights });
  expect(watched.value(Rng.fromSeed(1))).toBeCloseTo(-5, 9);
});

test('too few weights give nothing', () => {
  expect(new PublishedAverage(points).value(Rng.fromSeed(1))).toBeUndefined();
});
