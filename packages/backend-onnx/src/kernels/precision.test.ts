import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import '../../test/compare.js';

type Exact = (x: number) => number;

const functions: readonly (readonly [(x: tf.Tensor1D) => tf.Tensor1D, Exact])[] = [
  [tf.sigmoid, (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)))],
  [tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
  [tf.elu, (x) => (x >= 0 ? x : Math.expm1(x))],
  [tf.rsqrt, (x) => 1 / Math.sqrt(x)],
  [tf.exp, Math.exp],
  [tf.log, Math.log],
  [tf.log1p, Math.log1p],
  [tf.expm1, Math.expm1],
  [tf.sqrt, Math.sqrt],
  [tf.tanh, Math.tanh],
  [tf.sin, Math.sin],
  [tf.cos, Math.cos],
  [tf.tan, Math.tan],
  [tf.sinh, Math.sinh],
  [tf.cosh, Math.cosh],
  [tf.asin, Math.asin],
  [tf.acos, Math.acos],
  [tf.atan, Math.atan],
  [tf.asinh, Math.asinh],
  [tf.acosh, Math.acosh],
  [tf.atanh, Math.atanh],
];

// Both signs over 36 powers of two.
const magnitudes = Array.from({ length: 1800 }, (_, i) => 2 ** (i / 50 - 30));
const arguments_ = Float32Array.from(magnitudes.flatMap((x) => [x, -x]));

test.each(functions)('%s is right to within 4e-7 of its value', async (f, exact) => {
  await tf.setBackend('onnx');
  const found = tf.tidy(() => f(tf.tensor1d(arguments_)).dataSync());
  for (const [i, x] of arguments_.entries()) {
    const expected = Math.fround(exact(x));
    // Below the normal numbers there are fewer digits.
    const error = Math.abs(expected) < 1e-37 ? 0 : Math.abs(found[i]! - expected) / Math.abs(expected);
    if (Number.isFinite(expected) ? !(error <= 4e-7) : !Object.is(found[i], expected)) {
      expect.fail(`${f.name}(${x}): expected ${expected}, found ${found[i]}`);
    }
  }
});
