import type { Network } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';

/**
 * Batch normalisation of `[batch, height, width, channels]` as PyTorch does it: biased variance to normalise, unbiased
 * variance in the running statistics, momentum 0.1, ε = 1e-5.
 */
export function batchNorm(channels: number): Network {
  const parameter = (value: number, trainable: boolean): tf.Variable =>
    tf.tidy(() => tf.variable(tf.fill([channels], value), trainable));
  const scale = parameter(1, true);
  const shift = parameter(0, true);
  const mean = parameter(0, false);
  const variance = parameter(1, false);
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
