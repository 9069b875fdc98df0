import tf from '@tensorflow/tfjs';

const SCALE = 0.75;

const perRow = (x) => tf.sum(tf.reshape(x, [x.shape[0], -1]), 1);

/** Log density of a Laplace distribution with scale 0.75, summed per row. */
export function laplace(x, loc) {
  return perRow(tf.sub(tf.div(tf.neg(tf.abs(tf.sub(x, loc))), SCALE), Math.log(2 * SCALE)));
}

/** Log probability of one-hot characters [batch, 1, length, characters], summed per row. */
export function categorical(x, logits) {
  return perRow(tf.mul(x, tf.logSoftmax(logits, -1)));
}
