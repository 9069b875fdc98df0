import { ArgumentTypeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import { described } from './described.js';
import type { Network } from './network.js';

/**
 * Sets elements to zero with probability `rate` while training and scales the others by 1 / (1 − rate). Masks come from
 * the context's `rng`.
 * @throws {ConfigurationError} unless the rate is in [0, 1).
 * @example
 * ```ts
 * sequential({ hidden: linear({ inputs: 50, units: 128, rng }), dropout: dropout(0.2) });
 * ```
 */
export function dropout(rate: number): Network {
  return masked('dropout', rate, (shape) => shape);
}

/**
 * {@link dropout} of whole channels: one draw for each sample and channel of `[batch, ..., channels]`, which neighbouring
 * places, being alike, would otherwise make up for.
 * @throws {ConfigurationError} unless the rate is in [0, 1).
 * @example
 * ```ts
 * sequential({ conv: conv2d({ inputs: 3, outputs: 32, kernel: 3, rng }), dropout: channelDropout(0.5) });
 * ```
 */
export function channelDropout(rate: number): Network {
  return masked('channelDropout', rate, (shape) =>
    shape.map((size, axis) => (axis === 0 || axis === shape.length - 1 ? size : 1)),
  );
}

function masked(layer: 'dropout' | 'channelDropout', rate: number, maskShape: (shape: number[]) => number[]): Network {
  checkRate(layer, rate);
  return described({
    variables: {},
    state: {},
    config: { type: layer, rate },
    apply: (x, { training, rng }) => {
      if (!training || rate === 0) return tf.clone(x);
      if (!rng) throw new ArgumentTypeError(`${layer}: training draws masks; give rng in the context.`);
      return tf.tidy(() => {
        const shape = maskShape(x.shape);
        const scale = 1 / (1 - rate);
        const mask = rng.derive((stream) =>
          stream.uniforms(tf.util.sizeFromShape(shape)).map((u) => (u < rate ? 0 : scale)),
        );
        return tf.mul(x, tf.tensor(mask, shape, 'float32'));
      });
    },
    dispose: () => {},
  });
}

/** @throws {ConfigurationError} unless the rate is in [0, 1). */
export function checkRate(what: string, rate: number): void {
  if (!(rate >= 0 && rate < 1)) throw new ConfigurationError(`${what}: rate must be in [0, 1), found ${rate}.`);
}
