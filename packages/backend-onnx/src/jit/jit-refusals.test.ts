import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../../scripts/expect-no-leaks.js';
import { numbers, onnx, tensor } from '../../test/compare.js';
import { read } from '../../test/jit-calls.js';
import { jit } from './jit.js';

beforeEach(() => tf.setBackend('onnx'));
expectNoLeaks(() => [tf.memory().numTensors, onnx().numDataIds()]);

describe('jit refuses', () => {
  const attempts = (run: () => tf.Tensor | tf.Tensor[]) => () => {
    for (let i = 0; i < 5; i++) tf.dispose(run());
  };

  test('host inputs that are not what the body makes', () => {
    let latest: Float32Array | undefined;
    const compiled = jit(
      (x: tf.Tensor) => {
        latest = numbers([2], 1);
        return tf.add(x, tf.tensor1d(latest));
      },
      {
        hostInputs: {
          begin: () => 0,
          indexOf: (_, array) => (array === latest ? 0 : undefined),
          make: () => [numbers([2], 2)],
        },
      },
    );
    const x = tensor([2]);
    expect(attempts(() => compiled(x))).toThrow(/host input 0 is not what it makes/);
    x.dispose();
  });

  test('numbers that change from call to call', () => {
    let count = 0;
    const scaled = jit(function scaled(x: tf.Tensor) {
      return tf.mul(x, ++count);
    });
    const x = tensor([2]);
    expect(attempts(() => scaled(x))).toThrow(
      'jit: scaled cannot be compiled, since it makes a tensor of the number 4 and then 5, others at each call; pass it as an argument.',
    );
    x.dispose();
  });

  test('numbers that change later, where it verifies again', () => {
    let count = 0;
    const compiled = jit((x: tf.Tensor) => tf.mul(x, ++count > 3 ? count : 1), { verifyEvery: 4 });
    const x = tensor([2]);
    expect(() => {
      for (let i = 0; i < 40; i++) tf.dispose(compiled(x));
    }).toThrow(/others at each call/);
    x.dispose();
  });

  test('another program at each call', () => {
    let count = 0;
    const compiled = jit((x: tf.Tensor) => {
      let y = x;
      for (let i = 0; i < count; i++) y = tf.exp(y);
      count++;
      return y;
    });
    const x = tensor([2]);
    expect(attempts(() => compiled(x))).toThrow(/it computes something else at every call/);
    x.dispose();
  });

  test('reading, and kernels that fall back', () => {
    const reading = jit((x: tf.Tensor) => tf.mul(x, x.dataSync()[0]!));
    const falling = jit((x: tf.Tensor) => tf.unique(x as tf.Tensor1D).values);
    const x = tensor([2]);
    expect(attempts(() => reading(x))).toThrow(
      /it reads a tensor, or uses a kernel that falls back, before it returns/,
    );
    expect(attempts(() => falling(x))).toThrow(
      /it reads a tensor, or uses a kernel that falls back, before it returns/,
    );
    x.dispose();
  });

  test('variables made, and tensors kept, at every call', () => {
    const made: tf.Tensor[] = [];
    const making = jit((x: tf.Tensor) => {
      made.push(tf.variable(tf.exp(x)));
      return tf.exp(x);
    });
    const keeping = jit((x: tf.Tensor) => {
      made.push(tf.keep(tf.mul(x, 3)));
      return tf.exp(x);
    });
    const x = tensor([2]);
    expect(attempts(() => making(x))).toThrow(/it makes or disposes variables at every call/);
    expect(attempts(() => keeping(x))).toThrow(/it keeps tensors that it does not return/);
    tf.dispose([x, made]);
  });

  test('another structure at each call, and objects that are no containers', () => {
    let count = 0;
    const changing = jit((x: tf.Tensor) => [tf.exp(x), ++count] as const);
    const x = tensor([2]);
    expect(() => {
      for (let i = 0; i < 5; i++) tf.dispose(changing(x)[0]);
    }).toThrow(/another structure, or other plain values/);
    const strange = jit((y: { at: tf.Tensor }) => tf.exp(y.at));
    expect(() => strange({ at: new Date() as never })).toThrow('argument[0].at: expected tensors');
    x.dispose();
  });

  test('captured tensors that were disposed, strings, and unknown options', () => {
    const factor = tensor([2], 5);
    const compiled = jit((x: tf.Tensor) => tf.mul(x, factor));
    const x = tensor([2]);
    for (let i = 0; i < 3; i++) read(() => compiled(x));
    factor.dispose();
    expect(() => compiled(x)).toThrow(/disposed/);
    x.dispose();
    // @ts-expect-error no such option
    expect(() => jit(() => tf.scalar(1), { every: 3 })).toThrow(/unknown option 'every'/);
    expect(() => jit(() => tf.scalar(1), { verifyEvery: -1 })).toThrow(/verifyEvery/);
  });
});
