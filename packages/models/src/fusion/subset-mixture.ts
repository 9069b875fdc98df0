import {
  componentAt,
  type GaussianExpert,
  productOfExperts,
  productsOfSubsets,
  stratifiedPositions,
} from '@polyvae/divergences';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import { BatchError } from '../errors.js';
import type { CheckedBatch, Observation } from '../modalities/checked-batch.js';
import { list } from '../modalities/prepare-batch.js';
import { presentExperts } from './present-weights.js';

/**
 * Which subsets' products have the prior N(0, I) among their experts: none, that of all modalities only, or all.
 */
export type PriorExpert = 'none' | 'full' | 'all';

/** A mixture over subsets of modalities, each component the product of its experts. */
export interface SubsetMixture {
  /** For every row one component, `[batch]`. */
  readonly drawn: GaussianExpert;
  /** All components, or some of each row's, `[subsets, batch]`. */
  readonly components: GaussianExpert;
  /** Their weights, `[subsets, batch]` or `[subsets, 1]`; each column sums to one. */
  readonly weights: tf.Tensor2D;
}

/** Parts of a mixture over subsets. */
export interface SubsetExperts<K extends string = string> {
  /** Of the whole model. */
  readonly keys: readonly K[];
  readonly batch: CheckedBatch<K>;
  /** Posteriors of the batch's observations. */
  readonly experts: readonly GaussianExpert[];
  readonly prior: GaussianExpert;
  readonly priorExpert: PriorExpert;
}

/** Gives every row's component: an index into the subsets that the batch has modalities for. */
export type SubsetAssignment<K extends string = string> = (
  batch: CheckedBatch<K>,
  subsets: readonly (readonly K[])[],
) => ArrayLike<number>;

/** Subsets all of whose modalities the batch has. */
export function subsetsOf<K extends string>(
  { observations }: CheckedBatch<K>,
  subsets: readonly (readonly K[])[],
): (readonly K[])[] {
  return subsets.filter((subset) => subset.every((key) => observations.some((own) => own.key === key)));
}

/** @throws {BatchError} if a row, as far as the host knows its modalities, has those of no subset. */
export function checkSubsetRows<K extends string>(batch: CheckedBatch<K>, subsets: readonly (readonly K[])[]): void {
  const own = subsetsOf(batch, subsets);
  const names = list(subsets.map((subset) => subset.join('+')));
  if (own.length === 0)
    throw new BatchError(`batch: expected the modalities of one of the subsets ${names}, found none.`);
  const find = (key: K): Observation<K> => batch.observations.find((observation) => observation.key === key)!;
  if (batch.observations.some(({ mask, rows }) => mask && !rows)) return;
  for (let row = 0; row < batch.size; row++) {
    const has = (key: K): boolean => (find(key).rows?.[row] ?? 1) > 0;
    if (!own.some((subset) => subset.every(has))) {
      throw new BatchError(
        `row ${row} has the modalities of none of the subsets ${names}; leave it out or add a subset.`,
      );
    }
  }
}

/**
 * The mixture over all of the given subsets, with equal weights over those that a row has whole. Rows' components are
 * drawn by systematic sampling, so that a batch holds each subset as often as its weight says.
 * @throws {BatchError} if the batch has the modalities of no subset.
 */
export function mixtureOfSubsets<K extends string>(
  parts: SubsetExperts<K>,
  given: readonly (readonly K[])[],
  rng: Rng,
  assignment?: SubsetAssignment<K>,
): SubsetMixture {
  const { batch, experts, prior } = parts;
  const subsets = subsetsOf(batch, given);
  const all = [...experts, prior];
  const members = tf.tensor2d(subsets.map((subset) => membersOf(parts, subset)));
  const masks = presentExperts(batch);
  const weights = weightsOf(batch, subsets, masks);
  const components = productsOfSubsets(all, members, masks && { present: masks });
  const index = indexOf(batch, subsets, weights, rng, assignment);
  const numbers = tf.expandDims(tf.range(0, subsets.length, 1, 'int32'), 1);
  const chosen = tf.cast(tf.equal(tf.expandDims(index, 0), numbers), 'float32');
  const powers = tf.matMul(members, chosen, true);
  return { drawn: productOfExperts(all, { weights: powers }), components, weights };
}

function membersOf<K extends string>({ keys, batch, priorExpert }: SubsetExperts<K>, subset: readonly K[]): number[] {
  const prior = priorExpert === 'all' || (priorExpert === 'full' && subset.length === keys.length);
  return [...batch.observations.map(({ key }) => Number(subset.includes(key))), Number(prior)];
}

function weightsOf<K extends string>(
  { observations }: CheckedBatch<K>,
  subsets: readonly (readonly K[])[],
  masks: tf.Tensor | undefined,
): tf.Tensor2D {
  if (!masks) return tf.fill([subsets.length, 1], 1 / subsets.length);
  const modalities = tf.tensor2d(subsets.map((subset) => observations.map(({ key }) => Number(subset.includes(key)))));
  const found = tf.matMul(modalities, tf.slice(masks as tf.Tensor2D, 0, observations.length));
  const needed = tf.tensor2d(subsets.map((subset) => [subset.length - 0.5]));
  const whole = tf.cast(tf.greater(found, needed), 'float32');
  return tf.div(whole, tf.sum(whole, 0, true));
}

function indexOf<K extends string>(
  batch: CheckedBatch<K>,
  subsets: readonly (readonly K[])[],
  weights: tf.Tensor2D,
  rng: Rng,
  assignment: SubsetAssignment<K> | undefined,
): tf.Tensor1D {
  const { size } = batch;
  if (assignment) return tf.tensor1d(Array.from(assignment(batch, subsets)), 'int32');
  if (subsets.length === 1) return tf.zeros([size], 'int32');
  const positions = tf.tensor1d(rng.derive((stream) => stratifiedPositions(size, stream)));
  return componentAt(positions, tf.broadcastTo(weights, [subsets.length, size]));
}
