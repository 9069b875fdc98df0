import { ArgumentError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { type GaussianProducts, gaussianProducts } from '../gaussian-products.js';

/** Options of {@link publishedProducts}. */
export interface PublishedProductsOptions {
  /** Number that is added to every variance before it is inverted; default 1e-8, as published. */
  readonly varianceEpsilon?: number;
}

/**
 * Products of Gaussian experts as the published code forms them: it adds 1e-8 to every variance, which the product's
 * definition does not have.
 * @throws {ArgumentError} if the number is not finite and positive.
 * @example
 * ```ts
 * const joint = publishedProducts().productOfExperts([q1, q2, prior]);
 * ```
 */
export function publishedProducts({ varianceEpsilon = 1e-8 }: PublishedProductsOptions = {}): GaussianProducts {
  if (!(varianceEpsilon > 0 && varianceEpsilon < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(
      `publishedProducts: varianceEpsilon must be finite and positive, found ${varianceEpsilon}; without one the products are those of the package itself.`,
    );
  }
  return gaussianProducts({
    kind: 'published-code',
    settings: { varianceEpsilon },
    combine: ({ locs, logVars, weights }) => {
      const precisions = tf.div(weights, tf.add(tf.exp(logVars), varianceEpsilon));
      const total = tf.sum(precisions, 0);
      return { loc: tf.div(tf.sum(tf.mul(locs, precisions), 0), total), logVar: tf.neg(tf.log(total)) };
    },
  });
}
