import {
  Bernoulli,
  Categorical,
  ContinuousBernoulli,
  type Distribution,
  inverseScale,
  Laplace,
  Normal,
  OneHotCategorical,
  Poisson,
} from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';
import { exponentialExcess } from './exponential-excess.js';

/** A class of distributions; instances of its subclasses belong to it. */
export type DistributionClass<D extends Distribution> = abstract new (...parameters: never[]) => D;

/** KL(p ‖ q) of a pair of families. */
export interface ClosedForm {
  readonly p: DistributionClass<Distribution>;
  readonly q: DistributionClass<Distribution>;
  readonly form: (p: never, q: never) => tf.Tensor;
}

/** KL of two normal distributions given by means and log variances, elementwise. Never negative, rounding included. */
export function klNormals(loc: tf.Tensor, logVar: tf.Tensor, otherLoc: tf.Tensor, otherLogVar: tf.Tensor): tf.Tensor {
  // Squared after the division by the scale, so that neither factor overflows for wide log variances.
  const distance = tf.square(tf.mul(tf.sub(loc, otherLoc), inverseScale(otherLogVar)));
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

/** The log density is linear in x, so that its mean is that at the mean. */
function klContinuousBernoulli(p: ContinuousBernoulli, q: ContinuousBernoulli): tf.Tensor {
  return tf.neg(tf.add(p.entropy(), q.logProb(p.mean())));
}

function klCategorical(p: Categorical | OneHotCategorical, q: Categorical | OneHotCategorical): tf.Tensor {
  const logRatio = tf.sub(tf.logSoftmax(p.logits), tf.logSoftmax(q.logits));
  return tf.sum(tf.mul(tf.softmax(p.logits), logRatio), -1);
}

/** λ (eᵈ − 1 − d) with d = ln(λ′ / λ): of the size of the result, where λ ln(λ/λ′) − λ + λ′ has terms of the rates'. */
function klPoisson(p: Poisson, q: Poisson): tf.Tensor {
  return tf.mul(p.rate, exponentialExcess(tf.log(tf.div(q.rate, p.rate))));
}

/** The closed forms of this package's own families, each within one family, and the family's kind. */
export const ownForms: readonly (ClosedForm & { readonly kind: string })[] = [
  { kind: 'normal', p: Normal, q: Normal, form: klNormal },
  { kind: 'laplace', p: Laplace, q: Laplace, form: klLaplace },
  { kind: 'bernoulli', p: Bernoulli, q: Bernoulli, form: klBernoulli },
  { kind: 'continuous-bernoulli', p: ContinuousBernoulli, q: ContinuousBernoulli, form: klContinuousBernoulli },
  { kind: 'categorical', p: Categorical, q: Categorical, form: klCategorical },
  { kind: 'one-hot-categorical', p: OneHotCategorical, q: OneHotCategorical, form: klCategorical },
  { kind: 'poisson', p: Poisson, q: Poisson, form: klPoisson },
];
