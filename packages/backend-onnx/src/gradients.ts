import * as tf from '@tensorflow/tfjs';

/**
 * tfjs' own gradients of Sum and Mean multiply by a tensor of ones that it builds in JavaScript, as large as the input.
 * These broadcast instead. Gradients are global in tfjs, so other backends use them too, with the same results.
 */
export function registerGradients(): void {
  tf.registerGradient({
    kernelName: 'Sum',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => {
      const x = saved[0]!;
      return { x: () => spread(dy as tf.Tensor, x.shape, attrs.axis) };
    },
  });
  tf.registerGradient({
    kernelName: 'Mean',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => {
      const x = saved[0]!;
      const axes = tf.util.parseAxisParam(attrs.axis as number[], x.shape);
      const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
      return { x: () => spread(tf.div(dy as tf.Tensor, tf.scalar(count)), x.shape, axes) };
    },
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
