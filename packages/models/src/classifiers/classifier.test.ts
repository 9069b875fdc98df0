import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { linear } from '../networks/linear.js';
import { Classifier } from './classifier.js';
import { mnistClassifier, svhnClassifier, textClassifier } from './digit-classifiers.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(1);

test('the networks of Tables 6 and 7 map data to logits', () => {
  const networks = [
    [mnistClassifier({ rng }), [28, 28, 1]],
    [svhnClassifier({ rng }), [32, 32, 3]],
    [textClassifier({ rng }), [8, 71]],
  ] as const;
  for (const [network, shape] of networks) {
    expect(network.apply(tf.zeros([2, ...shape]), { training: false }).shape).toEqual([2, 10]);
    expect(network.apply(tf.zeros([2, ...shape]), { training: true, rng }).shape).toEqual([2, 10]);
    const x = tf.tensor(rng.normals(2 * tf.util.sizeFromShape([...shape])), [2, ...shape]);
    const features = network.features(x, { training: false });
    expect(features.shape).toEqual([2, 128]);
    const { 'linear.weight': weight, 'linear.bias': bias } = network.variables;
    const logits = tf.add(tf.matMul(features, weight as unknown as tf.Tensor2D), bias!);
    expect(tf.max(tf.abs(tf.sub(logits, network.apply(x, { training: false })))).dataSync()[0]).toBeLessThan(1e-5);
    network.dispose();
  }
});

test('a classifier learns what is separable', () => {
  const classifier = new Classifier(linear({ inputs: 2, units: 2, rng }), { count: 2 });
  const context = { rng, training: true, step: 0, epoch: 0 };
  const x = tf.tensor2d([1, 0, 0.8, 0.1, -1, 0, -0.9, 0.2], [4, 2]);
  const y = tf.tensor1d([0, 0, 1, 1], 'int32');
  const first = classifier.loss({ x, y }, context).loss.dataSync()[0]!;
  const optimizer = tf.train.sgd(1);
  for (let i = 0; i < 50; i++) optimizer.minimize(() => classifier.loss({ x, y }, context).loss);
  optimizer.dispose();
  const { loss, terms } = classifier.loss({ x, y }, context);
  expect(loss.dataSync()[0]!).toBeLessThan(first / 2);
  expect(terms.accuracy.dataSync()[0]).toBe(1);
  expect([...classifier.classify(x).dataSync()]).toEqual([0, 0, 1, 1]);
  expect(classifier.probabilities(x).shape).toEqual([4, 2]);
  expect(() => classifier.loss({ x, y: tf.ones([4]) }, context)).toThrow('batch.y: expected int32 [4], found float32');
  classifier.dispose();
});
