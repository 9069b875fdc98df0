import * as tf from '@tensorflow/tfjs-core';

/** One number for both spatial axes, or `[height, width]`. */
export type Spatial = number | readonly [height: number, width: number];

type Pair = [height: number, width: number];

/** Both spatial axes of a setting. */
export function pair(value: Spatial): Pair {
  return typeof value === 'number' ? [value, value] : [value[0], value[1]];
}

/** Symmetric zero padding as engines take it. */
export interface Padding {
  readonly mode: 'valid' | 'same';
  /** Zeros on both sides of each axis that are not in `mode`. */
  readonly around: Pair;
}

/**
 * Symmetric zero padding in the modes that every engine takes: `valid` or `same` where these mean the same at this size,
 * else `valid` with the zeros put around the image, as TensorFlow's native gradient kernels know no others. Never a
 * number: tfjs then takes every kernel and stride for square.
 */
export function paddingFor(size: Pair, kernel: Pair, stride: Pair, padding: Pair): Padding {
  const covered = [0, 1].every((axis) =>
    isSame(size[axis] as number, kernel[axis] as number, stride[axis] as number, padding[axis] as number),
  );
  const none = padding[0] === 0 && padding[1] === 0;
  return covered && !none ? { mode: 'same', around: [0, 0] } : { mode: 'valid', around: padding };
}

/** Puts zeros around images `[batch, height, width, channels]`. */
export function withZeros(x: tf.Tensor4D, [height, width]: Pair): tf.Tensor4D {
  if (height === 0 && width === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [height, height],
    [width, width],
    [0, 0],
  ]);
}

/** Takes off what {@link withZeros} would put around. */
export function withoutBorder(x: tf.Tensor4D, [height, width]: Pair): tf.Tensor4D {
  if (height === 0 && width === 0) return x;
  const [batch, rows, columns, channels] = x.shape;
  return tf.slice(x, [0, height, width, 0], [batch, rows - 2 * height, columns - 2 * width, channels]);
}

function isSame(size: number, kernel: number, stride: number, padding: number): boolean {
  const outputs = Math.ceil(size / stride);
  const total = Math.max(0, (outputs - 1) * stride + kernel - size);
  return total === 2 * padding && Math.floor((size + total - kernel) / stride) + 1 === outputs;
}
