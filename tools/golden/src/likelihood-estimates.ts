import { type Distribution, type Independent, Normal, scope } from '@polyvae/distributions';
import { logMeanExp } from '@polyvae/metrics';
import { publishedLogLikelihood } from '@polyvae/metrics/published-code';
import { logImportanceWeights } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import { keysOf, type Modality } from './data-set.js';
import { digits } from './data-sets.js';
import {
  type GoldenCase,
  isObject,
  type JsonObject,
  listAt,
  numberAt,
  numbersAt,
  objectAt,
  readArray,
} from './format.js';
import { encodeEach, fuse } from './fusion.js';
import { batchOf, buildModel, type ReferenceModel, type Settings, settingsOf } from './objective-model.js';
import { checkParameters } from './objectives.js';
import type { CaseContext, CaseOutcome, GoldenSuite } from './suite.js';
import { mean } from './sums.js';
import { tensorOf, valuesOf } from './tensors.js';

/** Importance-sampled log-likelihoods: weights of recorded draws, the mean over the draws of one datum, and the published average. */
export const likelihoodEstimatesSuite: GoldenSuite = {
  file: 'likelihood_estimates',
  run(goldenCase, context): CaseOutcome {
    const { name, inputs, outputs } = goldenCase;
    if (name === 'gaussian_log_pdf') return checkDensities(inputs, outputs, context);
    if (name === 'grouping_demo') return checkGrouping(inputs, outputs, context);
    if (name === 'params') return checkParameters(goldenCase, digits, context);
    if (inputs.eps_calls === undefined) return { uncovered: 'no check for a case of this name' };
    return checkEstimates(goldenCase, context);
  },
};

function checkEstimates(goldenCase: GoldenCase, { file, comparison }: CaseContext): undefined {
  const { inputs, outputs } = goldenCase;
  const flags = {
    method_: inputs.method ?? null,
    factorized_representation: inputs.factorized_representation ?? null,
    alpha_modalities: inputs.alpha_modalities ?? null,
    class_dim: latentSize(inputs, file.seed),
  };
  const described = { ...goldenCase, inputs: { ...inputs, flags } };
  const settings = settingsOf(described, digits);
  const reference = buildModel(described, file, settings);
  tf.tidy(() => {
    const batch = batchOf(goldenCase, digits, file.seed);
    for (const [subset, expected] of Object.entries(outputs)) {
      if (subset === 'grouping' || !isObject(expected)) continue;
      const noise = listAt(objectAt(inputs, 'eps_calls'), subset).map((call) => tensorOf(call, file.seed));
      checkSubset(reference, settings, batch, subset, noise, expected, comparison);
    }
  });
  reference.model.dispose();
  return undefined;
}

/** Size of the shared latent: that of the first recorded noise. */
function latentSize(inputs: JsonObject, seed: number): number {
  const [calls] = Object.values(objectAt(inputs, 'eps_calls'));
  if (!Array.isArray(calls)) throw new Error('expected lists in "eps_calls"');
  return readArray(calls[0], seed).shape[1]!;
}

/** The flat place of draw k of datum b is k·B + b, so `[draws · data]` reshapes to `[draws, data]`. */
function checkSubset(
  { model }: ReferenceModel,
  settings: Settings,
  batch: ReturnType<typeof batchOf>,
  subset: string,
  noise: readonly tf.Tensor[],
  expected: JsonObject,
  comparison: Comparison,
): void {
  const modalities = keysOf(digits);
  const keys = modalities.filter((key) => subset === 'joint' || subset.includes(key));
  const rows = batch.mnist.shape[0];
  const draws = noise[0]!.shape[0] / rows;
  const weights = scope(() => {
    const repeated = keys.map((key) => [key, repeat(batch[key], draws)] as const);
    const each = encodeEach(model, Object.fromEntries(repeated));
    const { joint } = fuse(settings, each);
    const place = (z: tf.Tensor): tf.Tensor => tf.reshape(z, [draws, rows, -1]);
    const folded = ({ base }: Independent<Normal>): Distribution =>
      Normal.fromLogVar(place(base.loc), place(base.logVariance!), { eventDims: 1 });
    const draw = ({ base }: Independent<Normal>, own: tf.Tensor): tf.Tensor =>
      place(tf.add(base.loc, tf.mul(base.scale, own)));
    const latents: { [K in Modality]?: tf.Tensor } = {};
    const posteriors: { [K in Modality]?: Distribution } = {};
    for (const [i, key] of (settings.factorised ? modalities : []).entries()) {
      const q = each.find((own) => own.key === key)?.private;
      if (q) posteriors[key] = folded(q);
      latents[key] = q ? draw(q, noise[i + 1]!) : place(noise[i + 1]!);
    }
    return logImportanceWeights(
      model,
      batch,
      { shared: folded(joint), private: posteriors },
      { shared: draw(joint, noise[0]!), private: latents },
    );
  });
  for (const [name, block] of Object.entries(expected)) {
    const own =
      name === 'joint' ? weights.joint : weights[digits.modalities.find(({ output }) => output === name)!.key];
    const values = valuesOf(own);
    const estimates = estimatesOf(values, rows, draws);
    const correct = block as JsonObject;
    if (correct.log_weights_flat_kB_plus_b !== undefined) {
      comparison.check(`${subset}.${name}.log_weights`, values, correct.log_weights_flat_kB_plus_b);
    }
    comparison.check(`${subset}.${name}.per_point`, estimates, correct.correct_per_point);
    comparison.check(`${subset}.${name}`, mean(estimates), correct.correct);
    comparison.check(`${subset}.${name}.official`, publishedLogLikelihood(values, draws), correct.official);
  }
}

function repeat(x: tf.Tensor, times: number): tf.Tensor {
  return tf.tile(x, [times, ...x.shape.slice(1).map(() => 1)]);
}

/** The estimate of each datum, from log weights `[draws · data]`. */
function estimatesOf(weights: ArrayLike<number>, rows: number, draws: number): number[] {
  return Array.from({ length: rows }, (_, row) =>
    logMeanExp(Array.from({ length: draws }, (__, k) => weights[k * rows + row]!)),
  );
}

/** The mean over the draws of one datum, and the published grouping, which mixes data. */
function checkGrouping(inputs: JsonObject, outputs: JsonObject, { comparison }: CaseContext): undefined {
  const weights = numbersAt(inputs, 'log_weight_flat_kB_plus_b');
  const [rows, draws] = [numberAt(inputs, 'B'), numberAt(inputs, 'K')];
  const estimates = estimatesOf(weights, rows, draws);
  comparison.check('correct_rows', estimates, outputs.correct_rows, 'float64');
  comparison.check('correct', mean(estimates), outputs.correct, 'float64');
  comparison.check('official', publishedLogLikelihood(weights, draws), outputs.official, 'float64');
  return undefined;
}

function checkDensities(inputs: JsonObject, outputs: JsonObject, { file, comparison }: CaseContext): undefined {
  tf.tidy(() => {
    const input = (name: string): tf.Tensor => tensorOf(inputs[name], file.seed);
    const [x, loc, logVar] = [input('x'), input('mu'), input('logvar')] as const;
    const gaussian = Normal.fromLogVar(loc, logVar, { eventDims: 1 });
    comparison.check('gaussian', valuesOf(gaussian.logProb(x)), outputs.gaussian);
    const standard = Normal.standard(x.shape.slice(1));
    comparison.check('unit', valuesOf(standard.logProb(x)), outputs.unit);
  });
  return undefined;
}
