import * as tf from '@tensorflow/tfjs';
import type { OnnxBackend } from '../backend/backend.js';

interface Call {
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly backend: OnnxBackend;
}

/** Every element is the one before plus the step, rounded to the type. */
function steps(count: number, dtype: 'float32' | 'int32' | 'bool', start: number, step: number): tf.TypedArray {
  const values = tf.util.makeZerosTypedArray(count, dtype);
  if (count > 0) values[0] = start;
  for (let i = 1; i < count; i++) values[i] = values[i - 1]! + step;
  return values;
}

/**
 * Sequences are data, not operations: their numbers may change from step to step without a new graph. They have no input,
 * so making them on the host cuts nothing.
 */
export const sequences: Readonly<Record<string, (call: Call) => tf.TensorInfo>> = {
  Range: ({ attrs, backend }) => {
    const { start, stop, step, dtype } = attrs as { start: number; stop: number; step: number; dtype: 'float32' };
    const isEmpty = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
    const count = isEmpty ? 0 : Math.abs(Math.ceil((stop - start) / step));
    // A step of 1, the default, counts down where the sequence has to.
    const values = steps(count, dtype, start, stop < start && step === 1 ? -1 : step);
    return backend.makeTensorInfo([count], dtype, values);
  },
  LinSpace: ({ attrs, backend }) => {
    const { start, stop, num } = attrs as { start: number; stop: number; num: number };
    return backend.makeTensorInfo([num], 'float32', steps(num, 'float32', start, (stop - start) / (num - 1)));
  },
};
