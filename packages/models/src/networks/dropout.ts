import * as tf from '@tensorflow/tfjs';
import { ConfigurationError } from '../errors.js';
import type { Network } from './network.js';

/**
 * Sets elements to zero with probability `rate` while training and scales the others by 1 / (1 − rate). Masks come from
 * the context's `rng`.
 */
export function dropout(rate: number): Network {
  if (!(rate >= 0 && rate < 1)) throw new ConfigurationError(`dropout: rate must be in [0, 1), found ${rate}.`);
  return {
    variables: {},
    state: {},
    apply: (x, { training, rng }) => {
      if (!training || rate === 0) return tf.clone(x);
      if (!rng) throw new TypeError('dropout: training draws masks; give rng in the context.');
      return tf.tidy(() => {
        const scale = 1 / (1 - rate);
        const mask = rng.derive((stream) => stream.uniforms(x.size).map((u) => (u < rate ? 0 : scale)));
        return tf.mul(x, tf.tensor(mask, x.shape, 'float32'));
      });
    },
    dispose: () => {},
  };
}
