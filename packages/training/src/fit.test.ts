import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { snapshot, type ToyBatch, type ToyModel, toyData } from '../test/toy-model.js';
import { base, collect, data, stopped, withModel } from '../test/toy-run.js';
import { adam, fit, memoryCheckpoints, memoryLog, NonFiniteError, type StepEvent } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

test('learns, and reports terms as means over the epoch', async () => {
  await withModel(async (model) => {
    const log = memoryLog();
    const options = { epochs: 30, batchSize: 32, rng: Rng.fromSeed(1), optimizer: adam({ learningRate: 0.03 }) };
    const results = await collect(fit(model, toyData(256), { ...options, log }));
    expect(results.map(({ index }) => index)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(results.at(-1)!.step).toBe(240);
    expect(results.at(-1)!.terms.loss).toBeLessThan(results[0]!.terms.loss / 5);
    const steps = log.entries.filter((entry) => entry.kind === 'step' && entry.epoch === 3);
    const mean = steps.reduce((sum, entry) => sum + (entry.terms.fit as { squared: number }).squared, 0) / steps.length;
    expect((results[3]!.terms.fit as { squared: number }).squared).toBeCloseTo(mean, 12);
    expect(Object.keys(results[0]!.terms)).toEqual(['loss', 'fit', 'penalty']);
  });
});

test('leaves no tensors behind, however a run ends', async () => {
  await withModel((model) => collect(fit(model, data, base())));
  await withModel(async (model) => {
    for await (const _ of fit(model, data, base())) break;
  });
  await withModel((model) => stopped(model, { ...base(), checkpoints: memoryCheckpoints() }, 3));
  await withModel((model) => expect(collect(fit(model, data, base()))).rejects.toThrow(NonFiniteError), { nanAt: 2 });
});

test("a model's own gradients are used in place of the loss's, and disposed", async () => {
  const outcome = async (own: boolean): Promise<{ weights: unknown; calls: number }> =>
    withModel(async (model) => {
      let calls = 0;
      const variables = Object.entries(model.variables);
      const gradients: NonNullable<ToyModel['gradients']> = async (batch, context) => {
        calls += 1;
        await Promise.resolve();
        return tf.tidy(() => {
          let terms: Record<string, tf.Tensor> = {};
          const { value, grads } = tf.variableGrads(
            () => {
              const result = model.loss(batch, context);
              terms = { penalty: tf.keep(tf.clone(result.terms.penalty as tf.Scalar)) };
              return result.loss;
            },
            variables.map(([, variable]) => variable),
          );
          const named = variables.flatMap(([name, variable]) => {
            const gradient = grads[variable.name];
            return gradient ? [[name, gradient]] : [];
          });
          return { loss: value, terms, gradients: Object.fromEntries(named) } as never;
        });
      };
      const results = await collect(fit(own ? { ...model, gradients } : model, data, base()));
      expect(Number.isFinite(results.at(-1)!.terms.penalty)).toBe(true);
      return { weights: snapshot(model), calls };
    });
  const [plain, own] = [await outcome(false), await outcome(true)];
  expect(own.weights).toEqual(plain.weights);
  // Three epochs of five steps; held-out data take the loss.
  expect([plain.calls, own.calls]).toEqual([0, 15]);
});

test('a throwing loss leaves no tensors behind', async () => {
  await withModel(async (model) => {
    const broken = { ...model, loss: () => ({ loss: tf.zeros([2]) as unknown as tf.Scalar, terms: {} }) };
    await expect(collect(fit(broken, data, base()))).rejects.toThrow(/'loss': expected a scalar, found shape \[2\]/);
  });
});

test('the number of tensors is the same after every step', async () => {
  await withModel(async (model) => {
    const counts: number[] = [];
    const onStep = (): void => void counts.push(tf.memory().numTensors);
    await collect(fit(model, data, { ...base(), onStep }));
    expect(new Set(counts).size).toBe(1);
  });
});

test('variables that the loss does not reach keep their value', async () => {
  await withModel(async (model) => {
    const before = snapshot(model);
    await collect(fit(model, data, base()));
    const after = snapshot(model);
    expect(after['out.unused']).toEqual(before['out.unused']);
    expect(after['out.weight']).not.toEqual(before['out.weight']);
  });
});

test('every epoch sees full batches of different items in another order', async () => {
  await withModel(async (model) => {
    const seen: number[][] = [];
    const source = {
      size: data.size,
      get: (indices: Uint32Array): ToyBatch => {
        seen.push([...indices]);
        return data.get(indices);
      },
    };
    await collect(fit(model, source, { ...base(), validation: undefined }));
    expect(seen.map(({ length }) => length)).toEqual(Array(15).fill(4));
    const epochs = [seen.slice(0, 5), seen.slice(5, 10), seen.slice(10)].map((batches) => batches.flat());
    for (const epoch of epochs) expect(new Set(epoch).size).toBe(20);
    expect(epochs[0]).not.toEqual(epochs[1]);
    seen.length = 0;
    await collect(fit(model, source, { ...base(), validation: undefined, dropLast: false, epochs: 1 }));
    expect(seen.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 2]);
    expect(new Set(seen.flat()).size).toBe(22);
    seen.length = 0;
    await collect(fit(model, source, { ...base(), validation: undefined, stepsPerEpoch: 2 }));
    expect(seen).toHaveLength(6);
  });
});

test('progress: steps of the whole run, rate, time left', async () => {
  await withModel(async (model) => {
    const events: StepEvent[] = [];
    const kinds: string[] = [];
    const progress = {
      step: (event: StepEvent): void => {
        events.push(event);
        kinds.push('step');
      },
      epoch: (): void => void kinds.push('epoch'),
      end: (): void => void kinds.push('end'),
    };
    await collect(fit(model, data, { ...base(), epochs: 2, progress }));
    expect(kinds.join(' ')).toBe('step step step step step epoch step step step step step epoch end');
    expect(events[0]).toMatchObject({ step: 1, totalSteps: 10, epoch: 0, epochs: 2, stepsPerSecond: undefined });
    expect(events[5]!.stepsPerSecond).toBeGreaterThan(0);
    expect(events[9]!.secondsLeft).toBe(0);
    expect(events[3]!.gradientNorm).toBeGreaterThan(0);
  });
});
