import * as tf from '@tensorflow/tfjs-core';
import { countDeviance } from './count-deviance.js';
import { digammaRemainder } from './digamma.js';
import { logFactorialExcess } from './log-gamma.js';
import { logarithmExcess } from './logarithm-excess.js';
import { sumToShape } from './sum-to-shape.js';

/** Steps of digamma's recurrence. */
const STEPS = 3;

/**
 * Loader's saddle-point form: with N = x + r, t = (x − μ) / (r + μ) and G(z) = ln z! + z − z ln z,
 * ln p = G(N) − G(r) − G(x) + ln(r / N) − r (t − ln(1 + t)) − [x ln(x / b) + b − x], b = μ (1 + t).
 * No term is much larger than the result, unlike the log gammas of the plain formula.
 */
function value(x: tf.Tensor, mu: tf.Tensor, r: tf.Tensor): tf.Tensor {
  const total = tf.add(x, r);
  const sum = tf.add(r, mu);
  const ratio = tf.div(total, sum);
  const t = tf.div(tf.sub(x, mu), sum);
  const excess = tf.sub(logFactorialExcess(total), tf.add(logFactorialExcess(r), logFactorialExcess(x)));
  const ofFailures = tf.mul(r, logarithmExcess(t, ratio));
  const ofCount = countDeviance(x, tf.mul(mu, ratio), tf.neg(tf.mul(t, r)));
  return tf.sub(tf.sub(tf.add(excess, tf.log(tf.div(r, total))), ofFailures), ofCount);
}

/** (x − μ) r / (μ (r + μ)). */
function slopeOfMu(x: tf.Tensor, mu: tf.Tensor, r: tf.Tensor): tf.Tensor {
  return tf.mul(tf.div(tf.sub(x, mu), tf.add(r, mu)), tf.div(r, mu));
}

/**
 * ψ(x + r) − ψ(r) − ln(1 + μ/r) + (μ − x) / (r + μ). Its terms are of order x/r where it is of order x/r², so digamma's
 * recurrence and series are subtracted term by term, and the logarithms are one of 1 + u with
 * u = (x − μ) / (r + μ) − 3x / ((r + 3) (r + μ)).
 */
function slopeOfInverseDispersion(x: tf.Tensor, mu: tf.Tensor, r: tf.Tensor): tf.Tensor {
  const total = tf.add(x, r);
  const sum = tf.add(r, mu);
  const moved = tf.add(r, STEPS);
  const movedTotal = tf.add(total, STEPS);
  const shift = tf.mul(tf.div(x, moved), tf.div(STEPS, sum));
  const u = tf.sub(tf.div(tf.sub(x, mu), sum), shift);
  const ratio = tf.mul(tf.div(movedTotal, moved), tf.div(r, sum));
  const recurrence = Array.from({ length: STEPS }, (_, k) =>
    tf.div(tf.div(x, k === 0 ? r : tf.add(r, k)), k === 0 ? total : tf.add(total, k)),
  );
  const halves = tf.mul(tf.div(tf.div(x, moved), movedTotal), 0.5);
  const remainders = tf.sub(digammaRemainder(moved), digammaRemainder(movedTotal));
  const rational = tf.sub(tf.addN([...recurrence, halves]), shift);
  return tf.sub(tf.add(rational, remainders), logarithmExcess(u, ratio));
}

/**
 * Log probability of counts under a negative binomial distribution, elementwise with broadcasting, in a form that keeps
 * its digits in float32 for means and inverse dispersions from 1e-3 to 1e6 and beyond. Gradients flow to `mu` and `r`,
 * none to the counts.
 * @param x Counts, float32.
 * @param mu Means.
 * @param r Inverse dispersions.
 * @see Loader 2000, "Fast and accurate computation of binomial probabilities"
 */
export function negativeBinomialLogProb(x: tf.Tensor, mu: tf.Tensor, r: tf.Tensor): tf.Tensor {
  return tf.customGrad((...inputs: (tf.Tensor | unknown)[]) => {
    const [mean, inverse, save] = inputs as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([x, mean, inverse]);
    return {
      value: value(x, mean, inverse),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [counts, m, s] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        return [
          sumToShape(tf.mul(dy, slopeOfMu(counts, m, s)), m.shape),
          sumToShape(tf.mul(dy, slopeOfInverseDispersion(counts, m, s)), s.shape),
        ];
      },
    };
  })(mu, r);
}
