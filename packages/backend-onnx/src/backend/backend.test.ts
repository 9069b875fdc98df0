import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { onnx, tensor } from '../../test/compare.js';
import { trainer } from '../../test/trainer.js';

beforeEach(() => tf.setBackend('onnx'));

describe('laziness', () => {
  test('a step with gradients and updates is one run', async () => {
    const { step, dispose } = trainer(4);
    await step();
    const before = onnx().statistics;
    await step();
    expect(onnx().statistics.runs).toBe(before.runs + 1);
    expect(onnx().statistics.compiled).toBe(before.compiled);
    dispose();
  });

  test('what nobody needs is not computed', () => {
    const { runs } = onnx().statistics;
    tf.tidy(() => {
      tf.exp(tensor([4]));
    });
    onnx().flush();
    expect(onnx().statistics.runs).toBe(runs);
  });

  test('changed data, step counts and learning rates need no new graph', async () => {
    const { step, dispose } = trainer(3);
    await step();
    const { compiled } = onnx().statistics;
    for (let i = 0; i < 5; i++) await step();
    expect(onnx().statistics.compiled).toBe(compiled);
    dispose();
  });

  test('uploaded variables and computed ones make the same graph', async () => {
    const first = trainer(5);
    await first.step();
    await first.step();
    const { compiled } = onnx().statistics;
    const second = trainer(5);
    for (const [i, variable] of second.variables.entries()) {
      const copy = tf.tensor(first.variables[i]!.dataSync().slice(), variable.shape);
      variable.assign(copy);
      copy.dispose();
    }
    await second.step();
    expect(onnx().statistics.compiled).toBe(compiled);
    first.dispose();
    second.dispose();
  });

  test('a trace that is never read is computed before it grows without bound', () => {
    const { runs } = onnx().statistics;
    let x = tf.scalar(0);
    for (let i = 0; i < 25_000; i++) {
      const next = tf.add<tf.Scalar>(x, tf.scalar(1));
      tf.dispose(x);
      x = next;
      if (i % 100 === 0) tf.engine().startScope();
      if (i % 100 === 0) tf.engine().endScope();
    }
    expect(onnx().statistics.runs).toBeGreaterThan(runs);
    expect(x.dataSync()[0]).toBe(25_000);
    x.dispose();
  }, 120_000);
});

test('the same steps give the same bits', async () => {
  const run = async (): Promise<number[]> => {
    const { step, dispose } = trainer(6);
    const losses = [];
    for (let i = 0; i < 4; i++) losses.push(await step());
    dispose();
    return losses;
  };
  expect(await run()).toEqual(await run());
});

test('memory stays flat over 500 steps', async () => {
  const { step, dispose } = trainer(4);
  for (let i = 0; i < 50; i++) await step();
  const tensors = tf.memory().numTensors;
  const entries = onnx().numDataIds();
  const memory = process.memoryUsage().rss;
  for (let i = 0; i < 500; i++) await step();
  expect(tf.memory().numTensors).toBe(tensors);
  expect(onnx().numDataIds()).toBe(entries);
  expect(process.memoryUsage().rss - memory).toBeLessThan(64 * 2 ** 20);
  dispose();
}, 120_000);

test('compiled graphs can be released at any time', async () => {
  const { step, dispose } = trainer(4);
  await step();
  onnx().releaseCompiled();
  expect(onnx().statistics.sessions).toBe(0);
  expect(await step()).toBeTypeOf('number');
  dispose();
});

describe('storage', () => {
  test('an array that was read never changes', async () => {
    const { step, variables, dispose } = trainer(4);
    await step();
    const read = variables[0]!.dataSync();
    const copy = read.slice();
    for (let i = 0; i < 3; i++) await step();
    expect(read).toEqual(copy);
    dispose();
  });

  test('an array may be reused once its tensor is made', () => {
    const values = Float32Array.of(1, 2);
    const x = tf.tensor(values);
    const y = tf.mul(x, 2);
    values.fill(9);
    expect([...y.dataSync()]).toEqual([2, 4]);
    tf.dispose([x, y]);
  });

  test('reshapes and clones share data until the last is gone', () => {
    const ids = onnx().numDataIds();
    const x = tf.tensor([1, 2, 3, 4]);
    const y = tf.reshape(x, [2, 2]);
    expect(onnx().numDataIds()).toBe(ids + 1);
    x.dispose();
    expect([...y.dataSync()]).toEqual([1, 2, 3, 4]);
    y.dispose();
    expect(onnx().numDataIds()).toBe(ids);
  });

  test('empty tensors', () => {
    tf.tidy(() => {
      expect(tf.add(tf.zeros([0, 3]), tf.ones([3])).shape).toEqual([0, 3]);
      expect(tf.sum(tf.zeros([0])).dataSync()[0]).toBe(0);
      expect(tf.concat([tf.zeros([0, 2]), tf.ones([1, 2])]).arraySync()).toEqual([[1, 1]]);
      expect(tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2])).arraySync()).toEqual([
        [0, 0],
        [0, 0],
      ]);
    });
  });

  test('strings and complex numbers', () => {
    tf.tidy(() => {
      expect(tf.reshape(tf.tensor(['a', 'b'], [2], 'string'), [2, 1]).arraySync()).toEqual([['a'], ['b']]);
      const z = tf.complex(tf.tensor([1, 2]), tf.mul(tf.tensor([3, 4]), 2));
      expect([...z.dataSync()]).toEqual([1, 6, 2, 8]);
      expect([...tf.real(z).dataSync(), ...tf.imag(z).dataSync()]).toEqual([1, 2, 6, 8]);
      expect([...tf.mul(z, z).dataSync()]).toEqual([-35, 12, -60, 32]);
      expect([...tf.real(tf.ifft(tf.fft(z))).dataSync()].map(Math.round)).toEqual([1, 2]);
    });
    expect(tf.memory().numTensors).toBeGreaterThanOrEqual(0);
  });

  test('tensors move between backends', async () => {
    const x = tf.mul(tf.tensor([1, 2]), 3);
    await tf.setBackend('cpu');
    const y = tf.add(x, 1);
    await tf.setBackend('onnx');
    const z = tf.mul(y, 2);
    expect([...z.dataSync()]).toEqual([8, 14]);
    tf.dispose([x, y, z]);
  });
});
