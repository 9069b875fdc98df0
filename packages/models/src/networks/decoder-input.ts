import * as tf from '@tensorflow/tfjs-core';

/** A decoder's input from latents of any number of leading axes: the shared latent first, then the private one, if there is one. */
export function decoderInput<T extends tf.Tensor>(shared: T, own: tf.Tensor | undefined): T {
  return own ? (tf.concat([shared, own], -1) as T) : shared;
}
