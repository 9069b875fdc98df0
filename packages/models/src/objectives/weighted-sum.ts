import type { Terms } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Observation } from '../modalities/checked-batch.js';
import type { ObjectiveResult } from './objective.js';

/** One part of a loss. */
export interface LossPart {
  /** Where it is reported, e.g. `['reconstruction', 'mnist']`. */
  readonly path: readonly string[];
  /** A value for every row, `[batch]`. */
  readonly value: tf.Tensor;
  /** Its factor in the loss. */
  readonly factor: number;
  /** The modality it belongs to: rows that lack it do not count. */
  readonly of?: Pick<Observation, 'mask'>;
}

/**
 * Sums parts to a loss: the sum over what is present, mean over all rows. Reported are the unweighted means over the rows
 * that have the part. All factors are fed as one vector, so that a schedule changes no shape and no graph.
 * @example
 * ```ts
 * return weightedSum([...parts, { path: ['divergence'], value: kl(joint, model.prior()), factor: beta }], batch.size);
 * ```
 */
export function weightedSum(parts: readonly LossPart[], batchSize: number): ObjectiveResult {
  const sums = tf.stack(parts.map(({ value, of }) => tf.sum(of?.mask ? tf.mul(value, of.mask) : value)));
  const vector = (values: readonly number[]): tf.Tensor1D => tf.tensor1d([...values], 'float32');
  const loss = tf.sum<tf.Scalar>(tf.mul(sums, vector(parts.map(({ factor }) => factor / batchSize))));
  const means = tf.unstack(tf.mul(sums, shares(parts, batchSize)));
  const terms: { [name: string]: tf.Scalar | Terms } = {};
  parts.forEach(({ path }, index) => {
    put(terms, path, means[index] as tf.Scalar);
  });
  return { loss, terms };
}

/** 1 over the rows that each part has. */
function shares(parts: readonly LossPart[], batchSize: number): tf.Tensor1D {
  const each = new Array<number>(parts.length).fill(1 / batchSize);
  if (parts.every(({ of }) => of?.mask === undefined)) return tf.tensor1d(each, 'float32');
  const all = tf.scalar(batchSize, 'float32');
  return tf.reciprocal(tf.stack(parts.map(({ of }) => (of?.mask ? tf.sum(of.mask) : all)))) as tf.Tensor1D;
}

function put(terms: { [name: string]: tf.Scalar | Terms }, path: readonly string[], value: tf.Scalar): void {
  const [name, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    terms[name] = value;
    return;
  }
  const inner = (terms[name] ?? {}) as { [name: string]: tf.Scalar | Terms };
  terms[name] = inner;
  put(inner, rest, value);
}
