import { ArgumentError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';

/** Height and width that the network was trained at. */
const SIZE = 299;

/**
 * Images as the network takes them: bilinear to 299 × 299 (pixel centres aligned, no smoothing when made smaller), from
 * [0, 1] to [−1, 1], one channel repeated to three.
 * @param images `[batch, height, width, 1 or 3]`.
 * @throws {ArgumentError} if they have another rank or number of channels.
 */
export function prepareImages(images: tf.Tensor4D): tf.Tensor4D {
  const channels = images.shape[3];
  if (images.rank !== 4 || (channels !== 1 && channels !== 3)) {
    throw new ArgumentError(
      `inceptionV3: expected images of shape [batch, height, width, 1 or 3], found [${images.shape.join(', ')}]`,
    );
  }
  return tf.tidy(() => {
    const resized = tf.image.resizeBilinear(images, [SIZE, SIZE], false, true);
    const scaled: tf.Tensor4D = tf.sub(tf.mul(resized, 2), 1);
    return channels === 3 ? scaled : tf.tile(scaled, [1, 1, 1, 3]);
  });
}
