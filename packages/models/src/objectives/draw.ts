import type { Independent, Normal } from '@polyvae/distributions';
import type * as tf from '@tensorflow/tfjs-core';
import type { NoiseRequest, ObjectiveContext } from './objective.js';

/**
 * One pathwise draw for every row, `[batch, latent]`.
 * @example
 * ```ts
 * const shared = draw(joint, context, { pass: 'joint', latent: 'shared' });
 * ```
 */
export function draw(
  posterior: Independent<Normal>,
  context: ObjectiveContext,
  request: Pick<NoiseRequest, 'pass' | 'latent'>,
): tf.Tensor2D {
  const shape = [...posterior.batchShape, ...posterior.eventShape];
  return posterior.rsample(context.rng, [], context.noise?.({ ...request, shape })) as tf.Tensor2D;
}
