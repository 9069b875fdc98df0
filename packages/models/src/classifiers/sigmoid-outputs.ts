import * as tf from '@tensorflow/tfjs';
import type { Network } from '../networks/network.js';

/** Sigmoid of a network's logits in evaluation mode, `[batch, outputs]`. */
export function sigmoidOutputs(network: Network, x: tf.Tensor): tf.Tensor2D {
  return tf.tidy(() => tf.sigmoid(network.apply(x, { training: false })) as tf.Tensor2D);
}
