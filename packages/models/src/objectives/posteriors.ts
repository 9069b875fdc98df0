import { type Independent, Normal } from '@polyvae/distributions';
import { ShapeError } from '../errors.js';
import type { CheckedBatch, Observation } from '../model/batch.js';
import type { ApplyContext, EncoderOutput, GaussianParameters } from '../networks/network.js';
import type { ObjectiveModel } from './objective.js';

/** A modality's data with its own posteriors. */
export interface Encoded<K extends string = string> extends Observation<K> {
  /** q(c | x), batch `[batch]`, event `[shared]`. */
  readonly shared: Independent<Normal>;
  /** q(s | x), where the modality has a private subspace. */
  readonly private?: Independent<Normal>;
}

/** Runs the encoder of every modality that the batch has. */
export function encodeBatch<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  context: ApplyContext,
): Encoded<K>[] {
  const [sharedSize] = model.prior().eventShape as [number];
  return batch.observations.map((observation) => {
    const { encoder, private: privateSize } = model.modalities[observation.key];
    const output: EncoderOutput = encoder.apply(observation.x, context);
    const gaussian = (space: string, parameters: GaussianParameters, size: number): Independent<Normal> => {
      for (const [name, value] of Object.entries(parameters)) {
        if (value.rank !== 2 || value.shape[0] !== batch.size || value.shape[1] !== size) {
          const what = `encoder of '${observation.key}', ${space}.${name}`;
          throw new ShapeError(what, `[${batch.size}, ${size}]`, value.shape);
        }
      }
      return Normal.fromLogVar(parameters.loc, parameters.logVar, { eventDims: 1 });
    };
    const shared = gaussian('shared', output.shared, sharedSize);
    if (privateSize === 0) return { ...observation, shared };
    if (!output.private) {
      throw new ShapeError(`encoder of '${observation.key}'`, `[${batch.size}, ${privateSize}] for private.loc`, []);
    }
    return { ...observation, shared, private: gaussian('private', output.private, privateSize) };
  });
}
