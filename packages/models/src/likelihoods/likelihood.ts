import type { Distribution } from '@polyvae/distributions';
import type { Settings } from '@polyvae/training';
import type * as tf from '@tensorflow/tfjs-core';

/** One parameter of a likelihood, a number for each element of the data. */
export interface LikelihoodParameter {
  /** Name, part of the checkpoint path of a learned one. */
  readonly name: string;
  /**
   * Where it comes from: the `decoder`, for each element of each datum; or it is learned and the same for all data, one for
   * each `element` or one for the whole `modality`.
   */
  readonly from: 'decoder' | 'element' | 'modality';
  /** First value of a learned one; default 0. */
  readonly start?: number;
}

/** Reads a decoder's output as the distribution of one modality's data. */
export interface Likelihood {
  /** Name of the family, for messages. */
  readonly kind: string;
  /** Settings that tell it from others of its family; kept in checkpoints. */
  readonly settings?: Settings;
  /**
   * Its parameters, those of the decoder first; default: one, from the decoder. The output's last axis holds them one after
   * the other: of data `[..., c]` with two parameters it is `[..., 2c]`.
   */
  readonly parameters?: readonly LikelihoodParameter[];
  /** Which values it scores; ready-made networks read counts by their logarithm. Default `real`. */
  readonly support?: 'real' | 'counts';
  /**
   * How many numbers of data of a shape (without the batch) are scored; default all. A one-hot vector is one.
   */
  elements?(shape: readonly number[]): number;
  /**
   * The distribution of a datum, log probabilities summed over all of its elements.
   * @param output All parameters, `[batch, ...]`, or with further sample axes in front.
   * @param batchDims How many leading axes are batch axes; default 1.
   */
  distribution(output: tf.Tensor, batchDims?: number): Distribution;
  /** Data that generation shows: the location of a continuous likelihood, one-hot argmax of a categorical one. */
  generate(output: tf.Tensor): tf.Tensor;
}
