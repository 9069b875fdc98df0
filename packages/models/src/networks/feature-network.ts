import type { Rng } from '@polyvae/random';
import type * as tf from '@tensorflow/tfjs-core';
import type { ApplyContext, Network } from './network.js';
import { sequential } from './sequential.js';

/** Options of a digit classifier's network. */
export interface ClassifierNetworkOptions {
  /** Default 10. */
  readonly classes?: number;
  /** Rate of the dropout layers while training; default 0.5 as published. */
  readonly dropout?: number;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/** A classifier's network, which also gives what its last layer gets. */
export interface FeatureNetwork extends Network {
  /** The penultimate layer's output, `[batch, features]`. */
  features(x: tf.Tensor, context: ApplyContext): tf.Tensor2D;
}

/**
 * Layers one after the other and a last one, `output`, whose input are the features.
 * @param layers Give `[batch, features]`; their keys and `output`'s key are the first part of the parameters' paths.
 */
export function featureNetwork(
  layers: Readonly<Record<string, Network>>,
  output: Readonly<Record<string, Network>>,
): FeatureNetwork {
  const body = sequential(layers);
  return { ...sequential({ ...layers, ...output }), features: (x, context) => body.apply(x, context) as tf.Tensor2D };
}
