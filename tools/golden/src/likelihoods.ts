import { encodeText } from '@polyvae/datasets';
import { bernoulli, categorical, type Likelihood, laplace, normal } from '@polyvae/models';
import { publishedCategorical } from '@polyvae/models/published-code';
import * as tf from '@tensorflow/tfjs';
import type { Comparison } from './comparison.js';
import { type JsonObject, listAt, numberAt, numbersAt, objectAt, readArray, stringsAt } from './format.js';
import type { CaseContext, CaseOutcome, GoldenSuite } from './suite.js';
import { sum } from './sums.js';
import { checkSum, tensorOf, valuesOf } from './tensors.js';

/** Log probabilities, their sums and means, for images (elementwise) and text (categorical, also the published code's). */
export const likelihoodsSuite: GoldenSuite = {
  file: 'likelihoods',
  run(goldenCase, context) {
    const { name, inputs, outputs } = goldenCase;
    return tf.tidy(() => {
      if (name === 'laplace') return elementwise(laplace(scaleOf(inputs)), inputs.loc, inputs, outputs, context);
      if (name === 'normal') return elementwise(normal(scaleOf(inputs)), inputs.loc, inputs, outputs, context);
      if (name.startsWith('bernoulli')) return elementwise(bernoulli(), inputs.logits, inputs, outputs, context);
      if (outputs.official_probs && outputs.proper_logits) return text(inputs, outputs, context);
      if (outputs.log_prob_logits) return categories(inputs, outputs, context);
      return { uncovered: 'no check for a case of this form' };
    });
  },
};

const official: Likelihood = publishedCategorical();
const proper: Likelihood = categorical();

function scaleOf(inputs: JsonObject): { scale: number } {
  return { scale: numberAt(inputs, 'scale') };
}

function elementwise(
  likelihood: Likelihood,
  decoderOutput: JsonObject[string],
  inputs: JsonObject,
  outputs: JsonObject,
  { file, comparison }: CaseContext,
): CaseOutcome {
  const output = tensorOf(decoderOutput, file.seed);
  const x = tensorOf(inputs.x, file.seed);
  const each = likelihood.distribution(output, output.rank);
  comparison.check('log_prob', valuesOf(each.logProb(x)), outputs.log_prob);
  comparison.check('mean', valuesOf(each.mean()), outputs.mean);
  const terms = each.logProb(x);
  // Summed over a datum, then over the batch, as training does.
  const total = tf.sum(likelihood.distribution(output).logProb(x));
  checkSum(comparison, 'sum', total, terms, outputs.sum);
  const norm = numberAt(inputs, 'norm_value');
  const [normalised, normalisedTerms] = [tf.div(total, norm), tf.div(terms, norm)];
  checkSum(comparison, 'log_prob_img_norm_batch', normalised, normalisedTerms, outputs.log_prob_img_norm_batch);
  return undefined;
}

function text(inputs: JsonObject, outputs: JsonObject, { file, comparison }: CaseContext): CaseOutcome {
  const output = tensorOf(inputs.xhat_pre_softmax, file.seed);
  const [, length = 0, characters = 0] = output.shape;
  const x = encodeText(stringsAt(inputs, 'text'), length);
  const norm = numberAt(inputs, 'norm_value');
  for (const [name, likelihood] of Object.entries({ official_probs: official, proper_logits: proper })) {
    const expected = objectAt(outputs, name);
    const each = likelihood.distribution(output, 2);
    comparison.check(`${name}.log_prob`, valuesOf(each.logProb(x)), expected.log_prob);
    const normalised = (xhat: tf.Tensor): tf.Scalar => tf.div(tf.sum(likelihood.distribution(xhat).logProb(x)), norm);
    const total = tf.sum(likelihood.distribution(output).logProb(x));
    comparison.check(`${name}.sum`, valuesOf(total), expected.sum);
    const norms = expected.log_prob_text_norm_batch;
    comparison.check(`${name}.log_prob_text_norm_batch`, valuesOf(normalised(output)), norms);
    checkGradient(comparison, `${name}.grad_xhat`, valuesOf(tf.grad(normalised)(output)), expected);
    const first = valuesOf(each.mean()).slice(0, characters);
    comparison.check(`${name}.mean_first_position`, first, expected.mean_first_position);
  }
  return undefined;
}

function categories(inputs: JsonObject, outputs: JsonObject, { file, comparison }: CaseContext): CaseOutcome {
  const logits = tensorOf(inputs.logits, file.seed);
  const { shape, data } = readArray(inputs.class_index, file.seed);
  const x = tf.oneHot(tf.tensor(Int32Array.from(data), [...shape], 'int32'), logits.shape.at(-1) ?? 0);
  for (const [name, likelihood] of Object.entries({ logits: proper, official_probs: official })) {
    const logProb = likelihood.distribution(logits, logits.rank - 1).logProb(tf.cast(x, 'float32'));
    comparison.check(`log_prob_${name}`, valuesOf(logProb), outputs[`log_prob_${name}`]);
    comparison.check(`sum_${name}`, valuesOf(tf.sum(logProb)), outputs[`sum_${name}`]);
  }
  const probabilities = official.distribution(logits, logits.rank - 1).mean();
  comparison.check('probs_official', valuesOf(probabilities), outputs.probs_official);
  comparison.same('probs_official.shape', probabilities.shape, listAt(objectAt(outputs, 'probs_official'), 'shape'));
  return undefined;
}

/**
 * Compares a gradient. Probabilities are clamped at the precision's epsilon, with gradient 0 beyond: where the two runs' log
 * probabilities tell that only the float32 one was clamped, its gradient is another one, and the one to meet.
 */
function checkGradient(comparison: Comparison, path: string, gradient: Float32Array, expected: JsonObject): void {
  const logProb = objectAt(expected, 'log_prob');
  const single = numbersAt(logProb, 'f32');
  const clampedApart = numbersAt(logProb, 'f64').some((value, i) => Math.abs(value - single[i]!) > 1e-3);
  if (!clampedApart) {
    comparison.check(path, gradient, expected.grad_xhat, 'gradient');
    return;
  }
  const block = objectAt(expected, 'grad_xhat');
  const first = numbersAt(block, 'first16_f32');
  const squares = numberAt(block, 'sumsq_f32');
  // The sum cancels; √(n Σx²) ≥ Σ|x| is the scale to hold it against.
  const scale = Math.sqrt(gradient.length * squares);
  const either = { f32: first, f64: numbersAt(block, 'first64_f64').slice(0, first.length) };
  comparison.check(`${path}.first16`, gradient.slice(0, first.length), either, 'gradient');
  comparison.check(`${path}.sumsq_f32`, sum(gradient.map((x) => x * x)), squares, 'gradient');
  comparison.check(`${path}.sum_f32`, [sum(gradient), scale], [numberAt(block, 'sum_f32'), scale], 'gradient');
}
