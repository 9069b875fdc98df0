import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { snapshot, type ToyBatch, type ToyModel } from '../test/toy-model.js';
import { base, collect, data, stopped, validation, withModel } from '../test/toy-run.js';
import { type BatchSource, evaluateLoss, fit, memoryCheckpoints } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The same items, each batch after a while; later ones sometimes sooner than earlier ones. */
function slow(source: BatchSource<ToyBatch>, calls: number[][] = []): BatchSource<ToyBatch> {
  return {
    size: source.size,
    get: async (indices) => {
      calls.push([...indices]);
      await wait(calls.length % 2 === 0 ? 0 : 3);
      return source.get(indices);
    },
  };
}

describe('a source that takes time', () => {
  test.each([undefined, 0, 1, 3])('prefetch %s trains bit for bit as one that does not', async (prefetch) => {
    const expected: number[][] = [];
    const noting = {
      size: data.size,
      get: (indices: Uint32Array) => {
        expected.push([...indices]);
        return data.get(indices);
      },
    };
    const plain = await withModel(async (model) => {
      const results = await collect(fit(model, noting, base()));
      return { weights: snapshot(model), validation: results.map((result) => result.validation) };
    });
    const calls: number[][] = [];
    await withModel(async (model) => {
      const options = { ...base(), validation: slow(validation), prefetch };
      const results = await collect(fit(model, slow(data, calls), options));
      expect(snapshot(model)).toEqual(plain.weights);
      expect(results.map((result) => result.validation)).toEqual(plain.validation);
    });
    expect(calls).toEqual(expected);
  });

  test.each([0, 2])('stopped in mid-epoch and resumed, prefetch %i', async (prefetch) => {
    const whole = await withModel(async (model) => {
      await fit(model, data, base()).last();
      return snapshot(model);
    });
    const checkpoints = memoryCheckpoints();
    await withModel(async (model) => {
      const failure = await stopped(model, { ...base(), prefetch, checkpoints }, 7, slow(data));
      expect(failure.step).toBe(7);
    });
    await withModel(async (model) => {
      await fit(model, slow(data), { ...base(), prefetch, checkpoints }).last();
      expect(snapshot(model)).toEqual(whole);
    });
  });

  test('the next batch is begun while a step runs, one after the other without prefetch', async () => {
    for (const [prefetch, most] of [
      [0, 1],
      [undefined, 2],
      [2, 3],
    ] as const) {
      let begun = 0;
      let done = 0;
      const ahead: number[] = [];
      const source = {
        size: data.size,
        get: async (indices: Uint32Array) => {
          ahead.push(++begun - done);
          return data.get(indices);
        },
      };
      await withModel((model) =>
        fit(model, source, { ...base(), validation: undefined, prefetch, onStep: () => void done++ }).last(),
      );
      expect(Math.max(...ahead)).toBe(most);
    }
  });

  test('leaves no tensors behind when the run ends early', async () => {
    await withModel(async (model) => {
      for await (const _ of fit(model, slow(data), { ...base(), prefetch: 3 })) break;
    });
    await withModel(async (model) => {
      const onStep = (): never => {
        throw new Error('power cut');
      };
      await expect(fit(model, slow(data), { ...base(), prefetch: 3, onStep }).last()).rejects.toThrow('power cut');
    });
    await withModel(
      (model) => expect(fit(model, slow(data), { ...base(), prefetch: 3 }).last()).rejects.toThrow('not finite'),
      { nanAt: 1 },
    );
    await withModel(async (model) => {
      let batches = 0;
      const failing: BatchSource<ToyBatch> = {
        size: data.size,
        get: async (indices) => {
          if (++batches === 3) throw new Error('no such file');
          return data.get(indices);
        },
      };
      const steps: number[] = [];
      const run = fit(model, failing, { ...base(), prefetch: 3, onStep: ({ step }) => steps.push(step) });
      await expect(run.last()).rejects.toThrow('no such file');
      // The batches before it have been trained on.
      expect(steps).toEqual([1, 2]);
      await expect(
        evaluateLoss(
          model,
          { ...failing, get: () => Promise.reject(new Error('gone')) },
          { batchSize: 3, rng: Rng.fromSeed(1) },
        ),
      ).rejects.toThrow('gone');
    });
  });

  test('a scope that is open when a batch arrives does not take its tensors', async () => {
    await withModel(async (model) => {
      const gradients: NonNullable<ToyModel['gradients']> = async (batch, context) => {
        tf.engine().startScope();
        // The next batch arrives here.
        await wait(10);
        const { value, grads } = tf.variableGrads(() => model.loss(batch, context).loss);
        const own = Object.entries(model.variables).flatMap(([name, variable]) =>
          grads[variable.name] ? [[name, tf.keep(grads[variable.name]!)]] : [],
        );
        tf.keep(value);
        tf.engine().endScope();
        return { loss: value, terms: {}, gradients: Object.fromEntries(own) };
      };
      await fit({ ...model, gradients }, slow(data), { ...base(), epochs: 1, stepsPerEpoch: 3 }).last();
    });
  });

  test('its type is that of its batches', () => {
    expectTypeOf(fit<ToyBatch>)
      .parameter(1)
      .toExtend<BatchSource<ToyBatch>>();
    const source = { size: 4, get: async (): Promise<ToyBatch> => data.get(Uint32Array.of(0)) };
    expectTypeOf(source).toExtend<BatchSource<ToyBatch>>();
  });
});

describe('batches that cannot be used', () => {
  test.each([0, 1])('a tensor that is handed out twice, prefetch %i', async (prefetch) => {
    await withModel(async (model) => {
      const same = data.get(Uint32Array.of(0, 1, 2, 3));
      const run = fit(model, { size: 22, get: () => same }, { ...base(), prefetch });
      await expect(run.last()).rejects.toThrow(
        /fit\(data\): get\(indices\): the batch's 'x' is a tensor that was disposed.*anew at every call, or hand out tf.clone/,
      );
    });
  });

  test('no batch at all', async () => {
    await withModel(async (model) => {
      for (const get of [() => undefined, async () => undefined, () => 3]) {
        const run = fit(model, { size: 22, get: get as never }, base());
        await expect(run.last()).rejects.toThrow(/expected a tensor or a record.*found (none|3)/);
      }
    });
  });

  test('values that are not finite are told apart from a rate that is too large', async () => {
    const broken: BatchSource<ToyBatch> = {
      size: 22,
      get: (indices) => {
        const batch = data.get(indices);
        const bad = tf.tidy(() => {
          const mask = Array.from(indices, (i) => [i === 17 ? Number.NaN : 0]);
          return tf.add<tf.Tensor2D>(batch.nested.y, tf.tensor2d(mask));
        });
        batch.nested.y.dispose();
        return { ...batch, nested: { y: bad } };
      },
    };
    await withModel(async (model) => {
      await expect(fit(model, broken, base()).last()).rejects.toThrow(
        /Note that the batch's 'nested.y' holds NaN \(first in item 17\): unless that row is marked as missing/,
      );
    });
    await withModel(async (model) => {
      const heldOut = fit(model, data, { ...base(), validation: broken });
      await expect(heldOut.last()).rejects.toThrow(/on the held-out data.*holds NaN \(first in item 17\)/);
    });
    await withModel(
      (model) => expect(fit(model, data, base()).last()).rejects.toThrow(/saved\. A smaller learning rate/),
      { nanAt: 1 },
    );
  });
});
