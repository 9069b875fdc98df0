import { ArgumentError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';

/** Gradients scaled together, and their norm before that. */
export interface ClippedGradients {
  /** The gradients, scaled where their norm was larger. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
  /** Joint norm before scaling. */
  readonly norm: tf.Scalar;
}

/**
 * Scales all gradients by one factor so that their joint Euclidean norm is at most `maximum`.
 * @param maximum Positive.
 * @example
 * ```ts
 * const { gradients, norm } = clipByGlobalNorm({ weight, bias }, 1);
 * ```
 */
export function clipByGlobalNorm(gradients: Readonly<Record<string, tf.Tensor>>, maximum: number): ClippedGradients {
  if (!(maximum > 0))
    throw new ArgumentError(`clipByGlobalNorm(maximum): expected a positive number, found ${maximum}`);
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum<tf.Scalar>(tf.square(gradient)));
    const norm = tf.sqrt<tf.Scalar>(tf.addN(squares));
    const limit = tf.scalar(maximum);
    const factor = tf.div(limit, tf.maximum(norm, limit));
    const clipped = Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, tf.mul(g, factor)]));
    return { gradients: clipped, norm };
  });
}
