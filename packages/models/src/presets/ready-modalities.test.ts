import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import {
  bernoulli,
  continuousBernoulli,
  convModality,
  denseModality,
  type Likelihood,
  laplace,
  type ModalityOptions,
  mmjsd,
  mmvae,
  mvae,
  negativeBinomial,
  normal,
  poisson,
  textModality,
} from '../index.js';

tidyTests(tf.engine());

const context = () => ({ rng: Rng.fromSeed(2), training: true, step: 0, epoch: 0 });

function oneHot(rows: number, length: number, symbols: number): tf.Tensor {
  const index = Rng.fromSeed(5)
    .uniforms(rows * length)
    .map((u) => Math.floor(u * symbols));
  return tf.reshape(tf.oneHot(tf.tensor1d(Int32Array.from(index), 'int32'), symbols, 1, 0, 'float32'), [
    rows,
    length,
    symbols,
  ]);
}

function dataOf({ shape, likelihood }: ModalityOptions, rows: number): tf.Tensor {
  if (likelihood.kind === 'categorical') return oneHot(rows, shape![0]!, shape![1]!);
  const size = shape!.reduce((product, axis) => product * axis, rows);
  if (likelihood.support === 'counts') {
    return tf.tensor(
      Rng.fromSeed(4)
        .uniforms(size)
        .map((u) => Math.floor(9 * u * u)),
      [rows, ...shape!],
    );
  }
  return tf.tensor(Rng.fromSeed(4).uniforms(size), [rows, ...shape!]);
}

const each: readonly (readonly [string, () => ModalityOptions])[] = [
  ['a vector', () => denseModality({ shape: 5 })],
  ['a matrix, no hidden layer', () => denseModality({ shape: [3, 2], hidden: [], likelihood: normal() })],
  [
    'a vector with a scale for each element',
    () => denseModality({ shape: 4, likelihood: laplace({ scale: 'perElement' }) }),
  ],
  [
    'a heteroscedastic matrix',
    () => denseModality({ shape: [3, 2], hidden: [8], likelihood: normal({ scale: 'decoded' }) }),
  ],
  ['counts', () => denseModality({ shape: 4, likelihood: negativeBinomial() })],
  [
    'counts with zeros',
    () =>
      denseModality({
        shape: [2, 3],
        likelihood: negativeBinomial({ zeroInflated: true, inverseDispersion: 'decoded' }),
      }),
  ],
  ['rates', () => denseModality({ shape: 4, likelihood: poisson() })],
  [
    'an image of proportions',
    () => convModality({ shape: [6, 6, 1], width: 4, features: 16, likelihood: continuousBernoulli() }),
  ],
  ['dropout', () => denseModality({ shape: 4, hidden: [8, 6], dropout: 0.3 })],
  ['an image', () => convModality({ shape: [28, 28, 1], width: 4, features: 16 })],
  ['an image of odd sizes', () => convModality({ shape: [13, 7, 3], width: 4, features: 16 })],
  ['a flat image', () => convModality({ shape: [3, 21, 2], width: 4, features: 16, likelihood: bernoulli() })],
  ['an image too small to be halved', () => convModality({ shape: [2, 3, 1], width: 4, features: 16 })],
  [
    'an image with decoded scales',
    () => convModality({ shape: [6, 6, 3], width: 4, features: 16, likelihood: normal({ scale: 'decoded' }) }),
  ],
  [
    'an image with one learned scale',
    () => convModality({ shape: [6, 5, 3], width: 4, features: 16, likelihood: laplace({ scale: 'learned' }) }),
  ],
  ['a text', () => textModality({ length: 11, vocabulary: 'abcdef', features: 8 })],
  ['a text of one place', () => textModality({ length: 1, vocabulary: 4, features: 8 })],
];

describe.each(each)('%s', (_, make) => {
  test('encoder, decoder and likelihood agree: loss, gradients of all variables, generation', () => {
    const model = mvae({
      modalities: { a: make(), b: denseModality({ shape: 2 }) },
      latent: { shared: 3, private: 2 },
      rng: Rng.fromSeed(1),
    });
    const batch = { a: dataOf(make(), 4), b: tf.ones([4, 2]) };
    const variables = Object.values(model.variables);
    const { value, grads } = tf.variableGrads(() => model.loss(batch, context()).loss, variables);
    expect(Number.isFinite(value.dataSync()[0])).toBe(true);
    for (const [path, variable] of Object.entries(model.variables)) {
      const gradient = grads[variable.name];
      expect(gradient && tf.sum(tf.abs(gradient)).dataSync()[0], path).toSatisfy(Number.isFinite);
    }
    const { a } = model.generateFrom({ b: batch.b }, ['a'], { rng: Rng.fromSeed(3) });
    expect(a.shape).toEqual(batch.a.shape);
    expect([...a.dataSync()].every(Number.isFinite)).toBe(true);
    model.dispose();
  });
});

