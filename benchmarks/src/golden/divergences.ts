import { Laplace, Normal } from '@polyvae/distributions';
import {
  blockAssignment,
  type GaussianExpert,
  geometricMean,
  jensenShannon,
  jensenShannonBounds,
  kl,
  mixtureOfExperts,
  monteCarloKl,
  productOfExperts,
  renormalise,
  renormaliseFloat32,
} from '@polyvae/divergences';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import {
  type GoldenCase,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  numberAt,
  numbersAt,
  objectAt,
} from './format.js';
import type { CaseContext, CaseOutcome, GoldenSuite } from './suite.js';
import { tensorOf, valuesOf } from './tensors.js';

type Check = (goldenCase: GoldenCase, context: CaseContext) => void;

/** KL, products and means of Gaussians, Jensen-Shannon divergences, and the published assignment to components. */
export const divergencesSuite: GoldenSuite = {
  file: 'divergences',
  run(goldenCase, context): CaseOutcome {
    const form = forms.find(([key]) => key in goldenCase.outputs);
    if (!form) return { uncovered: 'no check for a case of this form' };
    tf.tidy(() => form[1](goldenCase, context));
    return undefined;
  },
};

/** A case's form is told by one of its outputs, so that any number of cases, sizes and experts is covered. */
const forms: readonly (readonly [key: string, check: Check])[] = [
  ['to_unit_sum', checkKl],
  ['z', checkReparameterize],
  ['jsd', checkJensenShannon],
  ['blocks', checkBlocks],
  ['kl_gauss_elementwise', checkClosedForms],
  ['log_normaliser_dim0', checkGeometricMean],
  ['mc_js', checkArithmetic],
  ['w', checkRenormalise],
];

/** The published code adds this to every variance before it inverts it. */
const legacyVarianceEpsilon = 1e-8;

/** Gaussians of the last axis. */
function gaussian(loc: tf.Tensor, logVar: tf.Tensor): GaussianExpert {
  return Normal.fromLogVar(loc, logVar, { eventDims: 1 });
}

/** The experts along the first axis. */
function gaussians(locs: tf.Tensor, logVars: tf.Tensor): GaussianExpert[] {
  const [first, second] = [tf.unstack(locs), tf.unstack(logVars)];
  return first.map((loc, k) => gaussian(loc, second[k]!));
}

