import * as tf from '@tensorflow/tfjs';
import '../src/index.js';
import { expect } from 'vitest';
import type { OnnxBackend } from '../src/index.js';

tf.enableProdMode();

/** Result of a computation, read back. */
export interface Result {
  readonly shape: number[];
  readonly dtype: string;
  readonly values: number[];
}

/** The backend under test. */
export function onnx(): OnnxBackend {
  return tf.findBackend('onnx') as OnnxBackend;
}

/** Runs a computation on a backend and reads every result. */
export async function on(backend: 'cpu' | 'onnx', run: () => tf.Tensor | tf.Tensor[]): Promise<Result[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const results = tf.tidy(() => {
    const result = run();
    return Array.isArray(result) ? result : [result];
  });
  const read = results.map((tensor) => ({
    shape: tensor.shape,
    dtype: tensor.dtype,
    values: Array.from(tensor.dataSync() as Float32Array),
  }));
  tf.dispose(results);
  expect(tf.memory().numTensors).toBe(before);
  return read;
}

/** How two backends have to agree. */
export interface Agreement {
  /** Largest difference relative to the largest finite value of the result; 1e-5 by default. */
  readonly tolerance?: number;
  /** Whether tfjs-backend-cpu may compute parts of it; by default everything must be recorded natively. */
  readonly fallback?: boolean;
}

/** Asserts that 'onnx' gives what 'cpu' gives: shapes, types, values, and the places of NaN and infinity. */
export async function expectSame(run: () => tf.Tensor | tf.Tensor[], agreement: Agreement = {}): Promise<void> {
  const { tolerance = 1e-5, fallback = false } = agreement;
  const expected = await on('cpu', run);
  await tf.setBackend('onnx');
  const before = onnx().statistics.fallbacks;
  const found = await on('onnx', run);
  if (fallback) expect(onnx().statistics.fallbacks).toBeGreaterThan(before);
  else expect(onnx().statistics.fallbacks).toBe(before);
  expect(found.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  for (const [i, { values }] of expected.entries()) {
    const finite = values.filter(Number.isFinite);
    const scale = Math.max(1e-30, ...finite.map(Math.abs));
    for (const [j, value] of values.entries()) {
      const other = found[i]!.values[j]!;
      if (Number.isFinite(value)) {
        if (!(Math.abs(other - value) <= tolerance * scale)) {
          expect.fail(`result ${i}, element ${j}: cpu ${value}, onnx ${other} (largest ${scale})`);
        }
      } else expect(other, `result ${i}, element ${j}`).toBe(value);
    }
  }
}

/** Numbers in (-1, 1), the same for the same seed. */
export function numbers(shape: readonly number[], seed = 1): Float32Array {
  let state = seed * 2654435761;
  return Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (2 * (state + 0.5)) / 2 ** 32 - 1;
  });
}

/** A tensor of such numbers on the current backend. */
export function tensor<T extends tf.Tensor = tf.Tensor>(shape: number[], seed = 1): T {
  return tf.tensor(numbers(shape, seed), shape) as T;
}

/** Value and gradients of the sum of sin(f), which gives every output element another weight. */
export function withGradients(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor[] {
  const scored = (...x: tf.Tensor[]): tf.Scalar => tf.sum(tf.sin(f(...x)));
  return [f(...inputs), ...tf.grads(scored)(inputs)];
}

/** The rounding that tfjs asks for where the padding is a number. */
export function roundingOf(pad: unknown): 'floor' | undefined {
  return typeof pad === 'number' ? 'floor' : undefined;
}