test('layers start as He proposed, or as the model says', () => {
  const biases = (init?: 'pytorchDefault'): number => {
    const model = mmvae({
      modalities: { a: denseModality({ shape: 3, hidden: [5] }) },
      latent: { shared: 2 },
      init,
      rng: Rng.fromSeed(1),
    });
    const sum = tf.sum(tf.abs(model.variables['encoders.a.layers.hidden1.bias']!)).dataSync()[0]!;
    model.dispose();
    return sum;
  };
  expect(biases()).toBe(0);
  expect(biases('pytorchDefault')).toBeGreaterThan(0);
});

test('texts may end early: rows of zeros count nothing', () => {
  const model = mvae({
    modalities: { text: textModality({ length: 4, vocabulary: 3, features: 4 }) },
    latent: { shared: 2 },
    rng: Rng.fromSeed(1),
  });
  const text = oneHot(2, 4, 3);
  const ended = tf.mul(text, tf.tensor3d([1, 1, 0, 0, 1, 1, 1, 1], [2, 4, 1]));
  const of = (x: tf.Tensor) =>
    model.modalities.text.likelihood
      .distribution(tf.zeros([2, 4, 3]))
      .logProb(x)
      .arraySync();
  const [first, second] = of(ended) as [number, number];
  expect(first).toBeCloseTo(2 * Math.log(1 / 3), 5);
  expect(second).toBeCloseTo(4 * Math.log(1 / 3), 5);
  model.dispose();
});

test("weight 'size': the largest modality's elements over one's own, a one-hot vector counting once", () => {
  const model = mmjsd({
    modalities: {
      image: convModality({ shape: [8, 8, 3], width: 2, features: 4, weight: 'size' }),
      text: textModality({ length: 4, vocabulary: 10, features: 4, weight: 'size' }),
      table: denseModality({ shape: 12, weight: 2 }),
    },
    latent: { shared: 2 },
    rng: Rng.fromSeed(1),
  });
  const { image, text, table } = model.modalities;
  expect([image.weight, text.weight, table.weight]).toEqual([1, 48, 2]);
  model.dispose();
  const { shape: _, ...unshaped } = denseModality({ shape: 3, likelihood: normal() });
  expect(() =>
    mvae({
      modalities: { a: denseModality({ shape: 2, weight: 'size' }), b: unshaped },
      latent: { shared: 2 },
      rng: Rng.fromSeed(1),
    }),
  ).toThrow("weight 'size' of 'a' needs every modality's shape, but 'b' has none");
});

describe('scales', () => {
  const shape = [2];
  const x = tf.tensor2d([1, 10, 3, -10], [2, 2]);
  tf.keep(x);

  function gradientOfScale(scale: 'learned' | 'perElement', start: number[]): number[] {
    const modality = denseModality({ shape, likelihood: normal({ scale }) });
    const model = mvae({
      modalities: { a: { ...modality, decoder: constant() } },
      latent: { shared: 1 },
      rng: Rng.fromSeed(1),
    });
    const variable = model.variables['decoders.a.logScale']!;
    variable.assign(tf.tensor(start, variable.shape));
    const { grads } = tf.variableGrads(() => model.loss({ a: x }, context()).terms.reconstruction.a, [variable]);
    const gradient = [...grads[variable.name]!.dataSync()];
    model.dispose();
    return gradient;
  }
  /** Decodes every latent to [2, 0]. */
  const constant = () => ({
    variables: {},
    state: {},
    apply: (z: tf.Tensor) => tf.tile(tf.tensor2d([2, 0], [1, 2]), [z.shape[0], 1]),
    dispose: () => {},
  });

  test('one learned scale has its optimum at the root of the mean square, one for each element at its own', () => {
    // Squares 1, 1 and 100, 100.
    for (const value of gradientOfScale('learned', [Math.log(50.5) / 2])) expect(value).toBeCloseTo(0, 5);
    for (const value of gradientOfScale('perElement', [0, Math.log(10)])) expect(value).toBeCloseTo(0, 5);
    expect(gradientOfScale('perElement', [0, 0])[1]).toBeLessThan(-10);
  });

  test('a decoded scale gives the density of a normal distribution with it', () => {
    const likelihood = normal({ scale: 'decoded' });
    const output = tf.tensor2d([[0, 2, Math.log(2), Math.log(3)]]);
    const density = (value: number, loc: number, scale: number) =>
      -0.5 * ((value - loc) / scale) ** 2 - Math.log(scale) - 0.5 * Math.log(2 * Math.PI);
    expect(
      likelihood
        .distribution(output)
        .logProb(tf.tensor2d([[1, 5]]))
        .dataSync()[0],
    ).toBeCloseTo(density(1, 0, 2) + density(5, 2, 3), 5);
    expect(likelihood.generate(output).arraySync()).toEqual([[0, 2]]);
  });

  test('a scale that shrinks to nothing is held', () => {
    const output = tf.tensor2d([[0, -1e4]]);
    expect(
      normal({ scale: 'decoded' })
        .distribution(output)
        .logProb(tf.zeros([1, 1]))
        .dataSync()[0],
    ).toBeCloseTo(6 - 0.5 * Math.log(2 * Math.PI), 4);
  });
});

