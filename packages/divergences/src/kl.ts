import {
  type Bernoulli,
  type Distribution,
  Independent,
  type Laplace,
  NoClosedFormError,
  type Normal,
  type OneHotCategorical,
  ShapeError,
} from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import { exponentialExcess } from './exponential-excess.js';
import { describeKind } from './kind.js';

/** KL of two normal distributions given by means and log variances, elementwise. Never negative, rounding included. */
export function klNormals(loc: tf.Tensor, logVar: tf.Tensor, otherLoc: tf.Tensor, otherLogVar: tf.Tensor): tf.Tensor {
  // Squared after the division by the scale, so that neither factor overflows for wide log variances.
  const distance = tf.square(tf.mul(tf.sub(loc, otherLoc), tf.exp(tf.mul(otherLogVar, -0.5))));
  return tf.mul(tf.add(exponentialExcess(tf.sub(logVar, otherLogVar)), distance), 0.5);
}

function klNormal(p: Normal, q: Normal): tf.Tensor {
  return klNormals(p.loc, p.logVar(), q.loc, q.logVar());
}

/** See the golden reference's formula: ln(b₁/b₀) + (b₀ exp(−δ/b₀) + δ) / b₁ − 1 with δ the distance of the locations. */
function klLaplace(p: Laplace, q: Laplace): tf.Tensor {
  const distance = tf.abs(tf.sub(p.loc, q.loc));
  const expected = tf.add(tf.mul(p.scale, tf.exp(tf.neg(tf.div(distance, p.scale)))), distance);
  return tf.sub(tf.add(tf.log(tf.div(q.scale, p.scale)), tf.div(expected, q.scale)), 1);
}

function klBernoulli(p: Bernoulli, q: Bernoulli): tf.Tensor {
  const logNormalisers = tf.sub(tf.softplus(q.logits), tf.softplus(p.logits));
  return tf.add(tf.mul(tf.sigmoid(p.logits), tf.sub(p.logits, q.logits)), logNormalisers);
}

function klOneHotCategorical(p: OneHotCategorical, q: OneHotCategorical): tf.Tensor {
  const logRatio = tf.sub(tf.logSoftmax(p.logits), tf.logSoftmax(q.logits));
  return tf.sum(tf.mul(tf.softmax(p.logits), logRatio), -1);
}

/** Every closed form there is, by the kinds of both distributions. */
const closedForms: Readonly<Record<string, (p: never, q: never) => tf.Tensor>> = {
  'normal‖normal': klNormal,
  'laplace‖laplace': klLaplace,
  'bernoulli‖bernoulli': klBernoulli,
  'one-hot-categorical‖one-hot-categorical': klOneHotCategorical,
};

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

/** Whether {@link kl} has a closed form for the pair. */
export function hasClosedForm(p: Distribution, q: Distribution): boolean {
  return `${unwrap(p).base.kind}‖${unwrap(q).base.kind}` in closedForms;
}

/**
 * KL(p ‖ q) in closed form.
 * @param p Batch shape `[batch]`, event shape e.g. `[latent]`.
 * @param q The same event shape; the batch shapes broadcast.
 * @returns Nats, the batch shape (e.g. `[batch]`); not reduced.
 * @throws {ShapeError} if event shapes differ or batch shapes do not broadcast.
 * @throws {NoClosedFormError} if there is no closed form for the pair; {@link monteCarloKl} estimates it.
 * @see Kingma and Welling 2014, Appendix B (normal); Sutter et al. 2020, Eq. (6)
 */
export function kl(p: Distribution, q: Distribution): tf.Tensor {
  const [first, second] = [unwrap(p), unwrap(q)];
  const form = closedForms[`${first.base.kind}‖${second.base.kind}`];
  if (!form) {
    throw new NoClosedFormError(
      `kl: no closed form for ${describeKind(p)} ‖ ${describeKind(q)}; ` +
        'use monteCarloKl(p, q, { samples, rng }) for an estimate with its error',
    );
  }
  const batch = checkPair('kl', p, q);
  return tf.tidy(() => {
    const elementwise = form(first.base as never, second.base as never);
    // A parameter that is smaller than its distribution's shape must still count for every element.
    const full = tf.broadcastTo(elementwise, [...batch, ...elementShape(p, first)]);
    return first.eventDims === 0 ? full : tf.sum(full, eventAxes(full.rank, first.eventDims));
  });
}

/** Event axes that the closed form leaves to be summed. */
function elementShape(p: Distribution, unwrapped: { base: Distribution; eventDims: number }): readonly number[] {
  return p.eventShape.slice(0, p.eventShape.length - unwrapped.base.eventShape.length);
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
