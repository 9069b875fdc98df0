import { Normal } from '@polyvae/distributions';
import type { GaussianExpert } from '@polyvae/divergences';
import * as tf from '@tensorflow/tfjs';

/** Gaussians of the last axis. */
export function gaussian(loc: tf.Tensor, logVar: tf.Tensor): GaussianExpert {
  return Normal.fromLogVar(loc, logVar, { eventDims: 1 });
}

/** The experts along the first axis. */
export function gaussians(locs: tf.Tensor, logVars: tf.Tensor): GaussianExpert[] {
  const [first, second] = [tf.unstack(locs), tf.unstack(logVars)];
  return first.map((loc, k) => gaussian(loc, second[k]!));
}
