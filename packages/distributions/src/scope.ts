import * as tf from '@tensorflow/tfjs-core';

/**
 * `tf.tidy` for results of any type, such as distributions: tensors in the result's own enumerable properties survive,
 * everything else made inside is disposed.
 * @example
 * ```ts
 * const joint = scope(() => productOfExperts(experts)); // all but the result's tensors are disposed
 * ```
 */
export function scope<T>(body: () => T): T {
  return tf.tidy(body as () => tf.TensorContainer) as T;
}
