import { Normal } from '@polyvae/distributions';
import { type GaussianExpert, geometricMean, jensenShannon, kl, renormalise } from '@polyvae/divergences';
import { publishedProducts } from '@polyvae/divergences/published-code';
import * as tf from '@tensorflow/tfjs';
import { type GoldenCase, isObject, type Json, type JsonObject, numberAt, numbersAt } from './format.js';
import { gaussians } from './gaussian-experts.js';
import type { CaseContext } from './suite.js';
import { tensorOf, valuesOf } from './tensors.js';

const published = publishedProducts();

/** The geometric divergence with its mean and gradients, the upper bound by the prior, and the product's divergence. */
export function checkJensenShannon({ inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): void {
  const locs = tensorOf(inputs.mus, file.seed);
  const logVars = tensorOf(inputs.logvars, file.seed);
  const experts = gaussians(locs, logVars);
  const given = numbersAt(inputs, 'weights');
  const norm = numberAt(inputs, 'normalization');
  const weights = renormalise(given);
  comparison.check('weights_reweighted', weights, outputs.weights_reweighted);

  const check = (path: string, tensor: tf.Tensor): void => comparison.check(path, valuesOf(tensor), at(outputs, path));
  const checkGaussian = (path: string, { base }: GaussianExpert, names: [string, string]): void => {
    check(`${path}${names[0]}`, base.loc);
    check(`${path}${names[1]}`, base.logVar());
  };
  // The published functions sum over the batch; "normalization: None" repeats that total for every sample.
  const checkTotals = (path: string, perSample: tf.Tensor[], groupWeights: readonly number[]): void => {
    const totals = tf.sum(tf.stack(perSample), 1);
    const group = tf.sum(tf.mul(totals, tf.tensor1d([...groupWeights])));
    const batch = perSample[0]!.size;
    check(`${path}.group_div`, tf.div(group, norm));
    check(`${path}.klds`, tf.div(totals, norm));
    check(`${path}_normalization_None.group_div`, tf.fill([batch], group.dataSync()[0]!));
    const repeated = tf.broadcastTo(tf.expandDims(totals, 1), [totals.size, batch]);
    check(`${path}_normalization_None.klds`, repeated);
  };

  const poe = published.productOfExperts(experts);
  checkGaussian('poe.', poe, ['mu', 'logvar']);
  const prior = published.geometricMean(experts, weights);
  checkGaussian('alpha_poe.', prior, ['mu', 'logvar']);
  checkGaussian('jsd.dyn_prior_', prior, ['mu', 'logvar']);
  const toPrior = experts.map((expert) => kl(expert, prior));
  checkTotals('jsd', toPrior, weights);
  const loss = (mus: tf.Tensor, lvs: tf.Tensor): tf.Scalar => {
    return tf.div(tf.sum(published.jensenShannon(gaussians(mus, lvs), weights)), norm);
  };
  comparison.check('jensenShannon', valuesOf(loss(locs, logVars)), at(outputs, 'jsd.group_div'));
  const [gradLocs, gradLogVars] = tf.grads(loss)([locs, logVars]);
  comparison.check('jsd.grad_mus', valuesOf(gradLocs!), at(outputs, 'jsd.grad_mus'), 'gradient');
  comparison.check('jsd.grad_logvars', valuesOf(gradLogVars!), at(outputs, 'jsd.grad_logvars'), 'gradient');

  const unit = Normal.standard(experts[0]!.eventShape);
  const toUnit = experts.map((expert) => kl(expert, unit));
  const mixing = renormalise([0, ...weights.slice(1)]);
  comparison.check('moe_weights', mixing, outputs.moe_weights);
  checkTotals('moe', toUnit, mixing);
  check('poe_div.kld_poe', tf.div(tf.sum(kl(poe, unit)), norm));
  check('poe_div.klds', tf.div(tf.sum(tf.stack(toUnit), 1), norm));

  const exact = geometricMean(experts, weights);
  checkGaussian('independent_f64_no_eps.geometric_mean_', exact, ['mu', 'logvar']);
  check('independent_f64_no_eps.klds_per_modality_per_sample', tf.stack(experts.map((expert) => kl(expert, exact))));
  const perSample = jensenShannon(experts, { mean: 'geometric', weights });
  check('independent_f64_no_eps.jsd_per_sample', perSample);
  check('independent_f64_no_eps.jsd_batch_mean', tf.mean(perSample));
}

/** The value at a path such as `jsd.klds`. */
function at(outputs: JsonObject, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), outputs);
}
