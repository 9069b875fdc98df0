import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { relu } from './activation.js';
import { batchNorm } from './batch-norm.js';
import { type Convolution1dOptions, conv1d, conv1dTranspose } from './conv1d.js';
import { conv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import { described } from './described.js';
import { channelDropout, dropout } from './dropout.js';
import type { Network } from './network.js';
import type { Initialisation } from './parameter.js';
import { collect, sequential } from './sequential.js';

/** Options of the residual blocks. */
export interface ResidualBlockOptions {
  /** Input channels. */
  readonly inputs: number;
  /** Output channels. */
  readonly outputs: number;
  /** Size of the kernels of the branch's second convolution and of the shortcut. */
  readonly kernel: number;
  /** Stride of the branch's second convolution and of the shortcut. */
  readonly stride: number;
  /** Zeros on every side of their input. */
  readonly padding: number;
  /** Rate of dropout after both convolutions of the branch; default 0.5. */
  readonly dropout?: number;
  /** Factor of the shortcut; default 1. */
  readonly shortcutFactor?: number;
  /** Factor of the branch; default 0.3. */
  readonly branchFactor?: number;
  /** How the convolutions start; default `pytorchDefault`. */
  readonly init?: Initialisation;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/**
 * Pre-activation residual block on `[batch, 1, length, inputs]`. Branch: norm, ReLU, 1×1 convolution, dropout, norm, ReLU,
 * convolution, dropout. Shortcut: the same convolution of the input, normalised. The result is
 * `shortcutFactor · shortcut + branchFactor · branch`.
 * @see Sutter et al. 2020, Tables 7, 8, 19 (`res1d`); the factors and the order of layers are the published code's
 * @example
 * ```ts
 * residualBlock1d({ inputs: 128, outputs: 256, kernel: 4, stride: 2, padding: 1, rng });
 * ```
 */
export function residualBlock1d(options: ResidualBlockOptions): Network {
  return residualBlock({ type: 'residualBlock1d', convolution: conv1d, drop: dropout, bias: true }, options);
}

/**
 * {@link residualBlock1d} with transposed convolutions.
 * @see Sutter et al. 2020, Table 19 (`resT1d`)
 * @example
 * ```ts
 * residualBlock1dTranspose({ inputs: 256, outputs: 128, kernel: 4, stride: 2, padding: 1, rng });
 * ```
 */
export function residualBlock1dTranspose(options: ResidualBlockOptions): Network {
  return residualBlock(
    { type: 'residualBlock1dTranspose', convolution: conv1dTranspose, drop: dropout, bias: true },
    options,
  );
}

/**
 * {@link residualBlock1d} on images `[batch, height, width, inputs]`: the branch's convolutions have no bias, and dropout
 * takes whole channels.
 * @see Sutter et al. 2020, Tables 8, 18 (`res2d`)
 * @example
 * ```ts
 * residualBlock2d({ inputs: 128, outputs: 256, kernel: 4, stride: 2, padding: 1, rng });
 * ```
 */
export function residualBlock2d(options: ResidualBlockOptions): Network {
  return residualBlock({ type: 'residualBlock2d', convolution: conv2d, drop: channelDropout, bias: false }, options);
}

/**
 * {@link residualBlock2d} with transposed convolutions.
 * @see Sutter et al. 2020, Table 18 (`resT2d`)
 * @example
 * ```ts
 * residualBlock2dTranspose({ inputs: 256, outputs: 128, kernel: 4, stride: 2, padding: 1, rng });
 * ```
 */
export function residualBlock2dTranspose(options: ResidualBlockOptions): Network {
  return residualBlock(
    { type: 'residualBlock2dTranspose', convolution: conv2dTranspose, drop: channelDropout, bias: false },
    options,
  );
}

/** Parts of a kind of residual block. */
interface Parts {
  /** Name of the kind. */
  readonly type: string;
  readonly convolution: (options: Convolution1dOptions) => Network;
  readonly drop: (rate: number) => Network;
  /** Whether the branch's convolutions have a bias; the shortcut's has. */
  readonly bias: boolean;
}

function residualBlock({ type, convolution, drop, bias }: Parts, options: ResidualBlockOptions): Network {
  const { inputs, outputs, kernel, stride, padding, init, rng } = options;
  const { dropout: rate = 0.5, shortcutFactor = 1, branchFactor = 0.3 } = options;
  const reduce = { inputs, outputs, kernel, stride, padding, init };
  const branch = sequential({
    norm1: batchNorm({ features: inputs }),
    relu1: relu(),
    conv1: convolution({ inputs, outputs: inputs, kernel: 1, bias, init, rng: rng.fork('conv1') }),
    dropout1: drop(rate),
    norm2: batchNorm({ features: inputs }),
    relu2: relu(),
    conv2: convolution({ ...reduce, bias, rng: rng.fork('conv2') }),
    dropout2: drop(rate),
  });
  const shortcut = {
    shortcut: convolution({ ...reduce, rng: rng.fork('shortcut') }),
    shortcutNorm: batchNorm({ features: outputs }),
  };
  const direct = sequential(shortcut);
  const own = collect(shortcut);
  return described({
    variables: { ...branch.variables, ...own.variables },
    state: { ...branch.state, ...own.state },
    config: { type, inputs, outputs, kernel, stride, padding, dropout: rate, shortcutFactor, branchFactor },
    apply: (x, context) =>
      tf.tidy(() =>
        tf.add(tf.mul(direct.apply(x, context), shortcutFactor), tf.mul(branch.apply(x, context), branchFactor)),
      ),
    dispose: () => {
      branch.dispose();
      direct.dispose();
    },
  });
}
