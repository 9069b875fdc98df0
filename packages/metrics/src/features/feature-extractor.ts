import * as tf from '@tensorflow/tfjs-core';

/**
 * Features of a batch of images: from `[batch, height, width, channels]` to `[batch, dimensions]`. Neither disposes nor
 * changes its input.
 */
export type FeatureExtractor = (images: tf.Tensor4D) => tf.Tensor2D;

/** The images' own pixels, row-major: `[batch, height · width · channels]`. */
export const rawPixels: FeatureExtractor = (images) => tf.reshape(images, [images.shape[0], -1]);
