import * as tf from '@tensorflow/tfjs';
import { assertImage, type ConvolutionOptions, type Filter } from './conv2d.js';
import type { Network } from './network.js';
import { paddingFor, pair } from './padding.js';
import { uniformParameter } from './parameter.js';

/**
 * Transposed two-dimensional convolution on `[batch, height, width, inputs]`, with `weight`
 * `[height, width, outputs, inputs]` and `bias` `[outputs]`; each spatial axis grows to
 * `(size − 1) · stride − 2 · padding + kernel`.
 */
export function conv2dTranspose(options: ConvolutionOptions): Network {
  const { inputs, outputs, activation = 'linear', rng } = options;
  const kernel = pair(options.kernel);
  const strides = pair(options.stride ?? 1);
  const padding = pair(options.padding ?? 0);
  // PyTorch reads fan-in off the weight's second axis, which for a transposed convolution is the output channels.
  const fanIn = outputs * kernel[0] * kernel[1];
  const weight = uniformParameter([...kernel, outputs, inputs], fanIn, rng.fork('weight')) as Filter;
  const bias = uniformParameter([outputs], fanIn, rng.fork('bias'));
  return {
    variables: { weight, bias },
    state: {},
    apply(x) {
      assertImage(x, inputs, 'conv2dTranspose input');
      return tf.tidy(() => {
        const [batch, rows, columns] = x.shape as [number, number, number, number];
        const size: [number, number] = [
          (rows - 1) * strides[0] - 2 * padding[0] + kernel[0],
          (columns - 1) * strides[1] - 2 * padding[1] + kernel[1],
        ];
        const pad = paddingFor(size, kernel, strides, padding);
        const y = tf.add(tf.conv2dTranspose(x as tf.Tensor4D, weight, [batch, ...size, outputs], strides, pad), bias);
        return activation === 'relu' ? tf.relu(y) : y;
      });
    },
    dispose: () => tf.dispose([weight, bias]),
  };
}
