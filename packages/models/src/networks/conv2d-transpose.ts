import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import { assertImage, type ConvolutionOptions, type Filter } from './conv2d.js';
import { described } from './described.js';
import type { Network } from './network.js';
import { paddingFor, pair, type Spatial, withoutBorder } from './padding.js';
import { biasParameter, weightParameter } from './parameter.js';

/** Options of {@link conv2dTranspose}. */
export interface TransposedConvolutionOptions extends ConvolutionOptions {
  /** Rows and columns that are added at the end of each axis, fewer than the stride; default 0. */
  readonly outputPadding?: Spatial;
}

/**
 * Transposed two-dimensional convolution on `[batch, height, width, inputs]`, with `weight`
 * `[height, width, outputs, inputs]` and `bias` `[outputs]`; each spatial axis grows to
 * `(size − 1) · stride − 2 · padding + kernel + outputPadding`.
 * @throws {ConfigurationError} if the output padding is not below the stride.
 * @example
 * ```ts
 * conv2dTranspose({ inputs: 32, outputs: 3, kernel: 4, stride: 2, padding: 1, rng });
 * ```
 */
export function conv2dTranspose(options: TransposedConvolutionOptions): Network {
  const { inputs, outputs, activation = 'linear', init = 'pytorchDefault', rng } = options;
  const kernel = pair(options.kernel);
  const strides = pair(options.stride ?? 1);
  const padding = pair(options.padding ?? 0);
  const extra = pair(options.outputPadding ?? 0);
  if (!extra.every((size, axis) => size >= 0 && size < (strides[axis] as number))) {
    throw new ConfigurationError(
      `conv2dTranspose: outputPadding must be at least 0 and below the stride [${strides.join(', ')}], found [${extra.join(', ')}].`,
    );
  }
  // PyTorch reads fan-in off the weight's second axis, which for a transposed convolution is the output channels.
  const fanIn = outputs * kernel[0] * kernel[1];
  const weight = weightParameter([...kernel, outputs, inputs], fanIn, rng.fork('weight'), init) as Filter;
  const bias = options.bias === false ? undefined : biasParameter(outputs, fanIn, rng.fork('bias'), init);
  const sizeOf = (size: number, axis: 0 | 1): number =>
    (size - 1) * strides[axis] - 2 * padding[axis] + kernel[axis] + extra[axis];
  return described<Network>({
    variables: bias ? { weight, bias } : { weight },
    state: {},
    config: {
      ...{ type: 'conv2dTranspose', inputs, outputs, kernel, stride: strides, padding, outputPadding: extra },
      ...{ bias: bias !== undefined, activation },
    },
    apply(x) {
      assertImage(x, inputs, 'conv2dTranspose input');
      return tf.tidy(() => {
        const [batch, rows, columns] = x.shape;
        const [height, width] = [sizeOf(rows, 0), sizeOf(columns, 1)];
        const { mode, around } = paddingFor([height, width], kernel, strides, padding);
        const shape: tf.Tensor4D['shape'] = [batch, height + 2 * around[0], width + 2 * around[1], outputs];
        const image = withoutBorder(tf.conv2dTranspose(x, weight, shape, strides, mode), around);
        const y = bias ? tf.add(image, bias) : image;
        return activation === 'relu' ? tf.relu(y) : y;
      });
    },
    dispose: () => tf.dispose([weight, bias]),
  });
}
