import * as tf from '@tensorflow/tfjs';
import { beforeEach, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../../scripts/expect-no-leaks.js';
import { numbers, onnx, tensor } from '../../test/compare.js';
import { jit } from './jit.js';

// What shares data when a function is recorded need not share it later, and what is outside may change.

beforeEach(() => tf.setBackend('onnx'));
expectNoLeaks(() => tf.memory().numTensors);

function read(f: () => tf.Tensor): number[] {
  const result = f();
  const values = Array.from(result.dataSync());
  result.dispose();
  return values;
}

test('a captured tensor is not the argument that it was once passed as', () => {
  const [c, d] = [tf.tensor([1, 2]), tf.tensor([10, 9])];
  const captured = tf.reshape(c, [1, 2]);
  const compiled = jit((x: tf.Tensor) => tf.add(x, captured));
  for (let i = 0; i < 3; i++) expect(read(() => compiled(c))).toEqual([2, 4]);
  expect(read(() => compiled(d))).toEqual([11, 11]);
  tf.dispose([c, d, captured]);
});

test('a variable is not the tensor that it was made of', () => {
  const anchor = tf.tensor([1, 2]);
  const w = tf.variable(anchor);
  const distance = jit(() => tf.sub(w, anchor));
  for (let i = 0; i < 3; i++) expect(read(() => distance())).toEqual([0, 0]);
  const next = tf.tensor([5, 6]);
  w.assign(next);
  expect(read(() => distance())).toEqual([4, 4]);
  tf.dispose([anchor, w, next]);
});

test('variables that swap their values', () => {
  const [a, b] = tf.tidy(() => [tf.variable(tf.tensor([1])), tf.variable(tf.tensor([2]))]);
  const swap = jit(() => {
    const old = tf.clone(a);
    a.assign(b);
    b.assign(old);
    return tf.sub(a, b);
  });
  for (let i = 0; i < 6; i++) {
    expect(read(() => swap())).toEqual([i % 2 === 0 ? 1 : -1]);
    expect([...a.dataSync(), ...b.dataSync()]).toEqual(i % 2 === 0 ? [2, 1] : [1, 2]);
  }
  tf.dispose([a, b]);
});

test('plain numbers are told apart, infinities too', () => {
  const compiled = jit((x: tf.Tensor, bound: number) => tf.minimum(x, bound));
  const x = tf.tensor([1, 2]);
  for (let i = 0; i < 3; i++) expect(read(() => compiled(x, Number.POSITIVE_INFINITY))).toEqual([1, 2]);
  expect(read(() => compiled(x, Number.NEGATIVE_INFINITY))).toEqual([-Infinity, -Infinity]);
  expect(read(() => compiled(x, Number.NaN)).every(Number.isNaN)).toBe(true);
  // @ts-expect-error a bigint is no plain value
  expect(() => compiled(x, 3n)).toThrow(/found a bigint/);
  x.dispose();
});

test('what is gone outside is recorded anew', () => {
  let w = tf.tidy(() => tf.variable(tf.tensor([1])));
  let factor = tf.tensor([2]);
  const compiled = jit(() => tf.mul(w, factor));
  for (let i = 0; i < 3; i++) expect(read(() => compiled())).toEqual([2]);
  tf.dispose([w, factor]);
  w = tf.tidy(() => tf.variable(tf.tensor([3])));
  factor = tf.tensor([5]);
  for (let i = 0; i < 3; i++) expect(read(() => compiled())).toEqual([15]);
  tf.dispose([w, factor]);
});

test('a constant that was handed out is not the one that is kept', () => {
  const compiled = jit(() => tf.tensor([3, 1, 2]));
  for (let i = 0; i < 4; i++) {
    const result = compiled();
    const values = result.dataSync();
    expect([...values]).toEqual([3, 1, 2]);
    values.fill(9);
    result.dispose();
  }
});

test('a tensor that is returned twice is two tensors', () => {
  const compiled = jit((x: tf.Tensor) => {
    const y = tf.exp(x);
    return [y, y] as const;
  });
  const x = tensor([2]);
  for (let i = 0; i < 4; i++) {
    const [a, b] = compiled(x);
    a.dispose();
    expect(b.dataSync()).toHaveLength(2);
    b.dispose();
  }
  x.dispose();
});

test('strings and complex numbers: refused as arguments, and as results', () => {
  const z = tf.complex([1, 2], [3, 4]);
  expect(() => jit((x: tf.Tensor) => tf.real(x))(z)).toThrow(/found complex64/);
  const plain = jit((x: tf.Tensor) => tf.real(x), { strict: false });
  for (let i = 0; i < 4; i++) expect(read(() => plain(z))).toEqual([1, 2]);
  const making = jit((x: tf.Tensor) => tf.complex(x, x));
  const x = tensor([2]);
  expect(() => {
    for (let i = 0; i < 5; i++) tf.dispose(making(x));
  }).toThrow(/it returns a tensor of type complex64/);
  tf.dispose([x, z]);
});

test('a failure elsewhere neither stops compilation nor appears in it', () => {
  const x = tensor([3]);
  const bad = tf.tidy(() => tf.gather(x, tf.add(tf.tensor1d([6], 'int32'), tf.scalar(1, 'int32'))));
  const compiled = jit((y: tf.Tensor) => tf.exp(y));
  const expected = Array.from(numbers([3]), (value) => Math.fround(Math.exp(value)));
  const { runs } = onnx().statistics;
  for (let i = 0; i < 6; i++) {
    for (const [k, value] of read(() => compiled(x)).entries()) expect(value).toBeCloseTo(expected[k]!, 5);
  }
  expect(() => bad.dataSync()).toThrow(/indices/);
  expect(onnx().statistics.runs).toBeGreaterThan(runs);
  tf.dispose([x, bad]);
});

test('a body that fails leaves nothing behind, and may be called again', () => {
  const compiled = jit((x: tf.Tensor, index: tf.Tensor1D) => tf.gather(tf.exp(x), index));
  const x = tensor([3]);
  const [good, bad] = [tf.tensor1d([1], 'int32'), tf.tensor1d([9], 'int32')];
  for (let i = 0; i < 6; i++) {
    expect(() => compiled(x, bad)).toThrow(/index|indices/);
    expect(read(() => compiled(x, good))).toHaveLength(1);
  }
  tf.dispose([x, good, bad]);
});
