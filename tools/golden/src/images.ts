import * as tf from '@tensorflow/tfjs';
import type { GoldenArray } from './format.js';

/** The reference's images `[batch, channel, row, column]` in our layout, channels last. */
export function imagesFromReference({ data, shape }: GoldenArray): tf.Tensor4D {
  return tf.tidy(() => {
    const theirs = tf.tensor4d(Float32Array.from(data), [...shape] as [number, number, number, number]);
    return tf.transpose(theirs, [0, 2, 3, 1]);
  });
}

/** Our images in the reference's flat order. */
export async function imagesToReference(images: tf.Tensor): Promise<Float32Array> {
  const theirs = tf.transpose(images, [0, 3, 1, 2]);
  const data = (await theirs.data()) as Float32Array;
  theirs.dispose();
  return data;
}
