import { scope } from '@polyvae/distributions';
import { categorical, type Likelihood, type ModalityOptions, registerLikelihood } from '@polyvae/models';
import * as tf from '@tensorflow/tfjs-core';

const KIND = 'published-categorical';

/** Bounds of probabilities, as in PyTorch for float32. */
const EPSILON = 2 ** -23;

/**
 * The published code's text likelihood: it passed log-probabilities where probabilities were meant, so that pᵢ = lᵢ / Σ l and
 * the network learns an inverted code.
 * @example
 * ```ts
 * const { text, ...images } = digitModalities();
 * mmjsd({ modalities: { ...images, text: { ...text, likelihood: publishedCategorical() } }, latent, rng });
 * ```
 */
export function publishedCategorical(): Likelihood {
  registerPublishedCategorical();
  return likelihood();
}

/**
 * Modalities with the published code's text likelihood in place of every categorical one.
 * @example
 * ```ts
 * const modalities = withPublishedText(digitModalities());
 * ```
 */
export function withPublishedText<K extends string>(
  modalities: Readonly<Record<K, ModalityOptions>>,
): Record<K, ModalityOptions> {
  const own = Object.entries<ModalityOptions>(modalities).map(([key, modality]) => [
    key,
    modality.likelihood.kind === 'categorical' ? { ...modality, likelihood: publishedCategorical() } : modality,
  ]);
  return Object.fromEntries(own) as Record<K, ModalityOptions>;
}

function likelihood(): Likelihood {
  const usual = categorical();
  return {
    ...usual,
    kind: KIND,
    distribution: (output, batchDims) => scope(() => usual.distribution(invertedLogits(output), batchDims)),
    generate: (output) => tf.tidy(() => usual.generate(invertedLogits(output))),
  };
}

let known = false;

/** Makes it known, once, so that models that have it can be saved and loaded. */
export function registerPublishedCategorical(): void {
  if (!known) registerLikelihood(KIND, likelihood);
  known = true;
}

function invertedLogits(output: tf.Tensor): tf.Tensor {
  const logProbabilities = tf.logSoftmax(output);
  const probabilities = tf.div(logProbabilities, tf.sum(logProbabilities, -1, true));
  return tf.log(tf.clipByValue(probabilities, EPSILON, 1 - EPSILON));
}
