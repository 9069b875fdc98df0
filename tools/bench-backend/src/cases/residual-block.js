import tf from '@tensorflow/tfjs';

/**
 * Pre-activation residual block: norm, ReLU, 1×1 convolution, dropout, norm, ReLU, convolution, dropout; the shortcut is the
 * same convolution of the input, normalised. Output 2 · shortcut + 0.3 · branch. In two dimensions the convolutions of the
 * branch have no bias and dropout takes whole channels. `masks` receives the shapes of the two dropout masks, which are
 * fed as `mask0`, `mask1` … in the order of that list.
 */
export function createResidualBlock(layers, masks, options) {
  const { dimensions, inputs, outputs, spec, size, after, batch, transposed = false } = options;
  const bias = dimensions === 1;
  const make = transposed ? layers.transposed : layers.conv;
  const drop = (channels, width) => {
    const name = `mask${masks.length}`;
    masks.push(dimensions === 2 ? [batch, 1, 1, channels] : [batch, 1, width, channels]);
    return (x, given) => tf.mul(x, given[name]);
  };

  const norm1 = layers.batchNorm(inputs);
  const conv1 = make(dimensions, inputs, inputs, [1, 1, 0], bias);
  const drop1 = drop(inputs, size);
  const norm2 = layers.batchNorm(inputs);
  const conv2 = make(dimensions, inputs, outputs, spec, bias);
  const drop2 = drop(outputs, after);
  const shortcut = make(dimensions, inputs, outputs, spec);
  const shortcutNorm = layers.batchNorm(outputs);
  return (x, given) => {
    const inner = drop1(conv1(tf.relu(norm1(x))), given);
    const branch = drop2(conv2(tf.relu(norm2(inner))), given);
    return tf.add(tf.mul(2, shortcutNorm(shortcut(x))), tf.mul(0.3, branch));
  };
}
