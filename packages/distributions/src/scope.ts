import * as tf from '@tensorflow/tfjs-core';

/**
 * `tf.tidy` for results of any type, such as distributions: tensors in the result's own enumerable properties survive,
 * everything else made inside is disposed.
 */
export function scope<T>(body: () => T): T {
  return tf.tidy(body as () => tf.TensorContainer) as T;
}
