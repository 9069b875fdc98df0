import { ArgumentTypeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { type Leaf, type LossTerms, leavesOf, nest, type Terms } from './terms.js';
import type { LossResult } from './trainable.js';

/** Loss and terms packed into one vector, so that one read suffices. */
export interface PackedTerms {
  /** Shape `[1 + terms]`; the loss first. */
  readonly vector: tf.Tensor1D;
  readonly paths: readonly (readonly string[])[];
}

/** Terms as numbers, and which of them is not finite. */
export interface ReadTerms {
  /** `loss` and everything that was reported. */
  readonly values: LossTerms;
  /** Name of the first value that is NaN or infinite; reported terms before the loss, since they say more. */
  readonly nonFinite: string | undefined;
}

/** Packs a loss and its terms. Part of the caller's tidy. */
export function packTerms(result: LossResult<object>): PackedTerms {
  const leaves = leavesOf<tf.Scalar>(result.terms as Terms, (value): value is tf.Scalar => value instanceof tf.Tensor);
  for (const { path, value } of [{ path: ['loss'], value: result.loss }, ...leaves]) {
    if (value.rank !== 0) {
      throw new ArgumentTypeError(
        `term '${path.join('.')}': expected a scalar, found shape [${value.shape.join(', ')}]`,
      );
    }
  }
  const scalars = [result.loss, ...leaves.map(({ value }) => value)].map((value) => tf.cast(value, 'float32'));
  return { vector: tf.stack(scalars) as tf.Tensor1D, paths: [['loss'], ...leaves.map(({ path }) => path)] };
}

/** Unpacks what `packTerms` packed once it was read. A reported term called `loss` replaces the surrogate's value. */
export function unpackTerms(data: ArrayLike<number>, paths: readonly (readonly string[])[]): ReadTerms {
  const leaves = paths.map((path, i): Leaf<number> => ({ path, value: data[i]! }));
  const [loss, ...reported] = leaves;
  const bad = [...reported, loss!].find(({ value }) => !Number.isFinite(value));
  return { values: nest(leaves) as LossTerms, nonFinite: bad?.path.join('.') };
}
