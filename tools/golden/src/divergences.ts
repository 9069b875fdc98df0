import { Laplace, Normal } from '@polyvae/distributions';
import { geometricMean, kl } from '@polyvae/divergences';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { checkArithmetic } from './divergences-arithmetic.js';
import { checkBlocks, checkRenormalise } from './divergences-assignment.js';
import { checkJensenShannon } from './divergences-jensen-shannon.js';
import { type GoldenCase, numberAt, numbersAt, objectAt } from './format.js';
import { gaussian, gaussians } from './gaussian-experts.js';
import type { CaseContext, CaseOutcome, GoldenSuite } from './suite.js';
import { checkSum, tensorOf, valuesOf } from './tensors.js';

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
  // Where an entropy's elements cancel within a row, they set the scale; the divergences' are positive.
  const terms: Record<string, tf.Tensor> = { ...values, entropy: p.base.entropy() };
  for (const [name, perSample] of Object.entries(values)) {
    const sum = tf.sum(perSample);
    checkSum(comparison, `${name}_sum`, sum, terms[name]!, outputs[`${name}_sum`]);
    const [normalised, normalisedTerms] = [tf.div(sum, norm), tf.div(terms[name]!, norm)];
    checkSum(comparison, `${name}_norm_batch`, normalised, normalisedTerms, outputs[`${name}_norm_batch`]);
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
