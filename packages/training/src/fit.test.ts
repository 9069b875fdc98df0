import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { snapshot, type ToyBatch, type ToyModel, type ToyOptions, toyData, toyModel } from '../test/toy-model.js';
import {
  adam,
  type CheckpointStore,
  type EpochResult,
  type FitOptions,
  fit,
  type LogEntry,
  memoryCheckpoints,
  memoryLog,
  NonFiniteError,
  type Settings,
  type StepEvent,
  TrainingAborted,
} from './index.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const data = toyData(22);
const validation = toyData(7, 9);
const base = (): FitOptions<ToyBatch> => ({
  epochs: 3,
  batchSize: 4,
  rng: Rng.fromSeed(5),
  optimizer: adam({ learningRate: 0.02 }),
  validation,
  clipNorm: 1,
});

async function collect(results: AsyncGenerator<EpochResult>): Promise<EpochResult[]> {
  const all: EpochResult[] = [];
  for await (const result of results) all.push(result);
  return all;
}

const timeless = (entries: readonly LogEntry[]): unknown[] =>
  entries.map((entry) => (entry.kind === 'epoch' ? { ...entry, seconds: 0 } : entry));

/** Runs a model with options, stopping after `stopAfter` steps if given. */
async function stopped(model: ToyModel, options: FitOptions<ToyBatch>, stopAfter: number): Promise<TrainingAborted> {
  const controller = new AbortController();
  const onStep = ({ step }: StepEvent): void => {
    if (step === stopAfter) controller.abort();
  };
  const failure = await collect(fit(model, data, { ...options, onStep, signal: controller.signal })).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(TrainingAborted);
  return failure as TrainingAborted;
}

async function withModel<T>(action: (model: ToyModel) => Promise<T>, options?: ToyOptions): Promise<T> {
  const model = toyModel(options);
  try {
    return await action(model);
  } finally {
    model.dispose();
  }
}

