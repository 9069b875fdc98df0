import { ArgumentError } from '@polyvae/errors';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import {
  averageLogLikelihoods,
  averagePrecision,
  averagePrecisions,
  classifierAccuracy,
  clusterHistogram,
  coherenceOf,
  conditionalCoherence,
  confusionMatrix,
  fBeta,
  importanceLogLikelihood,
  type LogLikelihood,
  linearProbe,
  logisticRegression,
  logMeanExp,
  maxFBeta,
  prd,
  prdCurve,
  prdMean,
  probeAttributes,
  randomCoherence,
  requireAccuracy,
} from './index.js';
import { publishedLogLikelihood } from './published-code.js';

const z = [[0], [1], [2], [3]];
const good = { x: z, y: [0, 1, 0, 1] };
// biome-ignore lint/suspicious/noExplicitAny: what JavaScript may hand over
const any = (value: unknown): any => value;
const estimate: LogLikelihood = {
  mean: -1,
  standardError: 0,
  samplingError: 0,
  effectiveSamples: { mean: 1, min: 1 },
  perPoint: Float64Array.of(-1),
  samples: 1,
};

/** Codes of yes and no that are not 0 and 1. */
const codes: [string, unknown[]][] = [
  ['signs', [-1, 1, -1, 1]],
  ['one and two', [1, 2, 1, 2]],
  ['texts', ['0', '1', '0', '1']],
  ['probabilities', [0.2, 0.8, 0.2, 0.8]],
  ['holes', [0, null, 0, 1]],
  ['NaN', [0, Number.NaN, 0, 1]],
];

describe.each(codes)('positive or not, by %s', (_, labels) => {
  const scores = [0.9, 0.8, 0.7, 0.6];
  test.each<[string, () => unknown]>([
    ['averagePrecision', () => averagePrecision(any(labels), scores)],
    ['averagePrecisions', () => averagePrecisions(any(labels), scores, 2)],
    ['probeAttributes, train', () => probeAttributes({ train: { x: z, y: any(labels) }, test: good })],
    ['probeAttributes, test', () => probeAttributes({ train: good, test: { x: z, y: any(labels) } })],
  ])('%s', (__, use) => {
    expect(use).toThrow(ArgumentError);
    expect(use).toThrow(/expected labels 0 and 1 \(or booleans\), found .* at \d/);
  });
});

test('booleans are 0 and 1', () => {
  expect(averagePrecision([false, true, false, true, false], [0.9, 0.8, 0.7, 0.6, 0.5])).toBe(0.5);
  expect(averagePrecision([0, 1, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5])).toBe(0.5);
});

/** Values that are no class numbers. */
const classes: [string, unknown[]][] = [
  ['negative', [0, -1, 0, 1]],
  ['texts', ['0', '1', '0', '1']],
  ['probabilities', [0.2, 0.8, 0.2, 0.8]],
  ['holes', [0, undefined, 0, 1]],
  ['NaN', [0, Number.NaN, 0, 1]],
];

describe.each(classes)('classes: %s', (_, labels) => {
  const ok = [0, 1, 0, 1];
  const data = (begin: number, end: number): tf.Tensor => tf.zeros([end - begin, 1]);
  test.each<[string, () => unknown]>([
    ['confusionMatrix, truth', () => confusionMatrix(any(labels), ok)],
    ['confusionMatrix, predicted', () => confusionMatrix(ok, any(labels))],
    ['coherenceOf', () => coherenceOf({ a: ok, b: any(labels) })],
    ['classifierAccuracy, labels', () => classifierAccuracy({ classify: () => ok, data, labels: any(labels) })],
    ['classifierAccuracy, predictions', () => classifierAccuracy({ classify: () => any(labels), data, labels: ok })],
    [
      'conditionalCoherence',
      () =>
        conditionalCoherence({
          classify: { a: () => ok, b: () => ok },
          labels: any(labels),
          generate: (__, [target]) => ({ [target!]: tf.zeros([4, 1]) }),
        }),
    ],
    [
      'randomCoherence',
      () =>
        randomCoherence({
          classify: { a: () => ok, b: () => any(labels) },
          count: 4,
          generate: () => ({ a: tf.zeros([4, 1]), b: tf.zeros([4, 1]) }),
        }),
    ],
  ])('%s', async (__, use) => {
    await expect((async () => use())()).rejects.toThrow(/expected class numbers from 0, found/);
  });
});

test('classes that are listed twice, and labels that number something else', () => {
  expect(() => confusionMatrix([0], [0], [0, 0])).toThrow('a class is there twice');
  expect(() => confusionMatrix([4_000_000_000], [0])).toThrow('below 10000, found 4000000000');
});

