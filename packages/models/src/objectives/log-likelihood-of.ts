import type * as tf from '@tensorflow/tfjs-core';
import { checkDecoded } from '../likelihoods/check-decoded.js';
import { decoderInput } from '../networks/decoder-input.js';
import { draw } from './draw.js';
import type { NoiseRequest, ObjectiveContext, ObjectiveModel } from './objective.js';
import type { Encoded } from './posteriors.js';

/**
 * log p(x | s, c) of one modality with its private latent s drawn from q(s | x), `[batch]`. For rows that lack the
 * modality the value is finite and means nothing.
 */
export function logLikelihoodOf<K extends string>(
  model: ObjectiveModel<K>,
  encoded: Encoded<K>,
  shared: tf.Tensor2D,
  pass: NoiseRequest['pass'],
  context: ObjectiveContext,
): tf.Tensor1D {
  const { key, x } = encoded;
  const { decoder, likelihood } = model.modalities[key];
  const own = encoded.private && draw(encoded.private, context, { pass, latent: { modality: key } });
  const output = decoder.apply(decoderInput(shared, own), context);
  checkDecoded(key, likelihood, output, x.shape);
  return likelihood.distribution(output).logProb(x) as tf.Tensor1D;
}
