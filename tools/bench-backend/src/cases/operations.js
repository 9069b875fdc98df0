import tf from '@tensorflow/tfjs';
import { createAdam } from './adam.js';

const EPSILON = 1e-5;

const batchNorm = (x, scale, offset) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(x, factor), tf.sub(offset, tf.mul(mean, factor)));
};

const PAD1 = [0, 1, 1, 0].map((n) => [n, n]);

const matMul = (m, k, n) => ({
  title: `matMul ${m}×${k}×${n}`,
  shapes: [
    [m, k],
    [k, n],
  ],
  run: (a, b) => tf.matMul(a, b),
  flops: 2 * m * k * n,
  gradient: true,
});

/** `places` are those, of all images, at which the filter is applied. */
const convolution = (title, image, filter, places, run) => {
  const flops = 2 * places * tf.util.sizeFromShape(filter);
  return { title, shapes: [image, filter], run, flops, gradient: true };
};

/**
 * Operations by name: shapes of the inputs, the function, and, where there are matrix products, their floating point
 * operations. `gradient` measures the gradients with respect to all inputs as well.
 */
export const OPERATIONS = {
  'matmul-784': matMul(256, 784, 400),
  'matmul-1024': matMul(1024, 1024, 1024),
  'conv-3x3': convolution(
    'conv2d 3×3, 64×32×32×32 to 32 channels',
    [64, 32, 32, 32],
    [3, 3, 32, 32],
    64 * 32 * 32,
    (x, w) => tf.conv2d(x, w, 1, PAD1),
  ),
  'conv-4x4': convolution(
    'conv2d 4×4 stride 2, 32×64×64×32 to 64 channels',
    [32, 64, 64, 32],
    [4, 4, 32, 64],
    32 * 32 * 32,
    (x, w) => tf.conv2d(x, w, 2, PAD1),
  ),
  'transposed-4x4': convolution(
    'conv2dTranspose 4×4 stride 2, 32×32×32×64 to 32 channels',
    [32, 32, 32, 64],
    [4, 4, 32, 64],
    32 * 32 * 32,
    (x, w) => tf.conv2dTranspose(x, w, [32, 64, 64, 32], 2, PAD1),
  ),
  elementwise: {
    title: 'x · exp(−x²) + tanh(x), 1024×1024',
    shapes: [[1024, 1024]],
    run: (x) => tf.add(tf.mul(x, tf.exp(tf.neg(tf.square(x)))), tf.tanh(x)),
    gradient: true,
  },
  softmax: { title: 'softmax, 4096×256', shapes: [[4096, 256]], run: (x) => tf.softmax(x), gradient: true },
  reduce: {
    title: 'sum of columns and mean of rows, 1024×1024',
    shapes: [[1024, 1024]],
    run: (x) => [tf.sum(x, 0), tf.mean(x, 1)],
  },
  'batch-norm': {
    title: 'batch norm in training, 64×32×32×64',
    shapes: [[64, 32, 32, 64], [64], [64]],
    run: batchNorm,
    gradient: true,
  },
  adam: { title: 'Adam, 4×512×1024 parameters', shapes: Array(4).fill([512, 1024]), update: true },
};

/** The matrix product that the machine's peak is measured by. */
export const PEAK = matMul(2048, 2048, 2048);

/** One repetition of an operation: it is recorded, computed because something is read, and its results are let go. */
export function createOperation({ shapes, run, update }, gradient, random) {
  const inputs = shapes.map((shape) => tf.tensor(random.uniforms(tf.util.sizeFromShape(shape), -1, 1), shape));
  const counter = tf.scalar(0);
  // A read computes everything that is recorded. Reading this and not the result leaves the result's memory to the backend.
  const compute = () => {
    const probe = tf.add(counter, 1);
    probe.dataSync();
    probe.dispose();
  };

  if (update) {
    const variables = inputs.map((x) => tf.variable(x));
    const adam = createAdam(variables, 1e-3);
    return () => {
      adam.keep(tf.tidy(() => adam.update(inputs, adam.advance())));
      compute();
    };
  }
  if (!gradient) {
    return () => {
      const results = tf.tidy(() => run(...inputs));
      compute();
      tf.dispose(results);
    };
  }
  const dy = tf.tidy(() => tf.variable(tf.onesLike(run(...inputs)), false));
  const both = tf.valueAndGrads(run);
  return () => {
    const results = tf.tidy(() => both(inputs, dy));
    compute();
    tf.dispose(results);
  };
}
