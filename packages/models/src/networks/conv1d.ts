import type { Rng } from '@polyvae/random';
import type { Activation } from './activation.js';
import { conv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import type { Network } from './network.js';
import type { Initialisation } from './parameter.js';

/** Options of {@link conv1d} and {@link conv1dTranspose}. */
export interface Convolution1dOptions {
  /** Input channels. */
  readonly inputs: number;
  /** Output channels. */
  readonly outputs: number;
  /** Length of the kernel. */
  readonly kernel: number;
  /** Default 1. */
  readonly stride?: number;
  /** Zeros on either side; default 0. */
  readonly padding?: number;
  /** Whether there is a bias; default true. */
  readonly bias?: boolean;
  /** Follows the convolution; default none. */
  readonly activation?: Activation;
  /** Default `pytorchDefault`. */
  readonly init?: Initialisation;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/**
 * One-dimensional convolution: a {@link conv2d} of height 1, so sequences travel as `[batch, 1, length, channels]` and
 * no layer has to reshape; `weight` is `[1, kernel, inputs, outputs]`.
 * @example
 * ```ts
 * conv1d({ inputs: 71, outputs: 128, kernel: 4, stride: 2, padding: 1, rng });
 * ```
 */
export function conv1d(options: Convolution1dOptions): Network {
  return conv2d(ofHeightOne(options));
}

/**
 * Transposed one-dimensional convolution on `[batch, 1, length, inputs]`; `weight` is `[1, kernel, outputs, inputs]`.
 * @example
 * ```ts
 * conv1dTranspose({ inputs: 128, outputs: 71, kernel: 4, stride: 2, padding: 1, rng });
 * ```
 */
export function conv1dTranspose(options: Convolution1dOptions): Network {
  return conv2dTranspose(ofHeightOne(options));
}

function ofHeightOne(options: Convolution1dOptions): Parameters<typeof conv2d>[0] {
  const { kernel, stride = 1, padding = 0, ...rest } = options;
  return { ...rest, kernel: [1, kernel], stride: [1, stride], padding: [0, padding] };
}
