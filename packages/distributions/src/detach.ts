import * as tf from '@tensorflow/tfjs-core';

const identityWithoutGradient = tf.customGrad((x: tf.Tensor | tf.NamedTensorMap | unknown) => ({
  value: tf.clone(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
}));

/** The same values; gradients stop here (they become zero). */
export function detach(x: tf.Tensor): tf.Tensor {
  return identityWithoutGradient(x);
}
