import * as tf from '@tensorflow/tfjs';
import { type Container, flatten, rebuild } from './container.js';

/** Runs a body; what it returns belongs to the caller, even if it returns an argument, a variable or a tensor twice. */
export function runBody(run: () => Container): Container {
  const first = (tf.engine() as unknown as { nextTensorId(): number }).nextTensorId();
  return tf.tidy(() => {
    const result = run();
    const { tensors } = flatten(result, 'result');
    const seen = new Set<tf.Tensor>();
    const own = tensors.map((tensor) => {
      const foreign = tensor.id < first || tensor instanceof tf.Variable || seen.has(tensor);
      seen.add(tensor);
      return foreign ? tf.clone(tensor) : tensor;
    });
    return rebuild(result, own) as tf.TensorContainer;
  }) as Container;
}
