import { detach } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import { checkDecoded } from '../likelihoods/check-decoded.js';
import { decoderInput } from '../networks/decoder-input.js';
import type { ApplyContext } from '../networks/network.js';
import { draw } from './draw.js';
import type { NoiseRequest, ObjectiveContext, ObjectiveModel } from './objective.js';
import type { Encoded } from './posteriors.js';

/**
 * log p(x | s, c) of one modality with its private latent s drawn from q(s | x), `[batch]`. For rows that lack the
 * modality the value is finite and means nothing.
 * @example
 * ```ts
 * const nats = logLikelihoodOf(model, own, shared, 'joint', context); // [batch]
 * ```
 */
export function logLikelihoodOf<K extends string>(
  model: ObjectiveModel<K>,
  encoded: Encoded<K>,
  shared: tf.Tensor2D,
  pass: NoiseRequest['pass'],
  context: ObjectiveContext,
): tf.Tensor1D {
  return scored(model, encoded, latentOf(encoded, shared, pass, context), context);
}

/**
 * A log likelihood as above, with a decoder that is a constant, in evaluation mode: the gradient reaches the latents alone, so that a step leaves the
 * decoder as it is.
 */
export function frozenLogLikelihoodOf<K extends string>(
  model: ObjectiveModel<K>,
  encoded: Encoded<K>,
  shared: tf.Tensor2D,
  pass: NoiseRequest['pass'],
  context: ObjectiveContext,
): tf.Tensor1D {
  const latent = latentOf(encoded, shared, pass, context);
  const at = detach(latent) as tf.Tensor2D;
  const evaluate = (z: tf.Tensor2D): tf.Tensor1D => scored(model, encoded, z, { training: false });
  // Rows do not see each other in evaluation mode, so that the gradient of the sum is each row's own.
  const slope = detach(tf.grad((z) => tf.sum(evaluate(z as tf.Tensor2D)))(at));
  const path = tf.sum<tf.Tensor1D>(tf.mul(tf.sub(latent, at), slope), 1);
  return tf.add(detach(evaluate(at)), path);
}

/** The decoder's input. */
function latentOf<K extends string>(
  encoded: Encoded<K>,
  shared: tf.Tensor2D,
  pass: NoiseRequest['pass'],
  context: ObjectiveContext,
): tf.Tensor2D {
  const own = encoded.private && draw(encoded.private, context, { pass, latent: { modality: encoded.key } });
  return decoderInput(shared, own);
}

function scored<K extends string>(
  model: ObjectiveModel<K>,
  { key, x }: Encoded<K>,
  latent: tf.Tensor2D,
  context: ApplyContext,
): tf.Tensor1D {
  const { decoder, likelihood } = model.modalities[key];
  const output = decoder.apply(latent, context);
  checkDecoded(key, likelihood, output, x.shape);
  return likelihood.distribution(output).logProb(x) as tf.Tensor1D;
}
