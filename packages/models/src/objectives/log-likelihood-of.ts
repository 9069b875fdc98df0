import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../errors.js';
import { draw } from './draw.js';
import type { LossContext, NoiseRequest, ObjectiveModel } from './objective.js';
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
  context: LossContext,
): tf.Tensor1D {
  const { key, x } = encoded;
  const { decoder, likelihood } = model.modalities[key];
  const z = encoded.private
    ? tf.concat([draw(encoded.private, context, { pass, latent: { modality: key } }), shared], 1)
    : shared;
  const output = decoder.apply(z, context);
  if (output.shape.join() !== x.shape.join()) {
    throw new ShapeError(`decoder of '${key}'`, `[${x.shape.join(', ')}], the data's`, output.shape);
  }
  return likelihood.distribution(output).logProb(x) as tf.Tensor1D;
}