test('learns, and reports terms as means over the epoch', async () => {
  await withModel(async (model) => {
    const log = memoryLog();
    const results = await collect(
      fit(model, toyData(256), {
        epochs: 30,
        batchSize: 32,
        rng: Rng.fromSeed(1),
        optimizer: adam({ learningRate: 0.03 }),
        log,
      }),
    );
    expect(results).toHaveLength(30);
    expect(results.map(({ index }) => index)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(results.at(-1)!.step).toBe(240);
    expect(results.at(-1)!.terms.loss as number).toBeLessThan((results[0]!.terms.loss as number) / 5);
    const steps = log.entries.filter((entry) => entry.kind === 'step' && entry.epoch === 3);
    const mean = steps.reduce((sum, entry) => sum + (entry.terms.fit as { squared: number }).squared, 0) / steps.length;
    expect((results[3]!.terms.fit as { squared: number }).squared).toBeCloseTo(mean, 12);
    expect(Object.keys(results[0]!.terms)).toEqual(['loss', 'fit', 'penalty']);
  });
});

test('leaves no tensors behind, however a run ends', async () => {
  await withModel(async (model) => {
    const before = tf.memory().numTensors;
    await collect(fit(model, data, base()));
    expect(tf.memory().numTensors).toBe(before);
    for await (const _ of fit(model, data, base())) break;
    expect(tf.memory().numTensors).toBe(before);
    await stopped(model, { ...base(), checkpoints: memoryCheckpoints() }, 3);
    expect(tf.memory().numTensors).toBe(before);
  });
  await withModel(
    async (model) => {
      const before = tf.memory().numTensors;
      await expect(collect(fit(model, data, base()))).rejects.toThrow(NonFiniteError);
      expect(tf.memory().numTensors).toBe(before);
    },
    { nanAt: 2 },
  );
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
      const before = tf.memory().numTensors;
      const results = await collect(fit(own ? { ...model, gradients } : model, data, base()));
      expect(Number.isFinite(results.at(-1)!.terms.penalty)).toBe(true);
      expect(tf.memory().numTensors).toBe(before);
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
    const before = tf.memory().numTensors;
    await expect(collect(fit(broken, data, base()))).rejects.toThrow(/'loss': expected a scalar, found shape \[2\]/);
    expect(tf.memory().numTensors).toBe(before);
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

describe('stop and resume equals an uninterrupted run bit for bit', () => {
  // 5 steps an epoch: in the first epoch, in mid-epoch, at the border, one before the end, the last.
  test.each([1, 7, 10, 14, 15])('stopped after step %i', async (stopAfter) => {
    const [log, other] = [memoryLog(), memoryLog()];
    const whole = await withModel(async (model) => ({
      results: await collect(fit(model, data, { ...base(), log })),
      weights: snapshot(model),
    }));
    const checkpoints = memoryCheckpoints();
    const first: EpochResult[] = [];
    await withModel(async (model) => {
      const controller = new AbortController();
      const options = { ...base(), checkpoints, log: other, signal: controller.signal };
      const onStep = ({ step }: StepEvent): void => {
        if (step === stopAfter) controller.abort();
      };
      await expect(async () => {
        for await (const result of fit(model, data, { ...options, onStep })) first.push(result);
      }).rejects.toThrow(`stopped after step ${stopAfter}: saved as`);
    });
    // A model with other initial weights: everything comes from the checkpoint.
    const resumed = await withModel(
      async (model) => ({
        results: await collect(fit(model, data, { ...base(), checkpoints, log: other })),
        weights: snapshot(model),
      }),
      { seed: 77 },
    );
    expect(resumed.weights).toEqual(whole.weights);
    const strip = (results: EpochResult[]): unknown[] => results.map((result) => ({ ...result, seconds: 0 }));
    expect(strip([...first, ...resumed.results])).toEqual(strip(whole.results));
    expect(timeless(other.entries)).toEqual(timeless(log.entries));
  });

  test('from an older checkpoint than where the run died: the log is cut back', async () => {
    const [log, other] = [memoryLog(), memoryLog()];
    const whole = await withModel(async (model) => {
      await collect(fit(model, data, { ...base(), log }));
      return snapshot(model);
    });
    const kept = memoryCheckpoints();
    await withModel(async (model) => {
      const onStep = ({ step }: StepEvent): void => {
        if (step === 9) throw new Error('power cut');
      };
      const options = { ...base(), checkpoints: kept, checkpointEvery: 3, log: other, onStep };
      await expect(collect(fit(model, data, options))).rejects.toThrow('power cut');
    });
    expect(other.entries.at(-1)).toMatchObject({ kind: 'step', step: 9 });
    expect((await kept.latest())?.location).toBe('memory (step 6)');
    await withModel(async (model) => {
      await collect(fit(model, data, { ...base(), checkpoints: kept, checkpointEvery: 3, log: other }));
      expect(snapshot(model)).toEqual(whole);
    });
    expect(timeless(other.entries)).toEqual(timeless(log.entries));
  });

  test('more epochs continue a finished run', async () => {
    const checkpoints = memoryCheckpoints();
    await withModel((model) => collect(fit(model, data, { ...base(), epochs: 1, checkpoints })));
    const continued = await withModel(async (model) => {
      const results = await collect(fit(model, data, { ...base(), checkpoints }));
      expect(results.map(({ index }) => index)).toEqual([1, 2]);
      return snapshot(model);
    });
    const whole = await withModel(async (model) => {
      await collect(fit(model, data, base()));
      return snapshot(model);
    });
    expect(continued).toEqual(whole);
    await withModel(async (model) => {
      expect(await collect(fit(model, data, { ...base(), checkpoints }))).toEqual([]);
      expect(snapshot(model)).toEqual(whole);
    });
  });
});

describe('a non-finite loss stops the run', () => {
  test('naming term, step and last good checkpoint, which stays', async () => {
    const checkpoints = memoryCheckpoints();
    await withModel(
      async (model) => {
        const failure = await collect(fit(model, data, { ...base(), checkpoints })).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(NonFiniteError);
        const error = failure as NonFiniteError;
        expect(error).toMatchObject({ term: 'fit.squared', step: 7, checkpoint: 'memory (step 5)' });
        expect(error.message).toMatch(/'fit.squared' is not finite in step 8 \(epoch 1\)/);
        expect(error.message).toMatch(/last good checkpoint is memory \(step 5\)/);
      },
      { nanAt: 7 },
    );
    expect((await checkpoints.latest())?.location).toBe('memory (step 5)');
  });

  test('weights that are not finite never replace a good checkpoint', async () => {
    const saved: number[] = [];
    const inner = memoryCheckpoints();
    const checkpoints: CheckpointStore = {
      ...inner,
      save: (bytes, step) => {
        saved.push(step);
        return inner.save(bytes, step);
      },
    };
    await withModel(async (model) => {
      // Breaks after the last step of the second epoch, where no further loss would notice.
      const onStep = ({ step }: StepEvent): void => {
        if (step === 10) tf.tidy(() => model.variables['out.unused']!.assign(tf.tensor([1, Number.POSITIVE_INFINITY])));
      };
      await expect(collect(fit(model, data, { ...base(), checkpoints, onStep }))).rejects.toThrow(
        /'out.unused' is not finite after step 10.*last good checkpoint is memory \(step 5\)/,
      );
    });
    expect(saved).toEqual([5]);
  });
});

test('an abort without checkpoints says that nothing was saved', async () => {
  await withModel(async (model) => {
    const error = await stopped(model, base(), 2);
    expect(error).toMatchObject({ name: 'AbortError', step: 2, checkpoint: undefined });
    expect(error.message).toMatch(/nothing was saved/);
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

describe('bad input', () => {
  const model = toyModel();
  test.each<[string, Partial<FitOptions<ToyBatch>>, RegExp]>([
    ['batch larger than the data', { batchSize: 23 }, /batchSize \}\): 23 is larger than the data, which has 22 items/],
    ['no batch size', { batchSize: undefined }, /batchSize.*found none/],
    ['fractional batch', { batchSize: 2.5 }, /batchSize.*integer ≥ 1, found 2.5/],
    ['negative epochs', { epochs: -1 }, /epochs.*found -1/],
    ['too many steps', { stepsPerEpoch: 6 }, /stepsPerEpoch.*6 is more than the 5 batches/],
    ['clipNorm zero', { clipNorm: 0 }, /clipNorm.*positive/],
    ['no rng', { rng: undefined }, /rng.*Rng.fromSeed/],
    ['unknown option', { bachSize: 3 } as never, /unknown option 'bachSize'; the options are epochs, batchSize/],
  ])('%s', (_, change, message) => {
    expect(() => fit(model, data, { ...base(), ...change })).toThrow(message);
  });

  test('empty data', () => {
    expect(() => fit(model, { ...data, size: 0 }, base())).toThrow(/at least one item, found size 0/);
  });

  test('checkpoint of another model, run or seed; the model keeps its weights', async () => {
    const checkpoints = memoryCheckpoints();
    await collect(fit(model, data, { ...base(), epochs: 1, checkpoints }));
    await withModel(
      async (other) => {
        const before = snapshot(other);
        const count = tf.memory().numTensors;
        await expect(collect(fit(other, data, { ...base(), checkpoints }))).rejects.toThrow(
          /another model: 'hidden.weight' is F32\[3, 4\] in the file, but F32\[3, 5\] in the model/,
        );
        expect(snapshot(other)).toEqual(before);
        expect(tf.memory().numTensors).toBe(count);
      },
      { hidden: 5 },
    );
    const run = (change: Partial<FitOptions<ToyBatch>>): Promise<EpochResult[]> =>
      collect(fit(model, data, { ...base(), checkpoints, ...change }));
    await expect(run({ batchSize: 5 })).rejects.toThrow(
      /another run: batchSize was 4, now it is 5; stepsPerEpoch was 5/,
    );
    await expect(run({ rng: Rng.fromSeed(6) })).rejects.toThrow(/random stream is another one/);
    await expect(run({ optimizer: adam({ beta1: 0.5 }) })).rejects.toThrow(/optimizer was .*"beta1":0.9/);
    await expect(collect(fit(model, toyData(23), { ...base(), checkpoints }))).rejects.toThrow(/dataSize was 22, now/);
    model.dispose();
  });

  test('checkpoint of a model of the same shapes with other settings', async () => {
    const checkpoints = memoryCheckpoints();
    const model = toyModel();
    const objective = { kind: 'mmjsd', beta: 5, weights: { a: 0.25, b: 0.75 } };
    const run = (settings: Settings | undefined, change: Partial<FitOptions<ToyBatch>> = {}): Promise<EpochResult[]> =>
      collect(fit({ ...model, ...(settings && { settings }) }, data, { ...base(), checkpoints, ...change }));
    await run({ latent: 4, objective }, { epochs: 1 });
    const before = snapshot(model);
    const count = tf.memory().numTensors;
    for (const [settings, message] of [
      [
        { latent: 4, objective: { ...objective, kind: 'mmvae' } },
        /model.objective.kind was "mmjsd", now it is "mmvae"/,
      ],
      [
        { latent: 4, objective: { ...objective, beta: 1 } },
        /another run: model.objective.beta was 5, now it is 1\. Res/,
      ],
      [
        { latent: 4, objective: { ...objective, weights: { a: 0.5, b: 0.5 } } },
        /weights.a was 0.25.*weights.b was 0.75/,
      ],
      [{ objective }, /model.latent was 4, now it is not set/],
      [{ latent: 4, objective, prior: [0] }, /model.prior was not set, now it is \[0\]/],
      [undefined, /model.latent was 4, now it is not set; model.objective was/],
    ] as const) {
      await expect(run(settings)).rejects.toThrow(message);
    }
    expect(snapshot(model)).toEqual(before);
    expect(tf.memory().numTensors).toBe(count);
    // The order of names says nothing, and the learning rate and the number of epochs may change.
    const { kind, ...rest } = objective;
    const reordered = { objective: { ...rest, kind }, latent: 4 };
    expect(await run(reordered, { epochs: 2, optimizer: adam({ learningRate: 1e-4 }) })).toHaveLength(1);
    model.dispose();
  });
});
