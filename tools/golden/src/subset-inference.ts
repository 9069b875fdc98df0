import * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import type { JsonObject } from './format.js';
import type { Fusion } from './fusion.js';

/** Compares what is inferred from one subset of the modalities: sums of the posterior's parameters and divergences. */
export async function compareSubset(
  name: string,
  fusion: Fusion,
  outputs: JsonObject,
  comparison: Comparison,
): Promise<void> {
  const { weights, joint, dynamicPrior, individual, divergence } = fusion;
  const check = async (output: string, make: () => tf.Tensor): Promise<void> => {
    const tensor = tf.tidy(make);
    comparison.check(`${name}.${output}`, await tensor.data(), outputs[output]);
    tensor.dispose();
  };
  comparison.check(`${name}.weights_passed`, weights, outputs.weights_passed);
  await check('joint_mu_colsum', () => tf.sum(joint.base.loc, 0));
  await check('joint_mu_rowsum', () => tf.sum(joint.base.loc, 1));
  await check('joint_logvar_colsum', () => tf.sum(joint.base.logVariance!, 0));
  await check('individual_divs', () => tf.clone(individual));
  await check('joint_divergence', () => tf.clone(divergence));
  if (!dynamicPrior) return;
  await check('dyn_prior_mu_rowsum', () => tf.sum(dynamicPrior.base.loc, 1));
  await check('dyn_prior_logvar_rowsum', () => tf.sum(dynamicPrior.base.logVariance!, 1));
}
