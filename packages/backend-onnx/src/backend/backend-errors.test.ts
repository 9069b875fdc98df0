import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { numbers, onnx, tensor } from '../../test/compare.js';
import { trainer } from '../../test/trainer.js';

beforeEach(() => tf.setBackend('onnx'));

describe('errors', () => {
  test('one bad operation spoils neither the rest nor what comes after', () => {
    const x = tf.tensor([1, 2, 3]);
    const good = tf.mul(x, 2);
    const bad = tf.gather(x, tf.add(tf.scalar(6, 'int32'), tf.tensor1d([1], 'int32')));
    expect(() => bad.dataSync()).toThrow(/indices|out of/i);
    expect([...good.dataSync()]).toEqual([2, 4, 6]);
    expect([...tf.add(good, x).dataSync()]).toEqual([3, 6, 9]);
    expect(() => bad.dataSync()).toThrow(/indices|out of/i);
    tf.dispose([x, good, bad]);
  });

  test('a disposed tensor as an input is named as such', () => {
    const x = tf.tensor([1, 2]);
    x.dispose();
    expect(() => tf.neg(x)).toThrow('This tensor was disposed, or its backend no longer exists.');
  });

  test('concurrent reads', async () => {
    const x = tensor([16], 1);
    const results = await Promise.all([1, 2, 3].map((n) => tf.tidy(() => tf.mul(x, n)).data()));
    for (const [i, result] of results.entries()) {
      expect([...result]).toEqual([...numbers([16], 1)].map((value) => Math.fround(value * (i + 1))));
    }
    x.dispose();
  });

  test('a trace that gets full within a kernel is computed with all of its results', () => {
    const y = tensor([2, 3], 1);
    // Not read: that would keep its memory from being used again.
    const expected = [...numbers([2, 3], 1)];
    const counted = tf.keep(tf.scalar(1));
    let chain: tf.Tensor = tf.neg(counted);
    const full = 20_000;
    while (onnx().graph.size < full - 1) {
      const next = tf.neg(chain);
      chain.dispose();
      chain = next;
    }
    chain.dispose();
    const fed = tf.abs(y);
    y.dispose();
    const { runs } = onnx().statistics;
    const parts = tf.split(fed, 3, 1);
    expect(onnx().statistics.runs).toBe(runs + 1);
    fed.dispose();
    // Takes the memory of what is gone.
    const others = [1, 2, 3, 4].map(() => tf.fill([2, 3], 7).add(0.5));
    for (const other of others) other.dataSync();
    const found = parts.map((part) => [...part.dataSync()]);
    expect(found).toEqual([0, 1, 2].map((i) => [Math.abs(expected[i]!), Math.abs(expected[i + 3]!)]));
    tf.dispose([counted, ...parts, ...others]);
  });

  test("an earlier mistake does not end a profile, and one within it is the profile's", async () => {
    const mistake = (): tf.Tensor =>
      tf.tidy(() => tf.gather(tensor([3]), tf.add(tf.tensor1d([5], 'int32'), tf.scalar(1, 'int32'))));
    const bad = mistake();
    expect((await tf.profile(() => tf.square(2))).newTensors).toBeGreaterThan(0);
    await tf.time(() => tf.tidy(() => void tf.square(2)));
    await expect(tf.profile(mistake)).rejects.toThrow('the index value 6 is not in [0, 2]');
    // tfjs goes on profiling after an error.
    (tf.engine() as unknown as { state: { profiling: boolean } }).state.profiling = false;
    await expect(bad.data()).rejects.toThrow(/gather|index/i);
    bad.dispose();
  });

  test('a token that is out of the vocabulary is refused before it costs the model its weights', async () => {
    const { layers } = tf;
    const model = tf.sequential({
      layers: [
        layers.embedding({ inputDim: 5, outputDim: 3, inputLength: 2 }),
        layers.flatten(),
        layers.dense({ units: 1 }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
    const y = tf.tensor2d([[1], [0]]);
    const [good, bad] = [1, 5].map((token) => tf.tensor2d([0, 1, 2, token], [2, 2]));
    const before = Number(await model.trainOnBatch(good!, y));
    await expect(model.trainOnBatch(bad!, y)).rejects.toThrow('the index value 5 is not in [0, 4]');
    expect(Number(await model.trainOnBatch(good!, y))).toBeLessThan(before);
    model.dispose();
    tf.dispose([y, good!, bad!]);
  });

  test('dataToGPU says why there is nothing', () => {
    const x = tensor([2]);
    expect(() => x.dataToGPU()).toThrow('dataToGPU: the backend onnx keeps values in host memory');
    x.dispose();
  });

  test('memory counts what is recorded as it counts what is computed', () => {
    const before = tf.memory();
    const kept = tf.tidy(() => {
      const x = tensor([4, 3], 1);
      const pending = tf.exp(x);
      tf.keep(pending);
      tf.mul(pending, 2);
      return tf.cast(pending, 'int32');
    });
    const { numTensors, numBytes, numDataBuffers, unreliable, reasons } = tf.memory();
    // `exp`, which was kept, and its whole numbers.
    expect(numTensors - before.numTensors).toBe(2);
    expect(numBytes - before.numBytes).toBe(2 * 12 * 4);
    expect(numDataBuffers - before.numDataBuffers).toBe(2);
    expect(unreliable).toBe(true);
    expect(reasons).toContain('Values that were recorded but not read yet occupy no memory.');
    kept.dispose();
    expect(tf.memory().numTensors - before.numTensors).toBe(1);
  });

  test('an exception within gradients leaves variables and backend as they were', async () => {
    const { step, variables, dispose } = trainer(2);
    const first = await step();
    const weights = variables.map((variable) => [...variable.dataSync()]);
    const failing = () =>
      tf.variableGrads(() => {
        const h = tf.relu(tf.conv2d(tensor([4, 8, 8, 2], 3), variables[0] as tf.Tensor4D, 2, 'same'));
        if (h.shape[0] === 4) throw new Error('mine');
        return tf.mean<tf.Scalar>(h);
      }, variables).value;
    expect(failing).toThrow('mine');
    expect(variables.map((variable) => [...variable.dataSync()])).toEqual(weights);
    expect(Number.isFinite(first)).toBe(true);
    expect(await step()).toBeLessThan(Number.POSITIVE_INFINITY);
    dispose();
  });

  test('time and profile', async () => {
    expect((await tf.time(() => tf.tidy(() => void tf.exp(tensor([8]))))).kernelMs).toBeGreaterThanOrEqual(0);
    const profile = await tf.profile(() => tf.square(tf.tensor([2])));
    expect(profile.newTensors).toBe(2);
  });
});
