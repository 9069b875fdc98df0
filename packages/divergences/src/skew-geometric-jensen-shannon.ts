import { ArgumentError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkGaussian, type GaussianExpert } from './experts.js';
import { geometricMean } from './geometric-mean.js';
import { kl } from './kl.js';

/** Options of {@link skewGeometricJensenShannon}. */
export interface SkewGeometricOptions {
  /** Between 0, KL(p ‖ q), and 1, KL(q ‖ p); default 1/2, where both count alike. */
  readonly alpha?: number;
  /** Divergences from the mean instead of to it, so that 0 is KL(q ‖ p) and 1 is KL(p ‖ q); default false. */
  readonly dual?: boolean;
}

/**
 * Skew-geometric Jensen-Shannon divergence of two Gaussians, between KL(p ‖ q) and KL(q ‖ p); closed form. With the mean
 * m = p^α q^(1−α) / Z it is (1 − α) KL(p ‖ m) + α KL(q ‖ m), its dual (1 − α) KL(m ‖ p) + α KL(m ‖ q).
 * @param p Event shape `[latent]`; batch shapes broadcast.
 * @param q The same.
 * @returns Nats, shape `[batch]`; not reduced, differentiable.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} unless α is between 0 and 1, or for an unknown option.
 * @see Deasy, Simidjievski and Liò 2020, "Constraining Variational Inference with Geometric Jensen-Shannon Divergence", whose
 *   primed form this is; Nielsen 2019
 * @example
 * ```ts
 * skewGeometricJensenShannon(q1, q2, { alpha: 0.3 }); // nats, [batch]
 * ```
 */
export function skewGeometricJensenShannon(
  p: GaussianExpert,
  q: GaussianExpert,
  options: SkewGeometricOptions = {},
): tf.Tensor {
  checkOptions('skewGeometricJensenShannon', options, ['alpha', 'dual']);
  const { alpha = 0.5, dual = false } = options;
  checkGaussian('skewGeometricJensenShannon', [p, q]);
  if (!(alpha >= 0 && alpha <= 1)) {
    throw new ArgumentError(`skewGeometricJensenShannon: alpha must be between 0 and 1, found ${alpha}`);
  }
  return tf.tidy(() => {
    const mean = geometricMean([p, q], [alpha, 1 - alpha]);
    const of = (own: GaussianExpert): tf.Tensor => (dual ? kl(mean, own) : kl(own, mean));
    return tf.add(tf.mul(of(p), 1 - alpha), tf.mul(of(q), alpha));
  });
}
