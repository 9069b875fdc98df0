import type * as tf from '@tensorflow/tfjs';

/** One number for both spatial axes, or `[height, width]`. */
export type Spatial = number | readonly [height: number, width: number];

type Pair = [height: number, width: number];

/** Both spatial axes of a setting. */
export function pair(value: Spatial): Pair {
  return typeof value === 'number' ? [value, value] : [value[0], value[1]];
}

/**
 * Symmetric zero padding in the form that most engines take: `valid` or `same` where these mean the same thing at this
 * size (TensorFlow's native gradient kernels know no others), else explicit. Never a number: tfjs then takes every
 * kernel and stride for square.
 */
export function paddingFor(
  size: Pair,
  kernel: Pair,
  stride: Pair,
  padding: Pair,
): 'valid' | 'same' | tf.backend_util.ExplicitPadding {
  const [height, width] = padding;
  if (height === 0 && width === 0) return 'valid';
  if (isSame(size[0], kernel[0], stride[0], height) && isSame(size[1], kernel[1], stride[1], width)) return 'same';
  return [
    [0, 0],
    [height, height],
    [width, width],
    [0, 0],
  ];
}

function isSame(size: number, kernel: number, stride: number, padding: number): boolean {
  const outputs = Math.ceil(size / stride);
  const total = Math.max(0, (outputs - 1) * stride + kernel - size);
  return total === 2 * padding && Math.floor((size + total - kernel) / stride) + 1 === outputs;
}
