import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../../scripts/expect-no-leaks.js';
import { numbers, onnx, tensor } from '../../test/compare.js';
import { counted, read, variable } from '../../test/jit-calls.js';
import { jit } from './jit.js';

beforeEach(() => tf.setBackend('onnx'));
expectNoLeaks(() => [tf.memory().numTensors, onnx().numDataIds()]);

describe('jit', () => {
  test('runs the body twice, and then only the graph', () => {
    const { body, calls } = counted((x: tf.Tensor, y: tf.Tensor) => tf.sum(tf.mul(tf.exp(x), y)));
    const compiled = jit(body);
    for (let i = 0; i < 6; i++) {
      const [x, y] = [tensor([4, 3], i), tensor([4, 3], i + 10)];
      const got = read(() => compiled(x, y));
      expect(got).toEqual(read(() => tf.tidy(() => tf.sum(tf.mul(tf.exp(x), y)))));
      tf.dispose([x, y]);
    }
    expect(calls()).toBe(2);
  });

  test('a training step with tfjs optimisers gives the bits of the plain one', () => {
    const train = (compile: boolean): number[] => {
      const weights = variable([6, 3], 1);
      const bias = variable([3], 2);
      const optimizer = tf.train.adam(0.05);
      const step = (x: tf.Tensor, y: tf.Tensor): tf.Scalar =>
        optimizer.minimize(
          () => tf.losses.softmaxCrossEntropy(y, tf.add(tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D), bias)),
          true,
          [weights, bias],
        )!;
      const run = compile ? jit(step) : (x: tf.Tensor, y: tf.Tensor) => tf.tidy(() => step(x, y));
      const losses: number[] = [];
      for (let i = 0; i < 12; i++) {
        const x = tensor([8, 6], i);
        const y = tf.tidy(() => tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2, 0, i % 3], 'int32'), 3).toFloat());
        losses.push(...read(() => run(x, y)));
        tf.dispose([x, y]);
      }
      losses.push(...weights.dataSync(), ...bias.dataSync());
      optimizer.dispose();
      tf.dispose([weights, bias]);
      return losses;
    };
    expect(train(true)).toEqual(train(false));
  });

  test('nested arguments and results, plain values, and shapes each have their own form', () => {
    const { body, calls } = counted((at: { x: tf.Tensor; power: number; more: tf.Tensor[] }) => ({
      sum: tf.sum(tf.pow(at.x, at.power)),
      list: [tf.addN(at.more), 'name'] as const,
    }));
    const compiled = jit(body);
    for (const [length, power] of [
      [3, 2],
      [3, 3],
      [4, 2],
    ] as const) {
      for (let i = 0; i < 3; i++) {
        const x = tensor([length], i);
        const { sum, list } = compiled({ x, power, more: [x, x] });
        expect(list[1]).toBe('name');
        expect(sum.dataSync()[0]).toBeCloseTo(
          Array.from(numbers([length], i)).reduce((total, value) => total + value ** power, 0),
          4,
        );
        expect([...list[0].dataSync()]).toEqual(Array.from(numbers([length], i), (value) => 2 * value));
        tf.dispose([x, sum, list[0]]);
      }
    }
    expect(calls()).toBe(6);
  });

  test('what the body passes on belongs to the caller', () => {
    const x = tensor([3]);
    const v = variable([3], 2);
    const compiled = jit((a: tf.Tensor) => [a, v, tf.zeros([2]), tf.reshape(a, [3, 1])] as tf.Tensor[]);
    for (let i = 0; i < 4; i++) {
      const results = compiled(x);
      expect(results.map((result) => Array.from(result.dataSync()))).toEqual([
        Array.from(numbers([3])),
        Array.from(numbers([3], 2)),
        [0, 0],
        Array.from(numbers([3])),
      ]);
      expect(results[3]!.shape).toEqual([3, 1]);
      tf.dispose(results);
    }
    expect(x.isDisposed).toBe(false);
    tf.dispose([x, v]);
  });

  test('the same tensor twice is another form than two tensors', () => {
    const compiled = jit((a: tf.Tensor, b: tf.Tensor) => tf.sub(a, b));
    const [x, y] = [tensor([2], 1), tensor([2], 2)];
    for (let i = 0; i < 3; i++) expect(read(() => compiled(x, x))).toEqual([0, 0]);
    const difference = read(() => tf.sub(x, y));
    for (let i = 0; i < 3; i++) expect(read(() => compiled(x, y))).toEqual(difference);
    const v = tf.variable(x);
    const [a, b] = [tf.variable(x), tf.variable(x)];
    const spread = jit(() => tf.sub(a, b));
    for (let i = 0; i < 3; i++) expect(read(() => spread())).toEqual([0, 0]);
    b.assign(y);
    for (let i = 0; i < 3; i++) expect(read(() => spread())).toEqual(difference);
    tf.dispose([x, y, v, a, b]);
  });

  test('an argument may still be pending, and results may be used without being read', () => {
    const compiled = jit((x: tf.Tensor) => tf.mul(x, 2));
    for (let i = 0; i < 4; i++) {
      const values = tf.tidy(() => tf.add(compiled(tf.exp(compiled(tensor([2], i)))), 1));
      const expected = Array.from(numbers([2], i), (value) => 2 * Math.exp(2 * value) + 1);
      for (const [j, value] of values.dataSync().entries()) expect(value).toBeCloseTo(expected[j]!, 4);
      values.dispose();
    }
  });

  test('constants of the body are kept', () => {
    const compiled = jit((x: tf.Tensor) => tf.mul(tf.add(x, tf.tensor([1, 2, 3])), tf.fill([3], 2.5)));
    const x = tensor([3]);
    const expected = Array.from(numbers([3]), (value, i) => Math.fround(Math.fround(value + i + 1) * 2.5));
    for (let i = 0; i < 4; i++) expect(read(() => compiled(x))).toEqual(expected);
    x.dispose();
  });

  test('inside a gradient, inside another, and on another backend it is the plain body', async () => {
    const { body, calls } = counted((x: tf.Tensor) => tf.square(x));
    const compiled = jit(body);
    const outer = jit((x: tf.Tensor) => tf.add(compiled(x), 1));
    const x = tensor([3]);
    for (let i = 0; i < 4; i++) {
      const gradient = tf.grad((y: tf.Tensor) => tf.sum(compiled(y)))(x);
      expect([...gradient.dataSync()]).toEqual(Array.from(numbers([3]), (value) => 2 * value));
      gradient.dispose();
    }
    expect(calls()).toBe(4);
    for (let i = 0; i < 4; i++) read(() => outer(x));
    expect(calls()).toBe(6);
    x.dispose();
    await tf.setBackend('cpu');
    const y = tf.tensor([3]);
    expect(read(() => compiled(y))).toEqual([9]);
    y.dispose();
  });

  test('arrays that the host makes anew are host inputs', () => {
    let seed = 0;
    const { body, calls } = counted((x: tf.Tensor) => {
      latest = numbers([3], seed);
      return tf.add(x, tf.tensor1d(latest));
    });
    let latest: Float32Array | undefined;
    const compiled = jit(body, {
      hostInputs: {
        begin: () => undefined,
        indexOf: (_, array) => (array === latest ? 0 : undefined),
        make: () => [numbers([3], seed)],
      },
    });
    const x = tensor([3], 50);
    for (; seed < 5; seed++)
      expect(read(() => compiled(x))).toEqual(read(() => tf.tidy(() => tf.add(x, tf.tensor1d(numbers([3], seed))))));
    expect(calls()).toBe(2);
    x.dispose();
  });

  test('without strict, what cannot be compiled stays as it is', () => {
    let count = 0;
    const compiled = jit((x: tf.Tensor) => tf.mul(x, ++count), { strict: false });
    const x = tf.tensor([2]);
    for (let i = 1; i < 9; i++) expect(read(() => compiled(x))).toEqual([2 * i]);
    x.dispose();
  });

  test('compiled graphs may be released', () => {
    const compiled = jit((x: tf.Tensor) => tf.exp(x));
    const x = tensor([3]);
    const first = read(() => compiled(x));
    for (let i = 0; i < 3; i++) read(() => compiled(x));
    onnx().releaseCompiled();
    expect(read(() => compiled(x))).toEqual(first);
    x.dispose();
  });
});
