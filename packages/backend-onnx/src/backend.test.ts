import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { numbers, onnx, tensor } from '../test/compare.js';

beforeEach(async () => {
  await tf.setBackend('onnx');
});

/** A small network with its own gradient descent; a step returns the loss. */
function trainer(width: number): { step(): Promise<number>; dispose(): void; variables: tf.Variable[] } {
  const variables = [
    tf.variable(tensor([3, 3, 2, width], 1)),
    tf.variable(tf.zeros([width])),
    tf.variable(tensor([width * 16, 3], 2)),
  ];
  const [filter, bias, weights] = variables as [tf.Variable<tf.Rank.R4>, tf.Variable, tf.Variable];
  let count = 0;
  const step = async (): Promise<number> => {
    count++;
    const loss = tf.tidy(() => {
      const x = tf.tensor4d(numbers([4, 8, 8, 2], count), [4, 8, 8, 2]);
      const { value, grads } = tf.variableGrads(() => {
        const h = tf.relu(tf.add(tf.conv2d(x, filter, 2, 'same'), bias));
        return tf.neg(tf.mean(tf.logSoftmax(tf.matMul(tf.reshape(h, [4, -1]), weights))));
      }, variables);
      const rate = tf.scalar(0.1 / count);
      for (const variable of variables) variable.assign(tf.sub(variable, tf.mul(grads[variable.name]!, rate)));
      return value;
    });
    const [number] = await loss.data();
    loss.dispose();
    return number!;
  };
  return { step, variables, dispose: () => tf.dispose(variables) };
}

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
