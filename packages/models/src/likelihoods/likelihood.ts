import type { Distribution } from '@polyvae/distributions';
import type * as tf from '@tensorflow/tfjs';
import type { Settings } from '../settings.js';

/** Reads a decoder's output as the distribution of one modality's data. */
export interface Likelihood {
  /** Name of the family, for messages. */
  readonly kind: string;
  /** Settings that tell it from others of its family; kept in checkpoints. */
  readonly settings?: Settings;
  /**
   * The distribution of a datum, log probabilities summed over all of its elements.
   * @param output Decoder output, `[batch, ...data]`, or with further sample axes in front.
   * @param batchDims How many leading axes are batch axes; default 1.
   */
  distribution(output: tf.Tensor, batchDims?: number): Distribution;
  /** Data that generation shows: the location of a continuous likelihood, one-hot argmax of a categorical one. */
  generate(output: tf.Tensor): tf.Tensor;
}

/** The scale of a location-scale likelihood. */
export interface ScaleOptions {
  /** Positive; the same for every element. */
  readonly scale?: number;
}
