import * as tf from '@tensorflow/tfjs';
import { tensor } from './compare.js';

/** A function, and how often its body ran. */
export function counted<A extends unknown[], R>(
  body: (...args: A) => R,
): { body: (...args: A) => R; calls: () => number } {
  let calls = 0;
  const run = (...args: A): R => {
    calls++;
    return body(...args);
  };
  return { body: run, calls: () => calls };
}

/** A variable of reproducible numbers. */
export function variable(shape: number[], seed: number): tf.Variable {
  return tf.tidy(() => tf.variable(tensor(shape, seed)));
}

/** Calls and reads, and disposes what was returned. */
export function read(f: () => tf.Tensor): number[] {
  const result = f();
  const values = Array.from(result.dataSync());
  result.dispose();
  return values;
}
