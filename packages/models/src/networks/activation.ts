import * as tf from '@tensorflow/tfjs-core';
import { described } from './described.js';
import type { Network, NetworkConfig } from './network.js';

/** The activations that a layer can end in. */
export type Activation = 'linear' | 'relu';

/**
 * Element-wise sigmoid.
 * @example
 * ```ts
 * sequential({ out: linear({ inputs: 128, units: 784, rng }), sigmoid: sigmoid() });
 * ```
 */
export function sigmoid(): Network {
  return stateless({ type: 'sigmoid' }, (x) => tf.sigmoid(x));
}

/**
 * Element-wise ReLU.
 * @example
 * ```ts
 * sequential({ hidden: linear({ inputs: 50, units: 128, rng }), relu: relu() });
 * ```
 */
export function relu(): Network {
  return stateless({ type: 'relu' }, (x) => tf.relu(x));
}

/**
 * Maps data in [0, 1] to [−1, 1], `2x − 1`, so that first layers with biases of 0 see values on both sides of 0.
 * @example
 * ```ts
 * sequential({ centre: centre(), conv: conv2d({ inputs: 3, outputs: 32, kernel: 4, rng }) });
 * ```
 */
export function centre(): Network {
  return stateless({ type: 'centre' }, (x) => tf.sub(tf.mul(x, 2), 1));
}

/**
 * Maps counts to log(1 + x), which keeps large ones from drowning the others.
 * @example
 * ```ts
 * sequential({ log: logCounts(), hidden: linear({ inputs: 2000, units: 128, rng }) });
 * ```
 */
export function logCounts(): Network {
  return stateless({ type: 'logCounts' }, (x) => tf.log1p(x));
}

/**
 * Gives every sample the shape `shape`; the batch axis stays.
 * @example
 * ```ts
 * sequential({ flat: linear({ inputs: 20, units: 128, rng }), image: reshape([4, 4, 8]) });
 * ```
 */
export function reshape(shape: readonly number[]): Network {
  return stateless({ type: 'reshape', shape }, (x) => tf.reshape(x, [x.shape[0], ...shape]));
}

function stateless(config: NetworkConfig, apply: (x: tf.Tensor) => tf.Tensor): Network {
  return described({ variables: {}, state: {}, config, apply, dispose: () => {} });
}
