import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../scripts/expect-no-leaks.js';
import { classifierAccuracy } from './classifier-accuracy.js';
import { conditionalCoherence } from './conditional-coherence.js';
import { publishedCoherence } from './published-code.js';
import { coherenceOf, randomCoherence } from './random-coherence.js';
import { AccuracyError, requireAccuracy } from './require-accuracy.js';

beforeAll(() => tf.setBackend('cpu'));
expectNoLeaks(() => tf.memory().numTensors);

/** Data are one-hot classes, so the perfect classifier is argmax. */
const classes = 10;
const show = (labels: ArrayLike<number>): tf.Tensor =>
  tf.oneHot(tf.tensor1d(Array.from(labels), 'int32'), classes, 1, 0, 'float32');
const perfect = (x: tf.Tensor): tf.Tensor => tf.argMax(x, -1);
const classify = { m: perfect, s: perfect, t: perfect };
const labels = Array.from({ length: 30 }, (_, i) => (7 * i) % classes);

describe('conditional coherence', () => {
  test('ceiling: what shows the label is always coherent, for every subset and target outside of it', async () => {
    const asked: string[] = [];
    const result = await conditionalCoherence({
      classify,
      labels,
      batchSize: 8,
      generate: (subset, targets, { begin, end }) => {
        asked.push(`${subset.join('')} → ${targets.join('')} ${begin}-${end}`);
        return Object.fromEntries(targets.map((key) => [key, tf.tidy(() => show(labels.slice(begin, end)))]));
      },
    });
    expect(Object.keys(result)).toEqual(['m', 's', 't', 'm+s', 'm+t', 's+t']);
    expect(Object.keys(result['m+t']!)).toEqual(['s']);
    expect(asked.slice(0, 4)).toEqual(['m → st 0-8', 'm → st 8-16', 'm → st 16-24', 'm → st 24-30']);
    for (const own of Object.values(result)) {
      for (const agreement of Object.values(own)) {
        expect(agreement).toMatchObject({ accuracy: 1, count: 30 });
        expect(agreement.confusion).toEqual(
          Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (_, j) => (i === j ? 3 : 0))),
        );
      }
    }
  });

  test('chance: random classes are coherent one time in ten', async () => {
    const rng = Rng.fromSeed(4);
    const many = Array.from({ length: 5000 }, () => rng.integer(0, classes));
    const result = await conditionalCoherence({
      classify: { m: perfect, s: perfect },
      labels: many,
      batchSize: 1000,
      generate: (_, targets, { begin, end }) => {
        const random = Array.from({ length: end - begin }, () => rng.integer(0, classes));
        return Object.fromEntries(targets.map((key) => [key, tf.tidy(() => show(random))]));
      },
    });
    // Six standard errors: fails for one seed in 5e8, and the seed is fixed.
    expect(Math.abs(result.m!.s!.accuracy - 0.1)).toBeLessThan(6 * Math.sqrt(0.09 / 5000));
  });

  test('identity: handing on the input is as coherent as the classifier is accurate', async () => {
    // A classifier that takes 9 for 4.
    const confused = (x: tf.Tensor): tf.Tensor =>
      tf.tidy(() => {
        const found = tf.argMax(x, -1);
        return tf.where(tf.equal(found, 9), tf.fill([x.shape[0]], 4, 'int32'), found);
      });
    const data = (begin: number, end: number): tf.Tensor => tf.tidy(() => show(labels.slice(begin, end)));
    const real = await classifierAccuracy({ classify: confused, data, labels, batchSize: 7 });
    expect(real.accuracy).toBeCloseTo(0.9, 12);
    expect(real.confusion[9]![4]).toBe(3);
    const result = await conditionalCoherence({
      classify: { m: confused },
      labels,
      subsets: [['m']],
      targets: (subset) => subset,
      generate: (_, __, { begin, end }) => ({ m: data(begin, end) }),
    });
    expect(result.m!.m).toEqual(real);
  });

  test('wrong numbers of predictions are refused, and data freed', async () => {
    const run = conditionalCoherence({
      classify: { m: () => [1, 2], s: perfect },
      labels,
      subsets: [['s']],
      generate: () => ({ m: tf.zeros([30, 2]), s: tf.zeros([1]) }),
    });
    await expect(run).rejects.toThrow("from 's': classifier of 'm': expected 30 predictions");
  });
});

describe('random coherence', () => {
  test('all modalities must agree; pairs and classes are counted', () => {
    const result = coherenceOf({ m: [0, 1, 2, 2], s: [0, 1, 1, 0], t: [0, 0, 1, 1] });
    // In the last two items the first modality differs from both others, which does not count as coherent.
    expect(result.coherence).toBe(0.25);
    expect(publishedCoherence(result)).toBe(0.75);
    expect(Object.fromEntries(Object.entries(result.pairs).map(([name, own]) => [name, own.agreement]))).toEqual({
      'm+s': 0.5,
      'm+t': 0.25,
      's+t': 0.5,
    });
    expect(result.pairs['m+s']!.confusion).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [1, 1, 0],
    ]);
    expect(result.classCounts.t).toEqual([2, 2, 0]);
    const two = coherenceOf({ m: [0, 1, 2, 2], s: [0, 1, 1, 0] });
    expect([two.coherence, publishedCoherence(two)]).toEqual([0.5, 0.5]);
    expect(() => coherenceOf({ m: [1] })).toThrow('at least two modalities');
    expect(() => coherenceOf({ m: [1], s: [1, 2] })).toThrow('m 1, s 2');
  });

  test('ceiling, and chance: three random classes agree one time in a hundred', async () => {
    const rng = Rng.fromSeed(5);
    const draw = (n: number): number[] => Array.from({ length: n }, () => rng.integer(0, classes));
    const make = (n: number, same: boolean) => {
      const common = draw(n);
      const own = (): tf.Tensor => tf.tidy(() => show(same ? common : draw(n)));
      return { m: own(), s: own(), t: own() };
    };
    const run = (same: boolean) =>
      randomCoherence({ classify, count: 5000, batchSize: 1500, generate: (n) => make(n, same) });
    expect(await run(true)).toMatchObject({ coherence: 1, count: 5000 });
    // Six standard errors: fails for one seed in 5e8, and the seed is fixed.
    const chance = await run(false);
    expect(Math.abs(chance.coherence - 0.01)).toBeLessThan(6 * Math.sqrt(0.0099 / 5000));
    expect(Math.abs(publishedCoherence(chance) - 0.82)).toBeLessThan(6 * Math.sqrt(0.1476 / 5000));
  });
});

describe('requireAccuracy', () => {
  test('passes at the gate, names every classifier below it', () => {
    requireAccuracy({ m: 0.98, s: 0.9 }, { m: 0.98, s: 0.85 });
    const act = (): void => requireAccuracy({ m: 0.97, s: 0.5, t: 1 }, 0.98);
    expect(act).toThrow(AccuracyError);
    expect(act).toThrow("'m' is right in 0.97, must be in 0.98; 's' is right in 0.5");
    expect(() => requireAccuracy({ m: Number.NaN }, 0)).toThrow(AccuracyError);
  });

  test('a gate that is missing or no share is refused', () => {
    expect(() => requireAccuracy({ m: 1, s: 1 }, { m: 0.9 } as never)).toThrow(
      "gate of 's'): expected a number from 0 to 1",
    );
    expect(() => requireAccuracy({ m: 1 }, 98)).toThrow('found 98');
  });
});
