import type * as tf from '@tensorflow/tfjs';
import type { ApplyContext, Network } from '../networks/network.js';
import { sequential } from '../networks/sequential.js';

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
