import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { expectSame, on, tensor, withGradients } from '../../test/compare.js';

/** Functions of tfjs by name. */
function pick<F = (x: tf.Tensor) => tf.Tensor>(names: string): Record<string, F> {
  const all = tf as unknown as Record<string, F>;
  return Object.fromEntries(names.split(' ').map((name) => [name, all[name]!]));
}

const special = Float32Array.of(Number.NaN, Infinity, -Infinity, 0, -0, 1.5, -1.5, 2.5, 1e-8, -20, 40, -15, 0.5, -0.4);

/** Functions of one tensor by name: those with a gradient, and the others. */
const smooth = {
  ...pick('abs elu erf exp expm1 leakyRelu log1p logSigmoid neg relu relu6 selu sigmoid sin softplus square tanh'),
  clip: (x: tf.Tensor) => tf.clipByValue(x, -0.5, 0.25),
};
const unary = {
  ...smooth,
  ...pick('ceil cos floor isFinite isInf isNaN log reciprocal round rsqrt sign sqrt step'),
  stepDown: (x: tf.Tensor) => tf.step(x, -1),
};

describe('one operand', () => {
  test.each(Object.entries(unary))('%s', async (_name, f) => {
    await expectSame(() => f(tensor([3, 4, 5])));
    if (f !== tf.sin && f !== tf.cos) await expectSame(() => f(tf.tensor(special)));
  });

  test.each(Object.entries(smooth))('gradient of %s', async (_name, f) => {
    await expectSame(() => withGradients((x) => f(x), [tensor([4, 5])]), { tolerance: 1e-4 });
  });

  test('log1p and expm1 keep their precision near zero', async () => {
    const [log1p, expm1] = await on('onnx', () => {
      const x = tf.tensor([1e-7, -1e-7, 3e-5]);
      return [tf.log1p(x), tf.expm1(x)];
    });
    for (const [i, x] of [1e-7, -1e-7, 3e-5].entries()) {
      expect(log1p!.values[i]! / Math.log1p(x)).toBeCloseTo(1, 6);
      expect(expm1!.values[i]! / Math.expm1(x)).toBeCloseTo(1, 6);
    }
  });

  test('tan near its poles', async () => {
    await expectSame(() => tf.tan(tf.tensor([-470910688, 0.5])), { tolerance: 3e-8 });
  });

  test('sigmoid keeps its lower tail', async () => {
    await expectSame(() => tf.log(tf.sigmoid(tf.tensor([-80, -40, -18, -10, 0, 10, 100]))), { tolerance: 1e-7 });
  });

  test('softplus keeps its lower tail', async () => {
    const [result] = await on('onnx', () => tf.softplus(tf.tensor([-15, -30])));
    expect(result!.values[0]! / Math.exp(-15)).toBeCloseTo(1, 5);
    expect(result!.values[1]! / Math.exp(-30)).toBeCloseTo(1, 5);
  });
});

const binary = pick<(a: tf.Tensor, b: tf.Tensor) => tf.Tensor>(
  'add sub mul div pow maximum minimum squaredDifference equal notEqual greater greaterEqual less lessEqual',
);

describe('two operands', () => {
  test.each(Object.entries(binary))('%s', async (_name, f) => {
    await expectSame(() => f(tensor([3, 4, 5], 1), tensor([3, 4, 5], 2)));
    await expectSame(() => f(tf.tensor(special), tf.reverse(tf.tensor(special))));
  });

  test.each([
    { a: [3, 1], b: [1, 4] },
    { a: [4], b: [2, 3, 4] },
    { a: [], b: [2, 3] },
    { a: [2, 1, 3, 1], b: [5, 1, 4] },
    { a: [2, 1, 1, 1, 3], b: [4, 1, 3] },
  ])('broadcasting $a with $b, and its gradients', async ({ a, b }) => {
    for (const f of [tf.add, tf.sub, tf.mul, tf.div]) {
      const inputs = () => [tensor(a, 3), tf.add(tensor(b, 4), 2)] as tf.Tensor[];
      await expectSame(() => withGradients((x, y) => f(x, y), inputs()), { tolerance: 1e-4 });
    }
  });

  test('step of small numbers', async () => {
    const x = (): tf.Tensor => tf.tensor([-1e-45, 3e-39, 2e-38, 0, -0, NaN]);
    await expectSame(() => [tf.step(x()), tf.step(x(), -2), tf.grad((a: tf.Tensor) => tf.relu(a))(x())]);
  });

  test('two fills', async () => {
    await expectSame(() => {
      const [zeros, ones] = [tf.fill([2, 3], 0), tf.fill([2, 3], 1)];
      const sums = [tf.add(ones, ones), tf.sub(zeros, ones), tf.mul(zeros, zeros), tf.add(ones, tf.fill([3], 1))];
      return [
        ...sums,
        tf.tan(ones),
        tf.floorDiv(ones, ones),
        tf.greater(ones, zeros),
        tf.where(tf.less(zeros, ones), ones, zeros),
      ];
    });
  });

  test('where of bools', async () => {
    await expectSame(() => {
      const bools = (...values: number[]): tf.Tensor => tf.tensor(values, [4], 'bool');
      const [c, a, b] = [bools(1, 1, 0, 0), bools(1, 0, 1, 0), bools(0, 1, 1, 0)];
      return [tf.where(c, a, b), tf.where(c, a, tf.scalar(true)), tf.where(c, tf.zerosLike(a), b)];
    });
  });

  test('int32 and bool arithmetic', async () => {
    const a = () => tf.tensor([1, -7, 2 ** 30, 5], [4], 'int32');
    const b = () => tf.tensor([3, 2, 2 ** 30, -2], [4], 'int32');
    await expectSame(() => [tf.add(a(), b()), tf.sub(a(), b()), tf.maximum(a(), b()), tf.less(a(), b()), tf.abs(a())]);
    const p = () => tf.tensor([true, false, true, false], [4], 'bool');
    const q = () => tf.tensor([true, true, false, false], [4], 'bool');
    await expectSame(() => [tf.logicalAnd(p(), q()), tf.logicalOr(p(), q()), tf.logicalNot(p()), tf.equal(p(), q())]);
    await expectSame(() => tf.logicalXor(p(), q()));
  });

  test('casts follow JavaScript', async () => {
    await expectSame(() => [tf.cast(tf.tensor(special), 'int32'), tf.cast(tf.tensor(special), 'bool')]);
    const flags = () => tf.tensor([true, false], [2], 'bool');
    await expectSame(() => [tf.cast(flags(), 'float32'), tf.cast(flags(), 'int32')]);
  });
});

describe('where', () => {
  test('NaN in what is not selected has no influence', async () => {
    const condition = () => tf.tensor([true, false, true], [3], 'bool');
    await expectSame(() =>
      tf.where(condition(), tf.tensor([1, Number.NaN, 3]), tf.tensor([Number.NaN, 2, Number.NaN])),
    );
    await expectSame(() => tf.where(tf.reshape(condition(), [3, 1]), tf.fill([3, 2], Number.NaN), tf.zeros([3, 2])));
  });

  test('gradients', async () => {
    await expectSame(
      () => {
        const condition = tf.greater(tensor([4, 3], 3), 0);
        const f = (a?: tf.Tensor, b?: tf.Tensor) => tf.where(condition, tf.mul(a!, b!), tf.square(b!));
        return withGradients(f, [tensor([4, 3], 1), tensor([4, 3], 2)]);
      },
      { tolerance: 1e-4 },
    );
  });
});
