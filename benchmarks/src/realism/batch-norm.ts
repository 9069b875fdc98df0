import type { Network } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';

/**
 * Batch normalisation of `[batch, height, width, channels]` as PyTorch does it: biased variance to normalise, unbiased
 * variance in the running statistics, momentum 0.1, ε = 1e-5.
 */
export function batchNorm(channels: number): Network {
  const scale = tf.variable(tf.ones([channels]));
  const shift = tf.variable(tf.zeros([channels]));
  const mean = tf.variable(tf.zeros([channels]), false);
  const variance = tf.variable(tf.ones([channels]), false);
  const momentum = 0.1;
  return {
    variables: { scale, shift },
    state: { mean, variance },
    apply: (x, { training }) =>
      tf.tidy(() => {
        const count = x.size / channels;
        const here = training ? tf.moments(x, [0, 1, 2]) : { mean, variance };
        if (training) {
          const unbiased = tf.mul(here.variance, count / (count - 1));
          mean.assign(tf.add(tf.mul(mean, 1 - momentum), tf.mul(here.mean, momentum)));
          variance.assign(tf.add(tf.mul(variance, 1 - momentum), tf.mul(unbiased, momentum)));
        }
        const normal = tf.div(tf.sub(x, here.mean), tf.sqrt(tf.add(here.variance, 1e-5)));
        return tf.add(tf.mul(normal, scale), shift);
      }),
    dispose: () => tf.dispose([scale, shift, mean, variance]),
  };
}
