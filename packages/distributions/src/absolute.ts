import * as tf from '@tensorflow/tfjs-core';

const absoluteWithSign = tf.customGrad((x: tf.Tensor | unknown, save: unknown) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor]);
  return {
    value: tf.abs(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, tf.sign(saved[0]!)),
  };
});

/** |x| whose gradient at 0 is 0; that of `tf.abs` is −1 there. */
export function absolute(x: tf.Tensor): tf.Tensor {
  return absoluteWithSign(x);
}