function checkKl({ inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): void {
  const input = (name: string): tf.Tensor => tensorOf(inputs[name], file.seed);
  const p = gaussian(input('mu0'), input('logvar0'));
  const q = gaussian(input('mu1'), input('logvar1'));
  const norm = numberAt(inputs, 'norm_value');
  const independent = objectAt(outputs, 'independent_f64');
  const values: Record<string, tf.Tensor> = {
    to_unit: kl(p, Normal.standard(p.eventShape)),
    pair: kl(p, q),
    entropy: p.entropy(),
  };
  for (const [name, perSample] of Object.entries(values)) {
    const sum = tf.sum(perSample);
    comparison.check(`${name}_sum`, valuesOf(sum), outputs[`${name}_sum`]);
    comparison.check(`${name}_norm_batch`, valuesOf(tf.div(sum, norm)), outputs[`${name}_norm_batch`]);
    const each = `${name}_per_sample`;
    if (outputs[each] !== undefined) comparison.check(each, valuesOf(perSample), outputs[each]);
    comparison.check(`independent_f64.${each}`, valuesOf(perSample), independent[each]);
  }
  comparison.check('pair_elementwise', valuesOf(kl(p.base, q.base)), independent.pair_elementwise);
}

function checkReparameterize({ inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): void {
  const input = (name: string): tf.Tensor => tensorOf(inputs[name], file.seed);
  const q = Normal.fromLogVar(input('mu'), input('logvar'));
  comparison.check('z', valuesOf(q.rsample(Rng.fromSeed(0), [], input('eps'))), outputs.z);
}

function checkJensenShannon({ inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): void {
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

  const poe = productOfExperts(experts, { legacyVarianceEpsilon });
  checkGaussian('poe.', poe, ['mu', 'logvar']);
  const prior = geometricMean(experts, weights, { legacyVarianceEpsilon });
  checkGaussian('alpha_poe.', prior, ['mu', 'logvar']);
  checkGaussian('jsd.dyn_prior_', prior, ['mu', 'logvar']);
  checkTotals(
    'jsd',
    experts.map((expert) => kl(expert, prior)),
    weights,
  );
  const loss = (mus: tf.Tensor, lvs: tf.Tensor): tf.Scalar => {
    const options = { mean: 'geometric', weights, legacyVarianceEpsilon } as const;
    return tf.div(tf.sum(jensenShannon(gaussians(mus, lvs), options)), norm);
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

function checkRenormalise({ inputs, outputs }: GoldenCase, { comparison }: CaseContext): void {
  const weights = numbersAt(inputs, 'w');
  comparison.check('w', renormalise(weights), outputs.w, 'float64');
  const { f32 } = objectAt(outputs, 'w');
  const printed = (f32 as readonly number[]).map(Math.fround);
  comparison.same('w.f32', renormaliseFloat32(weights), printed);
}

function checkBlocks({ outputs }: GoldenCase, { comparison }: CaseContext): void {
  const assign = (block: JsonObject): { alpha: number[]; assignment: Int32Array } => {
    const alpha = numbersAt(block, 'alpha');
    // As the published code does it: divided by the sum, the prior taken out, divided by the sum again.
    const weights = renormaliseFloat32(alpha);
    const used = block.prior_zeroed === true ? renormaliseFloat32([0, ...weights.slice(1)]) : weights;
    return { alpha, assignment: blockAssignment(numberAt(block, 'num_samples'), used) };
  };
  const countsOf = (alpha: readonly number[], assignment: Int32Array): number[] =>
    alpha.map((_, k) => assignment.filter((component) => component === k).length);
  listAt(outputs, 'blocks').forEach((block, i) => {
    const expected = block as JsonObject;
    const { alpha, assignment } = assign(expected);
    const counts = countsOf(alpha, assignment);
    const end = counts.map((_, k) => counts.slice(0, k + 1).reduce((sum, n) => sum + n, 0));
    const start = end.map((stop, k) => stop - counts[k]!);
    comparison.same(`blocks[${i}].counts`, counts, expected.counts);
    comparison.same(`blocks[${i}].start`, start, expected.start);
    comparison.same(`blocks[${i}].end`, end, expected.end);
    const inOrder = counts.flatMap((n, k) => new Array<number>(n).fill(k));
    comparison.same(`blocks[${i}] are consecutive`, [...assignment], inOrder);
  });
  listAt(outputs, 'rounding_sensitive').forEach((block, i) => {
    const expected = block as JsonObject;
    const { alpha, assignment } = assign(expected);
    comparison.same(`rounding_sensitive[${i}]`, countsOf(alpha, assignment), expected.counts_float32_official);
  });
}

function checkClosedForms({ inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): void {
  const input = (name: string): tf.Tensor => tensorOf(inputs[name], file.seed);
  const [m0, l0, m1, l1] = [input('m0'), input('l0'), input('m1'), input('l1')] as const;
  const normals = kl(Normal.fromLogVar(m0, l0), Normal.fromLogVar(m1, l1));
  comparison.check('kl_gauss_elementwise', valuesOf(normals), outputs.kl_gauss_elementwise);
  const laplaces = kl(new Laplace(m0, tf.exp(l0)), new Laplace(m1, tf.exp(l1)));
  comparison.check('kl_laplace_elementwise', valuesOf(laplaces), outputs.kl_laplace_elementwise);
}

function checkGeometricMean({ inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): void {
  const experts = gaussians(tensorOf(inputs.mu, file.seed), tensorOf(inputs.logvar, file.seed));
  const weights = numbersAt(inputs, 'weights');
  const mean = geometricMean(experts, weights);
  comparison.check('mu', valuesOf(mean.mean()), outputs.mu);
  comparison.check('var', valuesOf(mean.variance()), outputs.var);
  comparison.check('logvar', valuesOf(mean.base.logVar()), outputs.logvar);
  // ∏ qₖ^wₖ = Z · mean at every point: compared as log densities, since ln Z alone is a small difference of large numbers.
  const first = (x: tf.Tensor): tf.Tensor => tf.slice(x, [0], [1]);
  const [loc, scale] = [first(mean.base.loc), first(mean.base.scale)];
  const points = tf.add(loc, tf.mul(scale, tf.tensor1d([-3, -1, 0, 2, 4])));
  const product = experts.map(({ base }, k) =>
    tf.mul(Normal.fromLogVar(first(base.loc), first(base.logVar())).logProb(points), weights[k]!),
  );
  const normalised = valuesOf(new Normal(loc, scale).logProb(points));
  const expected = [...normalised].map((value) => value + numberAt(outputs, 'log_normaliser_dim0'));
  comparison.check('log_normaliser_dim0', valuesOf(tf.addN(product)), expected);
}

/** Draws for each estimate, and how many standard errors it may be off: a right estimate is so once in 2e7 times. */
const samples = 20_000;
const allowedErrors = 5.5;

function checkArithmetic({ name, inputs, outputs }: GoldenCase, { file, comparison }: CaseContext): void {
  const experts = gaussians(tensorOf(inputs.mus, file.seed), tensorOf(inputs.logvars, file.seed));
  const weights = numbersAt(inputs, 'weights');
  const rng = Rng.fromSeed(`${file.seed} ${name}`);
  const divergence = jensenShannon(experts, { mean: 'arithmetic', weights, samples, rng });
  const bounds = jensenShannonBounds(experts, weights);
  const reference = Number(outputs.quadrature_js ?? outputs.mc_js);
  checkEstimate(comparison, 'mc_js', divergence, numberAt(outputs, 'mc_js'), numberAt(outputs, 'mc_js_stderr'));
  checkEstimate(comparison, 'quadrature_js', divergence, outputs.quadrature_js, 0);
  comparison.same(
    'bounds enclose the divergence',
    [valuesOf(bounds.lower)[0]! <= reference, reference <= valuesOf(bounds.upper)[0]!],
    [true, true],
  );

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
