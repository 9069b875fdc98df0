import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { relu } from '../networks/activation.js';
import { batchNorm } from '../networks/batch-norm.js';
import { conv1d } from '../networks/conv1d.js';
import { dropout } from '../networks/dropout.js';
import type { Network } from '../networks/network.js';
import { collect, sequential } from '../networks/sequential.js';

/** Options of {@link residualBlock1d}. */
export interface ResidualBlockOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  /** Factor of the shortcut; default 1. */
  readonly shortcutFactor?: number;
  /** Factor of the branch; default 0.3. */
  readonly branchFactor?: number;
  readonly rng: Rng;
}

/**
 * Pre-activation residual block on `[batch, 1, length, inputs]`: norm, ReLU, 1×1 convolution, dropout, norm, ReLU,
 * convolution, dropout; the shortcut is the same convolution of the input, normalised.
 */
export function residualBlock1d(options: ResidualBlockOptions): Network {
  const { inputs, outputs, kernel, stride, padding, shortcutFactor = 1, branchFactor = 0.3, rng } = options;
  const reduce = { inputs, outputs, kernel, stride, padding };
  const branch = sequential({
    norm1: batchNorm({ features: inputs }),
    relu1: relu(),
    conv1: conv1d({ inputs, outputs: inputs, kernel: 1, rng: rng.fork('conv1') }),
    dropout1: dropout(0.5),
    norm2: batchNorm({ features: inputs }),
    relu2: relu(),
    conv2: conv1d({ ...reduce, rng: rng.fork('conv2') }),
    dropout2: dropout(0.5),
  });
  const shortcut = {
    shortcut: conv1d({ ...reduce, rng: rng.fork('shortcut') }),
    shortcutNorm: batchNorm({ features: outputs }),
  };
  const direct = sequential(shortcut);
  const own = collect(shortcut);
  return {
    variables: { ...branch.variables, ...own.variables },
    state: { ...branch.state, ...own.state },
    apply: (x, context) =>
      tf.tidy(() =>
        tf.add(tf.mul(direct.apply(x, context), shortcutFactor), tf.mul(branch.apply(x, context), branchFactor)),
      ),
    dispose: () => {
      branch.dispose();
      direct.dispose();
    },
  };
}
