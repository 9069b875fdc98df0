import { Normal } from '@polyvae/distributions';
import type { GaussianExpert } from '@polyvae/divergences';
import { ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import { productOfPresent } from '../fusion/product-of-present.js';
import type { CheckedBatch } from '../modalities/checked-batch.js';
import type { JointEncoder } from '../networks/joint-encoder.js';
import type { ApplyContext } from '../networks/network.js';
import { completeRows } from './complete-rows.js';
import type { ModalityPosterior, ObjectiveModel } from './objective.js';

/** Name of the joint encoder among an objective's parts. */
export const JOINT = 'joint';

/**
 * q(z | X) of the joint encoder. For rows that lack a modality it is finite and means nothing.
 * @throws {ConfigurationError} if the model was built without one.
 * @throws {ShapeError} if its output does not fit the shared latent.
 */
export function jointPosterior<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  context: ApplyContext,
): GaussianExpert {
  const joint = model.parts[JOINT] as JointEncoder | undefined;
  if (!joint) {
    throw new ConfigurationError(
      'the objective has a joint encoder, but the model was built with another objective; build it with this one.',
    );
  }
  const data = Object.fromEntries(batch.observations.map(({ key, x }) => [key, x]));
  const { loc, logVar } = joint.apply(data, context);
  const expected = [batch.size, ...model.prior().eventShape];
  for (const [name, value] of Object.entries({ loc, logVar })) {
    if (value.shape.join() !== expected.join()) throw new ShapeError(`joint encoder, ${name}`, expected, value.shape);
  }
  return Normal.fromLogVar(loc, logVar, { eventDims: 1 });
}

/**
 * The posterior given what each row has: of all modalities the joint encoder's, of some the product of their own.
 */
export function inferJointly<K extends string>(
  model: ObjectiveModel<K>,
  batch: CheckedBatch<K>,
  encoded: readonly ModalityPosterior<K>[],
): GaussianExpert {
  const whole = batch.observations.length === model.keys.length;
  const complete = completeRows(batch);
  if (whole && !complete) return jointPosterior(model, batch, { training: false });
  const experts = encoded.map(({ shared }) => shared);
  const product = productOfPresent({ keys: model.keys, batch, experts, prior: model.prior(), priorExpert: 'none' });
  if (!whole || !complete) return product;
  const joint = jointPosterior(model, batch, { training: false });
  const there = tf.broadcastTo(tf.expandDims(tf.cast(complete, 'bool'), 1), joint.base.loc.shape);
  const loc = tf.where(there, joint.base.loc, product.base.loc);
  return Normal.fromLogVar(loc, tf.where(there, joint.base.logVar(), product.base.logVar()), { eventDims: 1 });
}
