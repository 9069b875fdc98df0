import { Normal } from '@polyvae/distributions';
import {
  geometricMean,
  jensenShannon,
  jensenShannonBounds,
  kl,
  mixtureOfExperts,
  monteCarloKl,
  renormalise,
} from '@polyvae/divergences';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import { type GoldenCase, type Json, numberAt, numbersAt, objectAt } from './format.js';
import { gaussians } from './gaussian-experts.js';
import type { CaseContext } from './suite.js';
import { tensorOf, valuesOf } from './tensors.js';

/** Draws for each estimate, and how many standard errors it may be off: a right estimate is so once in 2e7 times. */
const samples = 20_000;
const allowedErrors = 5.5;

/** The divergence to the mixture by Monte Carlo, its bounds, and the geometric one beside it. */
export function checkArithmetic({ name, inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): void {
  const experts = gaussians(tensorOf(inputs.mus, file.seed), tensorOf(inputs.logvars, file.seed));
  const weights = numbersAt(inputs, 'weights');
  const rng = Rng.fromSeed(`${file.seed} ${name}`);
  const divergence = jensenShannon(experts, { mean: 'arithmetic', weights, samples, rng });
  const bounds = jensenShannonBounds(experts, weights);
  const reference = Number(outputs.quadrature_js ?? outputs.mc_js);
  checkEstimate(comparison, 'mc_js', divergence, numberAt(outputs, 'mc_js'), numberAt(outputs, 'mc_js_stderr'));
  checkEstimate(comparison, 'quadrature_js', divergence, outputs.quadrature_js, 0);
  const [lower, upper] = [bounds.lower, bounds.upper].map((bound) => valuesOf(bound)[0]!) as [number, number];
  comparison.same('bounds enclose the divergence', [lower <= reference, reference <= upper], [true, true]);

  const mixture = mixtureOfExperts(experts, weights);
  const errors = numbersAt(outputs, 'mc_kl_to_mixture_stderr');
  const quadrature = outputs.quadrature_kl_to_mixture;
  experts.forEach((expert, k) => {
    const estimate = monteCarloKl(expert, mixture, { samples, rng });
    const mc = numbersAt(outputs, 'mc_kl_to_mixture')[k];
    checkEstimate(comparison, `mc_kl_to_mixture[${k}]`, estimate, mc, errors[k]!);
    if (Array.isArray(quadrature)) {
      checkEstimate(comparison, `quadrature_kl_to_mixture[${k}]`, estimate, quadrature[k], 0);
    }
  });

  const mean = geometricMean(experts, weights);
  const geometric = jensenShannon(experts, { mean: 'geometric', weights });
  comparison.check('geometric_js_closed_form', valuesOf(geometric), outputs.geometric_js_closed_form);
  const divergences = tf.concat(experts.map((expert) => tf.reshape(kl(expert, mean), [1])));
  comparison.check('geometric_kls', valuesOf(divergences), outputs.geometric_kls);

  const posterior = objectAt(outputs, 'moe_posterior_kl_to_prior');
  const mixing = renormalise([0, ...weights.slice(1)]);
  const prior = Normal.standard(experts[0]!.eventShape);
  const toPrior = monteCarloKl(mixtureOfExperts(experts, mixing), prior, { samples, rng });
  checkEstimate(comparison, 'moe_posterior.mc', toPrior, posterior.mc, numberAt(posterior, 'mc_stderr'));
  checkEstimate(comparison, 'moe_posterior.quadrature', toPrior, posterior.quadrature, 0);
  const bound = tf.addN(experts.map((expert, k) => tf.mul(kl(expert, prior), mixing[k]!)));
  comparison.check('moe_posterior.upper_bound_sum_pi_kl', valuesOf(bound), posterior.upper_bound_sum_pi_kl);
}

/** Holds an estimate to a reference that has an error of its own; an absent reference is not held against it. */
function checkEstimate(
  comparison: Comparison,
  path: string,
  { estimate, standardError }: { estimate: tf.Tensor; standardError: tf.Tensor },
  expected: Json | undefined,
  expectedError: number,
): void {
  if (typeof expected !== 'number') return;
  comparison.compared += 1;
  const [found, own] = [valuesOf(estimate)[0]!, valuesOf(standardError)[0]!];
  const allowed = allowedErrors * Math.hypot(own, expectedError);
  if (!(Math.abs(found - expected) <= allowed)) {
    comparison.mismatches.push(`${path}: expected ${expected}, estimated ${found} (allowed difference ${allowed})`);
  }
}
