import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import '../../test/compare.js';

const functions: Record<string, (x: number) => number> = {
  sigmoid: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  elu: (x) => (x >= 0 ? x : Math.expm1(x)),
  rsqrt: (x) => 1 / Math.sqrt(x),
};
for (const name of ['exp', 'log', 'log1p', 'expm1', 'sqrt', 'tanh', 'sin', 'cos', 'tan', 'sinh', 'cosh'] as const) {
  functions[name] = Math[name];
}
for (const name of ['asin', 'acos', 'atan', 'asinh', 'acosh', 'atanh'] as const) functions[name] = Math[name];

// Both signs over 36 powers of two.
const magnitudes = Array.from({ length: 1800 }, (_, i) => 2 ** (i / 50 - 30));
const arguments_ = Float32Array.from(magnitudes.flatMap((x) => [x, -x]));

test.each(Object.entries(functions))('%s is right to within 4e-7 of its value', async (name, exact) => {
  await tf.setBackend('onnx');
  const f = tf[name as 'exp'];
  const found = tf.tidy(() => f(tf.tensor1d(arguments_)).dataSync());
  for (const [i, x] of arguments_.entries()) {
    const expected = Math.fround(exact(x));
    // Below the normal numbers there are fewer digits.
    const error = Math.abs(expected) < 1e-37 ? 0 : Math.abs(found[i]! - expected) / Math.abs(expected);
    if (Number.isFinite(expected) ? !(error <= 4e-7) : !Object.is(found[i], expected)) {
      expect.fail(`${name}(${x}): expected ${expected}, found ${found[i]}`);
    }
  }
});
