import * as tf from '@tensorflow/tfjs-core';
import { powerSeries } from './power-series.js';
import { sumToShape } from './sum-to-shape.js';
import { withoutGradient } from './without-gradient.js';

/*
 * The density exp(l x − A(l)) on [0, 1], with A(l) = ln((eˡ − 1) / l): the continuous Bernoulli distribution of logit l.
 * A' is its mean and A″ its variance. All closed forms are 0/0 at l = 0, where their power series take over, and have
 * terms that cancel where l is large, unless they are written for −|l|, of which the other half is the mirror image.
 */

/** |l| up to which the series, which converge below 2π, are more exact than the closed forms. */
const NEAR = 2;

const bernoulliNumbers = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798];

/** Coefficients of l², l⁴ … in A(l) − l/2 = Σ B₂ₙ l²ⁿ / (2n (2n)!). */
const coefficients: readonly number[] = (() => {
  let factorial = 1;
  return bernoulliNumbers.map((b, i) => {
    const n = 2 * (i + 1);
    factorial *= n * (n - 1);
    return b / (n * factorial);
  });
})();
const ofValue = coefficients as [number, ...number[]];
const ofSlope = coefficients.map((c, i) => c * 2 * (i + 1)) as [number, ...number[]];
const ofCurvature = coefficients.map((c, i) => c * 2 * (i + 1) * (2 * i + 1)) as [number, ...number[]];

/** `l` where the series is used, else 0; and |l| where the closed form is, else a number that suits it. */
function split(l: tf.Tensor): { near: tf.Tensor; small: tf.Tensor; large: tf.Tensor } {
  const near = withoutGradient(() => tf.less(tf.abs(l), NEAR));
  return {
    near,
    small: tf.where(near, l, tf.zerosLike(l)),
    large: tf.where(near, tf.fill(l.shape, NEAR), tf.abs(l)),
  };
}

function mirrored(l: tf.Tensor): tf.Tensor {
  return withoutGradient(() => tf.greater(l, 0));
}

/** A(−|l|). */
function logNormaliserBelow(l: tf.Tensor): tf.Tensor {
  const { near, small, large } = split(l);
  const square = tf.square(small);
  const series = tf.sub(tf.mul(square, powerSeries(square, ofValue)), tf.mul(tf.abs(small), 0.5));
  const closed = tf.sub(tf.log(tf.sub(1, tf.exp(tf.neg(large)))), tf.log(large));
  return tf.where(near, series, closed);
}

function logNormaliserValue(l: tf.Tensor): tf.Tensor {
  return tf.add(tf.relu(l), logNormaliserBelow(l));
}

function meanValue(l: tf.Tensor): tf.Tensor {
  const { near, small, large } = split(l);
  const series = tf.add(tf.mul(small, powerSeries(tf.square(small), ofSlope)), 0.5);
  const e = tf.exp(tf.neg(large));
  const below = tf.sub(tf.reciprocal(large), tf.div(e, tf.sub(1, e)));
  return tf.where(near, series, tf.where(mirrored(l), tf.sub(1, below), below));
}

/** Variance A″(l). */
export function tiltedVariance(l: tf.Tensor): tf.Tensor {
  const { near, small, large } = split(l);
  const e = tf.exp(tf.neg(large));
  const closed = tf.sub(tf.square(tf.reciprocal(large)), tf.div(e, tf.square(tf.sub(1, e))));
  return tf.where(near, powerSeries(tf.square(small), ofCurvature), closed);
}

/** A function of `l` with the gradient `slope`. */
function withSlope(
  value: (l: tf.Tensor) => tf.Tensor,
  slope: (l: tf.Tensor) => tf.Tensor,
): (l: tf.Tensor) => tf.Tensor {
  return tf.customGrad((l: tf.Tensor | unknown, save: unknown) => {
    (save as tf.GradSaveFunc)([l as tf.Tensor]);
    return {
      value: value(l as tf.Tensor),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, slope(saved[0]!)),
    };
  });
}

/** Mean A′(l). */
export const tiltedMean: (l: tf.Tensor) => tf.Tensor = withSlope(meanValue, tiltedVariance);

const logNormaliser = withSlope(logNormaliserValue, tiltedMean);

