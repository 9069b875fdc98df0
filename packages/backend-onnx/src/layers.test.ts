import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type Training, train, trainingOf } from '../test/fit.js';

const { layers } = tf;
const dense = (units: number): tf.layers.Layer => layers.dense({ units });
const image = [6, 6, 2];

const trainings: Record<string, Training> = {
  dense: trainingOf([5], [3], () => [layers.dense({ inputShape: [5], units: 8, activation: 'relu' }), dense(3)]),
  'dense, softmax and crossentropy': {
    ...trainingOf([5], [3], () => [
      layers.dense({ inputShape: [5], units: 6, activation: 'tanh' }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ]),
    loss: 'categoricalCrossentropy',
  },
  'conv2d and max pooling': trainingOf(image, [3], () => [
    layers.conv2d({ inputShape: image, filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    dense(3),
  ]),
  'strided conv2d and average pooling': trainingOf(image, [3], () => [
    layers.conv2d({ inputShape: image, filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'elu' }),
    layers.averagePooling2d({ poolSize: 2, padding: 'same' }),
    layers.flatten(),
    dense(3),
  ]),
  'conv2d and global pooling': trainingOf(image, [3], () => [
    layers.conv2d({ inputShape: image, filters: 4, kernelSize: [3, 2], activation: 'sigmoid' }),
    layers.globalAveragePooling2d({}),
    dense(3),
  ]),
  conv2dTranspose: trainingOf([3, 3, 2], [6, 6, 1], () => [
    layers.conv2dTranspose({ inputShape: [3, 3, 2], filters: 3, kernelSize: 4, strides: 2, padding: 'same' }),
    layers.leakyReLU({ alpha: 0.1 }),
    layers.conv2d({ filters: 1, kernelSize: 1 }),
  ]),
  'conv1d, pooling and upsampling': trainingOf([8, 3], [2], () => [
    layers.conv1d({ inputShape: [8, 3], filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
    layers.maxPooling1d({ poolSize: 2 }),
    layers.globalMaxPooling1d({}),
    dense(2),
  ]),
  'upSampling2d and zero padding': trainingOf([3, 3, 2], [6, 6, 2], () => [
    layers.upSampling2d({ inputShape: [3, 3, 2], size: [2, 2] }),
    layers.zeroPadding2d({ padding: 1 }),
    layers.conv2d({ filters: 2, kernelSize: 3 }),
  ]),
  depthwiseConv2d: trainingOf(image, [2], () => [
    layers.depthwiseConv2d({ inputShape: image, kernelSize: 3, depthMultiplier: 2, activation: 'relu' }),
    layers.flatten(),
    dense(2),
  ]),
  separableConv2d: trainingOf(image, [2], () => [
    layers.separableConv2d({ inputShape: image, filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }),
    layers.flatten(),
    dense(2),
  ]),
  'batch normalisation': trainingOf(image, [2], () => [
    // A bias ahead of a normalisation has no gradient but rounding errors, which adam would blow up.
    layers.conv2d({ inputShape: image, filters: 3, kernelSize: 3, useBias: false }),
    layers.batchNormalization({}),
    layers.reLU({}),
    layers.flatten(),
    layers.dense({ units: 4, useBias: false }),
    layers.batchNormalization({}),
    dense(2),
  ]),
  'layer normalisation': trainingOf([5], [2], () => [
    layers.dense({ inputShape: [5], units: 6 }),
    layers.layerNormalization({}),
    dense(2),
  ]),
  dropout: trainingOf([5], [2], () => [
    layers.dense({ inputShape: [5], units: 8, activation: 'relu' }),
    layers.dropout({ rate: 0.4, seed: 7 }),
    dense(2),
  ]),
  'embedding and GRU': {
    ...trainingOf([5], [2], () => [
      layers.embedding({ inputDim: 7, outputDim: 4, inputLength: 5 }),
      layers.gru({ units: 4, recurrentInitializer: 'glorotUniform' }),
      dense(2),
    ]),
    vocabulary: 7,
  },
  LSTM: trainingOf([4, 3], [4, 2], () => [
    layers.lstm({ inputShape: [4, 3], units: 4, returnSequences: true, recurrentInitializer: 'glorotUniform' }),
    layers.timeDistributed({ layer: dense(2) }),
  ]),
  'bidirectional LSTM': trainingOf([4, 3], [2], () => [
    layers.bidirectional({
      inputShape: [4, 3],
      layer: layers.lstm({ units: 3, recurrentInitializer: 'glorotUniform' }),
      mergeMode: 'concat',
    }),
    dense(2),
  ]),
  'simple RNN, without bias, with regularisation': trainingOf([4, 3], [2], () => [
    layers.simpleRNN({
      inputShape: [4, 3],
      units: 4,
      useBias: false,
      recurrentInitializer: 'glorotUniform',
      kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.01 }),
    }),
    dense(2),
  ]),
};

const optimizers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.02, 0.9),
  'Nesterov momentum': () => tf.train.momentum(0.02, 0.9, true),
  adam: () => tf.train.adam(0.01),
  adamax: () => tf.train.adamax(0.01),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.01),
  rmsprop: () => tf.train.rmsprop(0.005),
  'centred rmsprop with momentum': () => tf.train.rmsprop(0.002, 0.9, 0.5, 1e-7, true),
};

/** 50 steps give the same losses, predictions and scores as on 'cpu', to 1e-4, and the loss moves. */
async function expectSameTraining(training: Training): Promise<void> {
  const expected = await train('cpu', training);
  const found = await train('onnx', training);
  expect(found.losses).toHaveLength(50);
  expect(Math.abs(expected.losses[49]! - expected.losses[4]!)).toBeGreaterThan(1e-3);
  const all = ({ losses, prediction, score, weights }: typeof found): number[] =>
    [losses, prediction, score, ...weights].flat();
  const [a, b] = [all(found), all(expected)];
  expect(a).toHaveLength(b.length);
  const worst = Math.max(...a.map((value, i) => Math.abs(value - b[i]!) / Math.max(1, Math.abs(b[i]!))));
  expect(worst).toBeLessThan(1e-4);
}

test.each(Object.entries(trainings))('%s trains as on cpu', async (_, training) => {
  await expectSameTraining(training);
});

test.each(Object.entries(optimizers))('%s trains as on cpu', async (_, optimizer) => {
  await expectSameTraining({ ...trainings['conv2d and max pooling']!, optimizer });
});

test('recurrent layers and batch normalisation train with adam as on cpu', async () => {
  for (const name of ['LSTM', 'batch normalisation']) {
    await expectSameTraining({ ...trainings[name]!, optimizer: optimizers.adam! });
  }
});
