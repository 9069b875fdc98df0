import { ShapeError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from './activation.js';
import { described } from './described.js';
import type { Network } from './network.js';
import { paddingFor, pair, type Spatial, withZeros } from './padding.js';
import { biasParameter, type Initialisation, weightParameter } from './parameter.js';

/** Options of {@link conv2d}. */
export interface ConvolutionOptions {
  /** Input channels. */
  readonly inputs: number;
  /** Output channels. */
  readonly outputs: number;
  /** Size of the kernel: one number, or height and width. */
  readonly kernel: Spatial;
  /** Default 1. */
  readonly stride?: Spatial;
  /** Zeros on both sides of each axis; default 0. */
  readonly padding?: Spatial;
  /** Whether there is a bias; default true. */
  readonly bias?: boolean;
  /** Default `linear`, no activation. */
  readonly activation?: Activation;
  /** Default `pytorchDefault`. */
  readonly init?: Initialisation;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/**
 * Two-dimensional convolution (cross-correlation) on `[batch, height, width, inputs]`, with `weight`
 * `[height, width, inputs, outputs]` and `bias` `[outputs]`.
 * @example
 * ```ts
 * conv2d({ inputs: 3, outputs: 32, kernel: 4, stride: 2, padding: 1, activation: 'relu', rng });
 * ```
 */
export function conv2d(options: ConvolutionOptions): Network {
  const { inputs, outputs, activation = 'linear', init = 'pytorchDefault', rng } = options;
  const kernel = pair(options.kernel);
  const strides = pair(options.stride ?? 1);
  const padding = pair(options.padding ?? 0);
  const fanIn = inputs * kernel[0] * kernel[1];
  const weight = weightParameter([...kernel, inputs, outputs], fanIn, rng.fork('weight'), init) as Filter;
  const bias = options.bias === false ? undefined : biasParameter(outputs, fanIn, rng.fork('bias'), init);
  return described<Network>({
    variables: bias ? { weight, bias } : { weight },
    state: {},
    config: { type: 'conv2d', inputs, outputs, kernel, stride: strides, padding, bias: bias !== undefined, activation },
    apply(x, { training }) {
      assertImage(x, inputs, 'conv2d input');
      return tf.tidy(() => {
        const { mode, around } = paddingFor([x.shape[1], x.shape[2]], kernel, strides, padding);
        const image = withZeros(x, around);
        // With an activation, tfjs takes the unfused path while it records gradients, so training fuses the bias only.
        const fused = training ? 'linear' : activation;
        const y = tf.fused.conv2d({ x: image, filter: weight, strides, pad: mode, bias, activation: fused });
        return training && activation === 'relu' ? tf.relu(y) : y;
      });
    },
    dispose: () => tf.dispose([weight, bias]),
  });
}

/** A filter variable. */
export type Filter = tf.Variable<tf.Rank.R4>;

/** @throws {ShapeError} unless x is `[batch, height, width, channels]`. */
export function assertImage(x: tf.Tensor, channels: number, what: string): asserts x is tf.Tensor4D {
  if (x.rank !== 4 || x.shape[3] !== channels) {
    throw new ShapeError(what, `[batch, height, width, ${channels}]`, x.shape);
  }
}
