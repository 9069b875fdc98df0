import { type GaussianExpert, productOfExperts } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs-core';
import { presentExperts } from './present-weights.js';
import type { SubsetExperts } from './subset-mixture.js';

/**
 * The product of what each row has, the prior among the experts as it is in the mixture's component of these modalities.
 */
export function productOfPresent<K extends string>({
  keys,
  batch,
  experts,
  prior,
  priorExpert,
}: SubsetExperts<K>): GaussianExpert {
  const whole = batch.observations.length === keys.length;
  const withPrior = priorExpert === 'all' || (priorExpert === 'full' && whole);
  const masks = presentExperts(batch);
  if (!masks) return productOfExperts(withPrior ? [...experts, prior] : [...experts]);
  if (!withPrior) return productOfExperts(experts, { weights: tf.slice(masks, 0, experts.length) });
  if (priorExpert === 'all') return productOfExperts([...experts, prior], { weights: masks });
  const own = tf.slice(masks, 0, experts.length);
  return productOfExperts([...experts, prior], { weights: tf.concat([own, tf.min(own, 0, true)]) });
}
