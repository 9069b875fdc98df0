import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { batchNorm } from '../networks/batch-norm.js';
import { linear } from '../networks/linear.js';
import { sequential } from '../networks/sequential.js';
import { Classifier } from './classifier.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(2);
const context = { rng, training: true, step: 0, epoch: 0 };

test('the loss is the mean binary cross-entropy over rows and labels, the accuracy that of single labels', () => {
  const classifier = new Classifier(linear({ inputs: 3, units: 3, rng }), { target: 'labels', count: 3 });
  classifier.variables.weight!.assign(tf.eye(3));
  classifier.variables.bias!.assign(tf.zeros([3]));
  const logits = [
    [2, -1, 0.5],
    [-3, 40, -200],
  ];
  const labels = [
    [1, 1, 0],
    [0, 1, 0],
  ];
  const x = tf.tensor2d(logits);
  const each = logits.flatMap((row, i) =>
    row.map((logit, j) => {
      const p = 1 / (1 + Math.exp(-logit));
      return labels[i]![j] === 1 ? -Math.log(p) : -Math.log(1 - p);
    }),
  );
  for (const y of [tf.tensor2d(labels), tf.tensor2d(labels, [2, 3], 'int32'), tf.tensor2d(labels, [2, 3], 'bool')]) {
    const { loss, terms } = classifier.loss({ x, y }, context);
    expect(loss.dataSync()[0]).toBeCloseTo(each.reduce((sum, value) => sum + value, 0) / 6, 5);
    expect(terms.accuracy.dataSync()[0]).toBeCloseTo(4 / 6, 6);
  }
  const probabilities = classifier.probabilities(x);
  expect(probabilities.shape).toEqual([2, 3]);
  expect(probabilities.dataSync()[0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  classifier.dispose();
});

test('it learns labels that do not exclude each other', () => {
  const classifier = new Classifier(linear({ inputs: 2, units: 2, rng }), { target: 'labels', count: 2 });
  const x = tf.tensor2d([1, 1, 1, -1, -1, 1, -1, -1], [4, 2]);
  const y = tf.greater(x, 0);
  const first = classifier.loss({ x, y }, context).loss.dataSync()[0]!;
  const optimizer = tf.train.sgd(1);
  for (let i = 0; i < 50; i++) optimizer.minimize(() => classifier.loss({ x, y }, context).loss);
  optimizer.dispose();
  const { loss, terms } = classifier.loss({ x, y }, context);
  expect(loss.dataSync()[0]!).toBeLessThan(first / 2);
  expect(terms.accuracy.dataSync()[0]).toBe(1);
  classifier.dispose();
});

test('probabilities come in evaluation mode; the network’s state is the classifier’s', () => {
  const network = sequential({ norm: batchNorm({ features: 1 }), linear: linear({ inputs: 1, units: 1, rng }) });
  const classifier = new Classifier(network, { target: 'labels', count: 1 });
  expect(Object.keys(classifier.state)).toEqual(['norm.mean', 'norm.variance']);
  const x = tf.tensor2d([[3], [5]]);
  classifier.probabilities(x);
  expect(classifier.state['norm.mean']!.dataSync()[0]).toBe(0);
  classifier.loss({ x, y: tf.zeros([2, 1]) }, context);
  expect(classifier.state['norm.mean']!.dataSync()[0]).toBeCloseTo(0.4, 6);
  classifier.dispose();
});

test('labels of another shape are refused', () => {
  const classifier = new Classifier(linear({ inputs: 2, units: 4, rng }), { target: 'labels', count: 4 });
  const x = tf.zeros([3, 2]);
  expect(() => classifier.loss({ x, y: tf.zeros([3], 'int32') }, context)).toThrow(
    'batch.y: expected numbers or bool [3, 4], found int32 [3]',
  );
  expect(() => classifier.loss({ x, y: tf.zeros([2, 4]) }, context)).toThrow('found float32 [2, 4]');
  classifier.dispose();
});

test('a label is decided where it is more probable than not; the default is CelebA’s 40', () => {
  const network = linear({ inputs: 2, units: 40, rng });
  const classifier = new Classifier(network, { target: 'labels' });
  expect(classifier.count).toBe(40);
  const x = tf.tensor2d([1, 2, -1, 0], [2, 2]);
  const probable = classifier.probabilities(x).dataSync();
  expect([...classifier.classify(x).dataSync()]).toEqual([...probable].map((p) => (p > 0.5 ? 1 : 0)));
  classifier.dispose();
});

test('a target that does not exist is refused', () => {
  const network = linear({ inputs: 1, units: 1, rng });
  expect(() => new Classifier(network, { target: 'attributes' as 'labels' })).toThrow("'class' or 'labels'");
  network.dispose();
});