describe('counts', () => {
  const counts = tf.keep(tf.tensor2d([0, 3, 250], [1, 3]));
  const logProb = (likelihood: Likelihood, output: number[]): number =>
    likelihood
      .distribution(tf.tensor2d([output]))
      .logProb(counts)
      .dataSync()[0]!;

  test('a negative binomial of mean 5 and θ 2 (SciPy: nbinom(2, 2 / 7))', () => {
    const output = [5, 5, 5].map(Math.log);
    expect(logProb(negativeBinomial({ inverseDispersion: 2 }), output)).toBeCloseTo(-85.7323, 2);
  });

  test('zeros for want of a measurement make zeros likelier, and all else less likely by 1 − gate', () => {
    const zi = negativeBinomial({ inverseDispersion: 2, zeroInflated: true });
    const half = [...[5, 5, 5].map(Math.log), 0, 0, 0];
    const zero = Math.log(0.5 + 0.5 * (2 / 7) ** 2) - 2 * Math.log(2 / 7);
    expect(logProb(zi, half)).toBeCloseTo(-85.7323 + zero + 2 * Math.log(0.5), 2);
  });

  test('means are bounded, so that no output of a decoder makes the loss infinite', () => {
    for (const value of [-1e3, 1e3]) {
      expect(logProb(poisson(), [value, value, value])).toSatisfy(Number.isFinite);
      expect(logProb(negativeBinomial({ inverseDispersion: 1 }), [value, value, value])).toSatisfy(Number.isFinite);
    }
  });
});

describe('what is refused', () => {
  const rng = Rng.fromSeed(1);
  test.each([
    ['sizes', () => denseModality({ shape: 0 }), 'denseModality: shape: expected positive integers, found 0'],
    ['axes', () => convModality({ shape: [28, 28] as never }), 'expected [height, width, channels], found [28,28]'],
    [
      'hidden layers',
      () => denseModality({ shape: 2, hidden: [1.5] }),
      'denseModality: hidden: expected positive integers',
    ],
    [
      'an empty vocabulary',
      () => textModality({ length: 4, vocabulary: '' }),
      'textModality: length, vocabulary, features',
    ],
    ['options', () => convModality({ shape: [8, 8, 1], widht: 4 } as never), "convModality: unknown option 'widht'"],
    [
      'scales',
      () => normal({ scale: 'perelement' as never }),
      "one of 'learned', 'perElement', 'decoded', found \"perelement\"",
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('a learned scale without a shape, and a decoder without the scales', () => {
    const { shape: _, ...unshaped } = denseModality({ shape: 3 });
    expect(() => mvae({ modalities: { a: unshaped }, latent: { shared: 2 }, rng })).toThrow(
      "likelihood of 'a' learns logScale: give the modality's shape as well",
    );
    const plain = denseModality({ shape: 3, likelihood: normal() });
    const model = mvae({
      modalities: { a: { ...plain, likelihood: normal({ scale: 'decoded' }) } },
      latent: { shared: 2 },
      rng,
    });
    expect(() => model.loss({ a: tf.zeros([2, 3]) }, context())).toThrow(
      "decoder of 'a': expected shape [2, 6], the data's with loc and logScale on the last axis, found [2, 3]",
    );
    model.dispose();
  });
});
