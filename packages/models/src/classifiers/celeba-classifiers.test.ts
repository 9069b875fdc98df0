import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { celebaImageClassifier, celebaTextClassifier } from './celeba-classifiers.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(1);

test('the networks of Table 8 map data to logits of 40 attributes, by way of their features', () => {
  const networks = [
    [celebaImageClassifier({ rng, width: 2 }), [64, 64, 3], 10],
    [celebaTextClassifier({ rng, width: 2 }), [256, 71], 14],
  ] as const;
  for (const [network, shape, size] of networks) {
    const x = tf.tensor(rng.uniforms(2 * tf.util.sizeFromShape([...shape])), [2, ...shape]);
    expect(network.apply(x, { training: true, rng }).shape).toEqual([2, 40]);
    const logits = network.apply(x, { training: false });
    expect(logits.shape).toEqual([2, 40]);
    const features = network.features(x, { training: false });
    expect(features.shape).toEqual([2, size]);
    const { 'linear.weight': weight, 'linear.bias': bias } = network.variables;
    const again = tf.add(tf.matMul(features, weight as unknown as tf.Tensor2D), bias!);
    expect(tf.max(tf.abs(tf.sub(again, logits))).dataSync()[0]).toBeLessThan(1e-5);
  }
  const [[image], [text]] = networks;
  expect(image.variables['conv1.weight']?.shape).toEqual([3, 3, 3, 2]);
  expect(image.variables['block4.conv2.weight']?.shape).toEqual([4, 4, 8, 10]);
  expect(text.variables['conv1.weight']?.shape).toEqual([1, 3, 71, 2]);
  expect(text.variables['block6.conv2.weight']?.shape).toEqual([1, 4, 12, 14]);
  for (const [network] of networks) network.dispose();
});

test('labels, characters and dropout are options', () => {
  const network = celebaTextClassifier({ rng, width: 1, labels: 3, characters: 5, dropout: 0 });
  const x = tf.zeros([2, 256, 5]);
  expect(network.apply(x, { training: true }).shape).toEqual([2, 3]);
  network.dispose();
});
