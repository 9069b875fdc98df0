import tf from '@tensorflow/tfjs';

const EPSILON = 1e-5;
const MOMENTUM = 0.1;

/**
 * Layers in TensorFlow.js' plain operations, with their parameters in the order in which they were made. `layout` says how
 * a parameter is laid out, so that PyTorch can be given the same numbers: linear [i, o], conv [h, w, i, o], transposed
 * [h, w, o, i], vector [o].
 */
export function createLayers(random) {
  const parameters = [];

  const keep = (values, shape, layout) => {
    const variable = tf.variable(tf.tensor(values, shape));
    parameters.push({ variable, layout });
    return variable;
  };
  const uniform = (shape, layout, fanIn) => {
    const bound = 1 / Math.sqrt(fanIn);
    return keep(random.uniforms(tf.util.sizeFromShape(shape), -bound, bound), shape, layout);
  };
  const sum = (y, bias) => (bias ? tf.add(y, bias) : y);
  /** Kernel, stride and padding of a 2-D or, with height one, a 1-D convolution. */
  const extent = (dimensions, k, s, p) =>
    dimensions === 2
      ? { kernel: [k, k], strides: [s, s], padding: [p, p] }
      : { kernel: [1, k], strides: [1, s], padding: [0, p] };
  const pads = (padding) => [0, ...padding, 0].map((n) => [n, n]);

  return {
    parameters,

    linear: (i, o) => {
      const [w, b] = [uniform([i, o], 'linear', i), uniform([o], 'vector', i)];
      return (x) => tf.add(tf.matMul(x, w), b);
    },

    conv: (dimensions, i, o, [k, s, p], bias = true) => {
      const { kernel, strides, padding } = extent(dimensions, k, s, p);
      const fanIn = i * kernel[0] * kernel[1];
      const w = uniform([...kernel, i, o], 'conv', fanIn);
      const b = bias && uniform([o], 'vector', fanIn);
      return (x) => sum(tf.conv2d(x, w, strides, pads(padding), 'NHWC', 1, 'floor'), b);
    },

    transposed: (dimensions, i, o, [k, s, p, extra = 0], bias = true) => {
      const { kernel, strides, padding } = extent(dimensions, k, s, p);
      const fanIn = o * kernel[0] * kernel[1];
      const w = uniform([...kernel, o, i], 'transposed', fanIn);
      const b = bias && uniform([o], 'vector', fanIn);
      const size = (n, axis) =>
        (n - 1) * strides[axis] - 2 * padding[axis] + kernel[axis] + (kernel[axis] > 1 ? extra : 0);
      return (x) => {
        const shape = [x.shape[0], size(x.shape[1], 0), size(x.shape[2], 1), o];
        return sum(tf.conv2dTranspose(x, w, shape, strides, pads(padding), 'floor'), b);
      };
    },

    /** Normalises by the batch's biased variance and keeps running statistics, the variance unbiased. */
    batchNorm: (features) => {
      const scale = keep(new Float32Array(features).fill(1), [features], 'vector');
      const offset = keep(new Float32Array(features), [features], 'vector');
      const running = [0, 1].map((value) => tf.variable(tf.tensor(new Float32Array(features).fill(value)), false));
      return (x) => {
        const count = x.size / features;
        const axes = x.shape.slice(1).map((_, axis) => axis);
        const { mean, variance } = tf.moments(x, axes);
        [mean, tf.mul(variance, count / (count - 1))].forEach((value, i) => {
          running[i].assign(tf.add(tf.mul(running[i], 1 - MOMENTUM), tf.mul(value, MOMENTUM)));
        });
        const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, EPSILON)));
        return tf.add(tf.mul(x, factor), tf.sub(offset, tf.mul(mean, factor)));
      };
    },
  };
}
