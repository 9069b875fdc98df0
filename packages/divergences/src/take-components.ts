import { scope } from '@polyvae/distributions';
import { ArgumentError, ShapeError } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkExperts, checkFamily, type Expert, expertOf, locOf, spreadOf } from './experts.js';

/**
 * The distribution whose row i is row i of the expert that `assignment` names. Selected with `where`: shapes stay the same
 * whatever the assignment is, and the rows of experts that were not selected may hold NaN.
 * @param experts All of one family; event shape `[latent]`, batch shapes broadcast to `[batch]`.
 * @param assignment Expert indices, one for each row, e.g. of {@link stratifiedAssignment}; or an int32 tensor `[batch]`.
 * @throws {ShapeError} if shapes do not fit.
 * @throws {ArgumentError} if an index is out of range.
 * @example
 * ```ts
 * const drawn = takeComponents([q1, q2], [0, 1, 1, 0]).rsample(rng); // [4, latent]
 * ```
 */
export function takeComponents<E extends Expert>(experts: readonly E[], assignment: ArrayLike<number> | tf.Tensor): E {
  const common = checkExperts('takeComponents', experts);
  checkFamily('takeComponents', experts);
  const rows = assignment instanceof tf.Tensor ? assignment.size : assignment.length;
  const batch = common.length === 0 ? [rows] : common;
  if (batch.length !== 1 || (batch[0] !== rows && batch[0] !== 1)) {
    throw new ShapeError('takeComponents: assignment', batch, [rows]);
  }
  if (!(assignment instanceof tf.Tensor)) checkIndices(assignment, experts.length);
  const event = experts[0]!.eventShape;
  return scope(() => {
    const list = assignment instanceof Int32Array ? assignment : Array.from(assignment as ArrayLike<number>);
    const index = assignment instanceof tf.Tensor ? assignment : tf.tensor1d(list, 'int32');
    const full = [rows, ...event];
    const row = tf.reshape(index, [rows, ...event.map(() => 1)]);
    const selected = experts.map((_, k) => tf.broadcastTo(tf.equal(row, tf.scalar(k, 'int32')), full));
    const take = (parameters: tf.Tensor[]): tf.Tensor =>
      parameters
        .map((parameter) => tf.broadcastTo(parameter, full))
        .reduce((taken, parameter, k) => tf.where(selected[k]!, parameter, taken));
    return expertOf(experts[0]!, take(experts.map(locOf)), take(experts.map(spreadOf)), event.length) as E;
  });
}

function checkIndices(assignment: ArrayLike<number>, experts: number): void {
  for (let i = 0; i < assignment.length; i++) {
    const k = assignment[i]!;
    if (!Number.isInteger(k) || k < 0 || k >= experts) {
      throw new ArgumentError(`takeComponents: assignment of row ${i} must be an index below ${experts}, found ${k}`);
    }
  }
}
