import { type Distribution, Independent, NoClosedFormError, ShapeError } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import type { ClosedForm } from './closed-forms.js';
import { describeKind } from './kind.js';
import { findClosedForm } from './register-kl.js';

/** The families below any number of `Independent`s, and how many axes those join into one event. */
function unwrap(distribution: Distribution): { base: Distribution; eventDims: number } {
  let base = distribution;
  let eventDims = 0;
  while (base instanceof Independent) {
    eventDims += base.eventDims;
    base = base.base as Distribution;
  }
  return { base, eventDims };
}

/** A closed form, the distributions that it takes, and how many axes of its result are summed. */
interface Found {
  readonly form: ClosedForm['form'];
  readonly p: Distribution;
  readonly q: Distribution;
  readonly eventDims: number;
}

/** The closed form of the pair as it is, else of the families below `Independent`. */
function find(p: Distribution, q: Distribution): Found | undefined {
  const whole = findClosedForm(p, q);
  if (whole) return { form: whole, p, q, eventDims: 0 };
  const [first, second] = [unwrap(p), unwrap(q)];
  // With equal event shapes, other numbers of axes are left to events of other ranks.
  if (first.base.eventShape.length !== second.base.eventShape.length) return undefined;
  const form = findClosedForm(first.base, second.base);
  return form && { form, p: first.base, q: second.base, eventDims: first.eventDims };
}

/**
 * Whether {@link kl} has a closed form for the pair.
 * @throws {ArgumentTypeError} if several registered forms fit and none is the most specific.
 * @example
 * ```ts
 * const nats = hasClosedForm(p, q) ? kl(p, q) : monteCarloKl(p, q, { samples: 100, rng }).estimate;
 * ```
 */
export function hasClosedForm(p: Distribution, q: Distribution): boolean {
  return find(p, q) !== undefined;
}

/**
 * KL(p ‖ q) in closed form.
 * @param p Batch shape `[batch]`, event shape e.g. `[latent]`.
 * @param q The same event shape; the batch shapes broadcast.
 * @returns Nats, the batch shape (e.g. `[batch]`); not reduced.
 * @throws {ShapeError} if event shapes differ or batch shapes do not broadcast.
 * @throws {NoClosedFormError} if there is no closed form for the pair; {@link monteCarloKl} estimates it, and
 *   {@link registerKl} adds one.
 * @throws {ArgumentTypeError} if several registered forms fit and none is the most specific.
 * @see Kingma and Welling 2014, Appendix B (normal); Sutter et al. 2020, Eq. (6)
 * @example
 * ```ts
 * const nats = kl(q, Normal.standard([20])); // [batch], not reduced
 * ```
 */
export function kl(p: Distribution, q: Distribution): tf.Tensor {
  const found = find(p, q);
  if (!found) {
    throw new NoClosedFormError(
      `kl: no closed form for ${describeKind(p)} ‖ ${describeKind(q)}; ` +
        'use monteCarloKl(p, q, { samples, rng }) for an estimate with its error, or registerKl for a form of your own',
    );
  }
  const batch = checkPair('kl', p, q);
  // Event axes that the closed form leaves to be summed.
  const elementShape = p.eventShape.slice(0, p.eventShape.length - found.p.eventShape.length);
  return tf.tidy(() => {
    const elementwise = found.form(found.p as never, found.q as never);
    // A parameter that is smaller than its distribution's shape must still count for every element.
    const full = spread(elementwise, [...batch, ...elementShape], found);
    return found.eventDims === 0 ? full : tf.sum(full, eventAxes(full.rank, found.eventDims));
  });
}

/** @throws {ShapeError} if a closed form's result does not broadcast to the shape that it should have. */
function spread(result: tf.Tensor, shape: readonly number[], { p, q }: Found): tf.Tensor {
  const excess = result.rank - shape.length;
  if (excess > 0 || result.shape.some((size, i) => size !== 1 && size !== shape[i - excess])) {
    throw new ShapeError(`kl: result of the closed form for ${p.kind} ‖ ${q.kind}`, [...shape], result.shape);
  }
  return tf.broadcastTo(result, [...shape]);
}

function eventAxes(rank: number, eventDims: number): number[] {
  return Array.from({ length: eventDims }, (_, i) => rank - eventDims + i);
}

/**
 * Checks that two distributions are over the same space.
 * @returns The broadcast batch shape.
 * @throws {ShapeError} if not.
 */
export function checkPair(argument: string, p: Distribution, q: Distribution): number[] {
  const same = p.eventShape.length === q.eventShape.length && p.eventShape.every((size, i) => size === q.eventShape[i]);
  if (!same) throw new ShapeError(`${argument}: event shape of q`, p.eventShape, q.eventShape);
  try {
    return tf.broadcast_util.assertAndGetBroadcastShape([...p.batchShape], [...q.batchShape]);
  } catch {
    throw new ShapeError(
      `${argument}: batch shape of q`,
      `broadcastable with [${p.batchShape.join(', ')}]`,
      q.batchShape,
    );
  }
}
