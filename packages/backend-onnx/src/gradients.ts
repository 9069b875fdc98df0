import * as tf from '@tensorflow/tfjs';
import { OnnxBackend } from './backend/backend.js';

const original = { Sum: tf.getGradient('Sum'), Mean: tf.getGradient('Mean') };

/**
 * tfjs' own gradients of Sum and Mean multiply by a tensor of ones that it builds in JavaScript, as large as the input.
 * On this backend they broadcast instead. tfjs knows one gradient a kernel, whatever the backend, so tensors of other
 * backends are passed on to the original.
 */
export function registerGradients(): void {
  replace('Sum', (dy, x, attrs) => spread(dy, x.shape, attrs.axis));
  replace('Mean', (dy, x, attrs) => {
    const axes = tf.util.parseAxisParam(attrs.axis as number[], x.shape);
    const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
    return spread(tf.div(dy, tf.scalar(count)), x.shape, axes);
  });
}

type Gradient = (dy: tf.Tensor, x: tf.Tensor, attrs: tf.NamedAttrMap) => tf.Tensor;

function replace(kernelName: keyof typeof original, gradient: Gradient): void {
  const { gradFunc, ...rest } = original[kernelName];
  tf.registerGradient({
    ...rest,
    gradFunc: (dy, saved, attrs) =>
      tf.backend() instanceof OnnxBackend
        ? { x: () => gradient(dy as tf.Tensor, saved[0]!, attrs) }
        : gradFunc(dy, saved, attrs),
  });
}

function spread(dy: tf.Tensor, shape: number[], axis: unknown): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis as number[], shape);
  const kept = shape.map((length, i) => (axes.includes(i) ? 1 : length));
  return tf.tile(
    tf.reshape(tf.cast(dy, 'float32'), kept),
    shape.map((length, i) => (axes.includes(i) ? length : 1)),
  );
}
