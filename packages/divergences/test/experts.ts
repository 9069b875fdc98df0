import { Normal } from '@polyvae/distributions';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import type { GaussianExpert } from '../src/index.js';

/** Random Gaussians: means N(0, spread²), log variances N(0, spread²). */
export function randomExperts(
  rng: Rng,
  count: number,
  batch: number,
  latent: number,
  spread: number,
): GaussianExpert[] {
  const draw = (): tf.Tensor => tf.mul(tf.tensor(rng.normals(batch * latent), [batch, latent]), spread);
  return Array.from({ length: count }, () => Normal.fromLogVar(draw(), draw(), { eventDims: 1 }));
}

/** Random weights that sum to one. */
export function randomWeights(rng: Rng, count: number): number[] {
  const raw = Array.from({ length: count }, () => 0.05 + rng.uniform());
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

/** Gaussians along the first axis of parameters `[experts, batch, latent]`. */
export function stackedExperts(locs: tf.Tensor, logVars: tf.Tensor): GaussianExpert[] {
  const spreads = tf.unstack(logVars);
  return tf.unstack(locs).map((loc, k) => Normal.fromLogVar(loc, spreads[k]!, { eventDims: 1 }));
}
