import { Independent, Laplace, Normal, scope } from '@polyvae/distributions';
import { ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { CheckedBatch, Observation } from '../modalities/checked-batch.js';
import type { ApplyContext, EncoderOutput, GaussianParameters } from '../networks/network.js';
import type { ObjectiveModel, PosteriorFamily } from './objective.js';

/** Posterior of one latent given one modality. */
export type LatentPosterior = Independent<Normal> | Independent<Laplace>;

/** A modality's data with its own posteriors. */
export interface Encoded<K extends string = string, Q extends LatentPosterior = Independent<Normal>>
  extends Observation<K> {
  /** q(c | x), batch `[batch]`, event `[shared]`. */
  readonly shared: Q;
  /** q(s | x), where the modality has a private subspace. */
  readonly private?: Q;
}

/**
 * A posterior of given mean and log variance. A Laplace distribution has the same two, so that its scale is σ / √2.
 */
export function posteriorOf({ loc, logVar }: GaussianParameters, family: PosteriorFamily): LatentPosterior {
  if (family === 'normal') return Normal.fromLogVar(loc, logVar, { eventDims: 1 });
  return scope(() => new Independent(new Laplace(loc, tf.mul(tf.exp(tf.mul(logVar, 0.5)), Math.SQRT1_2)), 1));
}

/**
 * Runs the encoder of every modality that the batch has.
 * @example
 * ```ts
 * const encoded = encodeBatch(model, batch, context);
 * const joint = productOfExperts([...encoded.map(({ shared }) => shared), model.prior()]);
 * ```
 */
export function encodeBatch<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  context: ApplyContext,
): Encoded<K>[];
export function encodeBatch<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  context: ApplyContext,
  family: PosteriorFamily,
): Encoded<K, LatentPosterior>[];
export function encodeBatch<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  context: ApplyContext,
  family: PosteriorFamily = 'normal',
): Encoded<K, LatentPosterior>[] {
  const [sharedSize] = model.prior().eventShape as [number];
  return batch.observations.map((observation) => {
    const { encoder, private: privateSize } = model.modalities[observation.key];
    const output: EncoderOutput = encoder.apply(observation.x, context);
    const posterior = (space: string, parameters: GaussianParameters, size: number): LatentPosterior => {
      for (const [name, value] of Object.entries(parameters)) {
        if (value.rank !== 2 || value.shape[0] !== batch.size || value.shape[1] !== size) {
          const what = `encoder of '${observation.key}', ${space}.${name}`;
          throw new ShapeError(what, `[${batch.size}, ${size}]`, value.shape);
        }
      }
      return posteriorOf(parameters, family);
    };
    const shared = posterior('shared', output.shared, sharedSize);
    if (privateSize === 0) return { ...observation, shared };
    if (!output.private) {
      throw new ShapeError(`encoder of '${observation.key}'`, `[${batch.size}, ${privateSize}] for private.loc`, []);
    }
    return { ...observation, shared, private: posterior('private', output.private, privateSize) };
  });
}
