import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { Classifier } from '../classifiers/classifier.js';
import type { Network } from '../networks/network.js';
import { polymnistClassifier, polymnistDecoder, polymnistEncoder } from '../networks/polymnist.js';
import { polymnistModalities } from './polymnist-modalities.js';
import { mmjsd } from './presets.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(1);
const context = { training: false };

/** Number of parameters of each layer. */
function parametersOf({ variables }: Pick<Network, 'variables'>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [path, variable] of Object.entries(variables)) {
    const layer = path.slice(0, path.lastIndexOf('.'));
    counts[layer] = (counts[layer] ?? 0) + variable.size;
  }
  return counts;
}

describe('the published networks at the published latent size, 512', () => {
  const latent = { shared: 512, private: 0 };

  test('encoder: 1,667,648 parameters', () => {
    const encoder = polymnistEncoder({ latent, rng });
    expect(parametersOf(encoder)).toEqual({
      conv1: 896,
      conv2: 18_496,
      conv3: 73_856,
      hidden: 2048 * 512 + 512,
      'shared.loc': 512 * 512 + 512,
      'shared.logVar': 512 * 512 + 512,
    });
    const { shared, private: own } = encoder.apply(tf.zeros([2, 28, 28, 3]), context);
    expect([shared.loc.shape, shared.logVar.shape, own]).toEqual([[2, 512], [2, 512], undefined]);
    encoder.dispose();
  });

  test('decoder: 1,143,747 parameters, to any number', () => {
    const decoder = polymnistDecoder({ latent, rng });
    expect(parametersOf(decoder)).toEqual({ input: 512 * 2048 + 2048, conv1: 73_792, conv2: 18_464, conv3: 867 });
    const image = decoder.apply(tf.randomNormal([2, 512], 0, 9, 'float32', 1), context);
    expect(image.shape).toEqual([2, 28, 28, 3]);
    expect(Math.min(...image.dataSync())).toBeLessThan(0);
    decoder.dispose();
  });

  test('classifier: 130,568 parameters, features of 128', () => {
    const network = polymnistClassifier({ rng });
    expect(parametersOf(network)).toEqual({ conv1: 490, conv2: 3_220, hidden: 125_568, linear: 1_290 });
    const images = tf.zeros([3, 28, 28, 3]);
    expect(network.apply(images, context).shape).toEqual([3, 10]);
    expect(network.features(images, context).shape).toEqual([3, 128]);
    network.dispose();
  });
});

test('a private latent has heads of its own, and the hidden layer is as wide as both', () => {
  const encoder = polymnistEncoder({ latent: { shared: 5, private: 3 }, rng });
  expect(parametersOf(encoder)).toMatchObject({
    hidden: 2048 * 8 + 8,
    'shared.loc': 8 * 5 + 5,
    'private.logVar': 8 * 3 + 3,
  });
  encoder.dispose();
});

test('modalities: Laplace of 0.75, equal weights, no other option than the scale', () => {
  const modalities = polymnistModalities();
  expect(Object.keys(modalities)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  for (const { likelihood, weight, privateBeta } of Object.values(modalities)) {
    expect([likelihood.kind, likelihood.settings, weight, privateBeta]).toEqual([
      'laplace',
      { scale: 0.75 },
      1,
      undefined,
    ]);
  }
  expect(polymnistModalities({ scale: 1 }).m4.likelihood.settings).toEqual({ scale: 1 });
  expect(() => polymnistModalities({ latent: 3 } as object)).toThrow("unknown option 'latent'");
});

test('gradients reach every parameter and are the slope of the loss', () => {
  const latent = { shared: 6, private: 2 };
  const encoder = polymnistEncoder({ latent, rng: rng.fork('encoder') });
  const decoder = polymnistDecoder({ latent, rng: rng.fork('decoder') });
  const x = tf.tensor(rng.fork('image').uniforms(2352), [1, 28, 28, 3]);
  const loss = (): tf.Scalar => {
    const { shared, private: own } = encoder.apply(x, context);
    const z = tf.concat([shared.loc, own!.loc], 1);
    const spread = tf.sum(tf.square(tf.concat([own!.logVar, shared.logVar], 1)));
    return tf.add(tf.sum(tf.square(tf.sub(decoder.apply(z, context), x))), spread).asScalar();
  };
  const variables = [...Object.values(encoder.variables), ...Object.values(decoder.variables)];
  const { value, grads } = tf.variableGrads(loss, variables);
  // Along the gradient the slope is its squared length; a central difference meets it to second order.
  let slope = 0;
  for (const variable of variables) {
    const gradient = grads[variable.name]!.dataSync();
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(gradient.some((g) => g !== 0)).toBe(true);
    for (const g of gradient) slope += g * g;
  }
  const at = (step: number): number => {
    const moved = step / Math.sqrt(slope);
    for (const variable of variables) {
      tf.tidy(() => variable.assign(tf.add(variable, tf.mul(grads[variable.name]!, moved))));
    }
    const [number] = tf.tidy(() => loss().dataSync());
    for (const variable of variables) {
      tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(grads[variable.name]!, moved))));
    }
    return number!;
  };
  const step = 1e-3;
  expect((at(step) - at(-step)) / (2 * step) / Math.sqrt(slope)).toBeCloseTo(1, 1);
  tf.dispose([value, grads, x]);
  encoder.dispose();
  decoder.dispose();
});

test('a model of five modalities has a finite loss and generates one from others', () => {
  const seed = Rng.fromSeed(4);
  const model = mmjsd({ modalities: polymnistModalities(), latent: { shared: 12, private: 4 }, beta: 2.5, rng: seed });
  const image = (level: number): tf.Tensor =>
    tf.tensor(
      seed.uniforms(2352).map((u) => level * u),
      [1, 28, 28, 3],
    );
  const batch = { m0: image(1), m1: image(0.8), m2: image(0.6), m3: image(0.4), m4: image(0.2) };
  const [loss] = tf.tidy(() => model.loss(batch, { rng: seed, training: false, step: 0, epoch: 0 }).loss.dataSync());
  expect(Number.isFinite(loss)).toBe(true);
  const generated = model.generateFrom({ m1: batch.m1 }, ['m0', 'm4'], { rng: seed });
  expect(generated.m0.shape).toEqual([1, 28, 28, 3]);
  expect(generated.m4.shape).toEqual([1, 28, 28, 3]);
  tf.dispose([batch, generated]);
  model.dispose();
});

test('the classifier has dropout from the rng, and none in evaluation', () => {
  const classifier = new Classifier(polymnistClassifier({ rng: Rng.fromSeed(2) }));
  const x = tf.tensor(Rng.fromSeed(3).uniforms(4 * 2352), [4, 28, 28, 3]);
  const y = tf.tensor1d([0, 1, 2, 3], 'int32');
  const loss = (seed: number, training: boolean): number => {
    const [value] = tf.tidy(() =>
      classifier.loss({ x, y }, { rng: Rng.fromSeed(seed), training, step: 0, epoch: 0 }).loss.dataSync(),
    );
    return value!;
  };
  expect(loss(1, true)).toBe(loss(1, true));
  expect(loss(1, true)).not.toBe(loss(2, true));
  expect(loss(1, false)).toBe(loss(2, false));
  tf.dispose([x, y]);
  classifier.dispose();
});
