import * as tf from '@tensorflow/tfjs-core';
import type { Convolution, Pool, Step } from './architecture.js';
import { fullName } from './convolution-shapes.js';

/** Weight `[height, width, inputs, outputs]` and bias `[outputs]` of a convolution. */
export interface ConvolutionWeights {
  readonly weight: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

/** Runs steps on `[batch, height, width, channels]`. */
export function applySteps(
  steps: readonly Step[],
  images: tf.Tensor4D,
  weights: ReadonlyMap<string, ConvolutionWeights>,
  prefix = '',
): tf.Tensor4D {
  return tf.tidy(() => {
    let x = images;
    for (const step of steps) {
      if (typeof step === 'string') x = pool(x, step);
      else if ('paths' in step) {
        const within = fullName(prefix, step.prefix);
        x = tf.concat(
          step.paths.map((path) => applySteps(path, x, weights, within)),
          3,
        );
      } else x = convolve(x, step, weights.get(fullName(prefix, step.name))!);
    }
    return x;
  });
}

function convolve(x: tf.Tensor4D, { stride, valid }: Convolution, { weight, bias }: ConvolutionWeights): tf.Tensor4D {
  return tf.fused.conv2d({
    x,
    filter: weight,
    bias,
    strides: stride ?? 1,
    pad: valid ? 'valid' : 'same',
    activation: 'relu',
  });
}

function pool(x: tf.Tensor4D, kind: Pool): tf.Tensor4D {
  switch (kind) {
    case 'max-halving':
      return tf.maxPool(x, 3, 2, 'valid');
    case 'max':
      return tf.maxPool(x, 3, 1, 'same');
    case 'average':
      return tf.avgPool(x, 3, 1, 'same');
    case 'average-with-zeros':
      return tf.avgPool(
        tf.pad(x, [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
        3,
        1,
        'valid',
      );
  }
}