/** Log density l x − A(l) at `x` in [0, 1]; gradients flow to both. */
export function tiltedLogDensity(x: tf.Tensor, l: tf.Tensor): tf.Tensor {
  return tf.customGrad((...inputs: (tf.Tensor | unknown)[]) => {
    const [point, logits, save] = inputs as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([point, logits]);
    // Distance from the end at which the density is highest, times −|l|: nothing cancels.
    const full = tf.add(point, tf.zerosLike(logits));
    const above = tf.greater(tf.add(logits, tf.zerosLike(point)), 0);
    const distance = tf.where(above, tf.sub(1, full), full);
    return {
      value: tf.sub(tf.neg(tf.mul(distance, tf.abs(logits))), logNormaliserBelow(logits)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [at, of] = saved as [tf.Tensor, tf.Tensor];
        return [sumToShape(tf.mul(dy, of), at.shape), sumToShape(tf.mul(dy, tf.sub(at, tiltedMean(of))), of.shape)];
      },
    };
  })(x, l);
}

/** Probability (eˡˣ − 1) / (eˡ − 1) of a value up to `x`, as x exp(A(l x) − A(l)). */
export function tiltedCdf(x: tf.Tensor, l: tf.Tensor): tf.Tensor {
  const inside = tf.clipByValue(x, 0, 1);
  const share = tf.mul(inside, tf.exp(tf.sub(logNormaliser(tf.mul(l, inside)), logNormaliser(l))));
  // What rounding adds to 1 is taken off as a constant, so that the slope stays the density.
  return tf.sub(
    share,
    withoutGradient(() => tf.relu(tf.sub(share, 1))),
  );
}

/** 1, 1/3, 1/5 …: coefficients of artanh(w) / w. */
const artanh = [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9] as const;
/** ±1/n!: coefficients of (1 − e⁻ᵃ) / a. */
const decay = [1, -1 / 2, 1 / 6, -1 / 24, 1 / 120, -1 / 720, 1 / 5040] as const;

/** Quantile for −a: −ln(1 − v (1 − e⁻ᵃ)) / a. */
function quantileBelow(v: tf.Tensor, a: tf.Tensor): tf.Tensor {
  const near = tf.less(a, 0.5);
  const small = tf.where(near, a, tf.zerosLike(a));
  const slope = tf.mul(v, powerSeries(small, decay));
  const z = tf.mul(slope, small);
  const w = tf.div(z, tf.sub(2, z));
  const series = tf.mul(tf.div(tf.mul(slope, 2), tf.sub(2, z)), powerSeries(tf.square(w), artanh));
  const large = tf.where(near, tf.onesLike(a), a);
  const rest = tf.add(tf.sub(1, v), tf.mul(v, tf.exp(tf.neg(large))));
  return tf.where(near, series, tf.neg(tf.div(tf.log(rest), large)));
}

/**
 * Value below which a share `u` of the probability lies; the gradient flows to `l`, along which such a value moves by
 * x (A′(l) − x A′(l x)) / (1 + l x A′(l x)).
 * @param u In [0, 1), of a shape to which `l` broadcasts.
 */
export function tiltedQuantile(u: tf.Tensor, l: tf.Tensor): tf.Tensor {
  return tf.customGrad((logits: tf.Tensor | unknown, save: unknown) => {
    const full = tf.add(logits as tf.Tensor, tf.zerosLike(u));
    const above = tf.greater(full, 0);
    const below = quantileBelow(tf.where(above, tf.sub(1, u), u), tf.abs(full));
    const value = tf.where(above, tf.sub(1, below), below);
    (save as tf.GradSaveFunc)([value, full]);
    const { shape } = logits as tf.Tensor;
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, of] = saved as [tf.Tensor, tf.Tensor];
        // For +|l|, where the denominator does not cancel.
        const point = tf.where(tf.greater(of, 0), x, tf.sub(1, x));
        const a = tf.abs(of);
        const product = tf.mul(point, tiltedMean(tf.mul(a, point)));
        const slope = tf.div(tf.mul(point, tf.sub(tiltedMean(a), product)), tf.add(tf.mul(a, product), 1));
        return sumToShape(tf.mul(dy, slope), shape);
      },
    };
  })(l);
}