describe('labels of regressions', () => {
  test.each<[string, unknown[]]>([
    ['texts', ['0', '1', '0', '1']],
    ['null', [0, null, 0, 1]],
    ['booleans', [false, true, false, true]],
  ])('%s', async (_, y) => {
    expect(() => logisticRegression({ x: z, y: any(y) })).toThrow(/\{ y \}\): expected numbers, found/);
    await expect(linearProbe({ train: { x: z, y: any(y) }, test: good })).rejects.toThrow(/train.*expected numbers/);
    await expect(linearProbe({ train: good, test: { x: z, y: any(y) } })).rejects.toThrow(/test.*expected numbers/);
  });

  test('NaN among the test labels is not one more class', async () => {
    const test = { x: z, y: [0, Number.NaN, 0, 1] };
    await expect(linearProbe({ train: good, test })).rejects.toThrow('{ test }): label 1 is NaN');
  });
});

test('features that are no numbers are not converted', async () => {
  for (const bad of ['1', null, true, undefined]) {
    const rows = [[0], [any(bad)], [2], [3]];
    expect(() => logisticRegression({ x: rows, y: good.y })).toThrow(/row 1: expected numbers, found/);
    const flat = { data: rows.flat(), shape: [4, 1] as const };
    expect(() => logisticRegression({ x: flat, y: good.y })).toThrow(/expected numbers, found .* at 1/);
    await expect(prd({ real: rows, generated: z, rng: Rng.fromSeed(1), clusters: 2 })).rejects.toThrow(/real.*row 1/);
  }
});

test('scores and log weights', async () => {
  expect(() => averagePrecision([0, 1], any(['2', '1']))).toThrow('averagePrecision(scores): expected numbers');
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, any('1'), any(null)]) {
    expect(() => logMeanExp([0, bad])).toThrow(/expected a number or −Infinity, found/);
    expect(() => publishedLogLikelihood([0, bad], 2)).toThrow(/expected/);
    const logWeights = (): { joint: number[][] } => ({ joint: [[bad]] });
    await expect(importanceLogLikelihood({ points: 1, samples: 1, logWeights })).rejects.toThrow(
      /expected a number or −Infinity/,
    );
  }
  expect(() => logMeanExp([])).toThrow('at least one number');
  expect(logMeanExp([Number.NEGATIVE_INFINITY, 0])).toBeCloseTo(-Math.LN2, 15);
});

test.each<[string, number[], RegExp]>([
  ['do not sum to one', [0.5, 0.4], /sum to 1, found the sum 0\.9/],
  ['are negative', [1.5, -0.5], /weights\[0\]\): expected a number from 0 to 1, found 1\.5/],
  ['are NaN', [Number.NaN, 1], /weights\[0\]\): expected a number from 0 to 1/],
])('weights of estimates that %s', (_, weights, message) => {
  expect(() => averageLogLikelihoods(weights, [estimate, estimate])).toThrow(message);
  expect(averageLogLikelihoods([0.25, 0.75], [estimate, estimate]).mean).toBe(-1);
});

test('shares are from 0 to 1: an accuracy in per cent is none', () => {
  expect(() => requireAccuracy({ a: 98 }, { a: 0.9 })).toThrow(/accuracy of 'a'\): expected a number from 0 to 1/);
  expect(() => requireAccuracy({ a: any('0.99') }, { a: 0.9 })).toThrow(/accuracy of 'a'/);
  expect(() => requireAccuracy({ a: 0.9 }, { a: 90 })).toThrow(/gate of 'a'/);
  for (const bad of [1.5, -0.1, Number.NaN, any('1')]) {
    expect(() => fBeta(bad, 1, 1)).toThrow('fBeta(precision): expected a number from 0 to 1');
    expect(() => fBeta(1, bad, 1)).toThrow('fBeta(recall): expected a number from 0 to 1');
    expect(() => maxFBeta([bad], [1], 1)).toThrow('expected a number from 0 to 1');
    expect(() => prdMean(any({ precision: [1], recall: [bad] }))).toThrow('prdMean(recall)');
  }
});

test('histograms', () => {
  expect(() => prdCurve(any(['0.5', '0.5']), [0.5, 0.5])).toThrow('prdCurve(real): expected numbers');
  expect(() => clusterHistogram([0, 2], 2)).toThrow('expected clusters 0 … 1, found 2 at 1');
  expect(() => clusterHistogram([], 2)).toThrow('at least one assignment');
  expect([...clusterHistogram([0, 1, 1, 1], 2)]).toEqual([0.25, 0.75]);
});
