import { logSumExp } from '@polyvae/distributions';
import * as tf from '@tensorflow/tfjs-core';

/** Log weights and what they came from, of all draws; constants. */
export type WeightedDraws = {
  /** log p(X | z) + log p(z) − log q(z), `[samples, components, batch]`: draws of every component's posterior. */
  readonly logWeights: tf.Tensor3D;
  /** log of each component's share in q's density at every draw, `[samples, components, batch, components]`. */
  readonly logShares: tf.Tensor4D;
};

/** Factors that make an objective's gradient of log weights of single draws; `[samples, components, batch]` each. */
export type GradientFactors = {
  /** Of ∂ log w for the parameters in it. */
  readonly weights: tf.Tensor3D;
  /** Only with paths of their own: of ∂ log w through the draw of the shared latent, and through private ones. */
  readonly paths?: {
    readonly shared: tf.Tensor3D;
    readonly private: tf.Tensor3D;
    /** Of the gradient of −(share of component j) through the shared latent, `[samples, components, batch, components]`. */
    readonly shares: tf.Tensor4D;
  };
};

/**
 * The stratified importance-weighted bound of every row: Σⱼ πⱼ log (1/S) Σₛ wₛⱼ over draws of each component.
 * @param mixing π, `[components, batch]` or `[components, 1]`.
 * @returns `[batch]`.
 * @see Shi et al. 2019, Eq. (3)
 */
export function stratifiedBound(logWeights: tf.Tensor3D, mixing: tf.Tensor2D): tf.Tensor1D {
  const bounds = tf.sub(logSumExp(logWeights, 0), Math.log(logWeights.shape[0]));
  return tf.sum<tf.Tensor1D>(tf.mul(bounds, mixing), 0);
}

/**
 * Factors of the bound's total gradient: the normalised weights of each component's draws.
 * @see Burda et al. 2016, Eq. (13)
 */
export function iwaeFactors({ logWeights }: WeightedDraws, mixing: tf.Tensor2D): GradientFactors {
  return { weights: tf.mul(mixing, normalise(logWeights)) };
}

/**
 * Factors of the doubly reparameterised gradient, unbiased for the same bound: the score −∂ log q inside the weights,
 * whose variance does not vanish where q is exact, is turned into a second path through the draws.
 *
 * Draws of component j are weighed by the whole mixture's density, so the score under component m at a draw z of its own
 * is Σⱼ rⱼ(z) ∂ log qⱼ(z) with rⱼ = πⱼ qⱼ / q. Since πₘ qₘ rⱼ = πⱼ qⱼ rₘ, that expectation is one over draws of qⱼ, of
 * rₘ times the weight that the draw would have among m's: w / (w + Σ of m's other draws). For a single component it is the
 * known w̃² ∂ log w.
 * @see Tucker et al. 2019, Eq. (8); Bauer and Mnih 2021 for draws and densities of different distributions
 */
export function dregFactors({ logWeights, logShares }: WeightedDraws, mixing: tf.Tensor2D): GradientFactors {
  return tf.tidy(() => {
    const normalised = normalise(logWeights);
    // [samples, components drawn from, components weighed among, batch]
    const distance = tf.sub(tf.expandDims(logWeights, 2), tf.expandDims(withoutEach(logWeights), 1));
    const among = tf.sigmoid(distance);
    const shares = tf.transpose(tf.exp(logShares), [0, 1, 3, 2]);
    const score = tf.sum(tf.mul(shares, tf.mul(among, tf.sigmoid(tf.neg(distance)))), 2);
    const times = (factor: tf.Tensor): tf.Tensor3D => tf.mul(mixing, factor);
    return {
      weights: times(normalised),
      paths: {
        shared: times(tf.sub(normalised, score)),
        private: times(tf.square(normalised)),
        shares: tf.mul<tf.Tensor4D>(tf.expandDims(mixing, -1), tf.transpose(among, [0, 1, 3, 2])),
      },
    };
  });
}

/**
 * Factors of the gradient that is doubly reparameterised in each component alone, for weights that are no function of the draw, as
 * they hang on the component that it was drawn from. A draw of one then says nothing of the weights of another's, and only the
 * score of its own component's density, the share r of the whole, is turned into a second path: −β E[w̃ r ∂ log q] of the score is
 * −β E[∂(w̃ r)] through the draw, with ∂w̃ = w̃ (1 − w̃) ∂ log w. Those of the other components stay scores.
 * @param beta Factor of the densities in the log weights.
 * @see Tucker et al. 2019, Eq. (8), for a single component
 */
export function dregOwnFactors(
  { logWeights, logShares }: WeightedDraws,
  mixing: tf.Tensor2D,
  beta: number,
): GradientFactors {
  return tf.tidy(() => {
    const normalised = normalise(logWeights);
    const count = logWeights.shape[1];
    const own = tf.reshape(tf.eye(count), [1, count, 1, count]);
    const share = tf.sum(tf.mul(tf.exp(logShares), own), -1);
    const spread = tf.mul(tf.mul(normalised, tf.sub(1, normalised)), beta);
    const times = (factor: tf.Tensor): tf.Tensor3D => tf.mul(mixing, factor);
    return {
      weights: times(normalised),
      paths: {
        shared: times(tf.sub(normalised, tf.mul(share, spread))),
        private: times(tf.sub(normalised, spread)),
        shares: tf.mul<tf.Tensor4D>(tf.expandDims(times(tf.mul(normalised, beta)), -1), own),
      },
    };
  });
}

/** Weights of each component's draws, summing to one. */
function normalise(logWeights: tf.Tensor3D): tf.Tensor3D {
  return tf.exp(tf.sub(logWeights, tf.expandDims(logSumExp(logWeights, 0), 0)));
}

/** Below every log weight, yet finite: what is left of a component that had one draw. */
const NOTHING = -1e30;

/** log Σ exp over all draws but one, for every draw: `[samples, components, batch]`. */
function withoutEach(logWeights: tf.Tensor3D): tf.Tensor3D {
  const [samples] = logWeights.shape;
  const indices = tf.tensor3d(
    Array.from({ length: samples }, (_, s) => s),
    [samples, 1, 1],
    'int32',
  );
  const isLargest = tf.equal(tf.expandDims(tf.cast(tf.argMax(logWeights, 0), 'int32'), 0), indices);
  const largest = tf.max(logWeights, 0, true);
  const scaled = tf.exp(tf.sub(logWeights, largest));
  // Without any draw but the largest, at least exp(0) is left, so that the difference does not cancel.
  const others = tf.add(largest, tf.log(tf.sub(tf.sum(scaled, 0, true), scaled)));
  const rest = tf.where(isLargest, tf.fill(logWeights.shape, NOTHING), logWeights);
  const withoutLargest = tf.broadcastTo(tf.expandDims(logSumExp(rest, 0), 0), logWeights.shape);
  return tf.where(isLargest, withoutLargest, others) as tf.Tensor3D;
}
