import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { snapshot, type ToyBatch, toyData, toyModel } from '../test/toy-model.js';
import { base, collect, data, stopped, withModel } from '../test/toy-run.js';
import {
  adam,
  type CheckpointStore,
  type EpochResult,
  type FitOptions,
  fit,
  memoryCheckpoints,
  NonFiniteError,
  type Settings,
  type StepEvent,
} from './index.js';

beforeAll(() => tf.setBackend('cpu'));

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

describe('bad input', () => {
  const model = toyModel();
  test.each<[string, Partial<FitOptions<ToyBatch>>, RegExp]>([
    ['batch larger than the data', { batchSize: 23 }, /batchSize \}\): 23 is larger than the data, which has 22 items/],
    ['no batch size', { batchSize: undefined }, /batchSize.*found none/],
    ['fractional batch', { batchSize: 2.5 }, /batchSize.*integer ≥ 1, found 2.5/],
    ['negative epochs', { epochs: -1 }, /epochs.*found -1/],
    ['too many steps', { stepsPerEpoch: 6 }, /stepsPerEpoch.*6 is more than the 5 batches/],
    ['clipNorm zero', { clipNorm: 0 }, /clipNorm.*positive/],
    ['no rng', { rng: undefined }, /rng.*Rng.fromSeed\(7\), found none/],
    ['a seed as rng', { rng: 7 as never }, /fit\(\{ rng \}\): expected an Rng, such as Rng.fromSeed\(7\), found 7$/],
    [
      'an optimiser of tfjs',
      { optimizer: tf.train.adam() as never },
      /optimizer.*adam\(\{ learn.*found a value of type AdamOptimizer; /,
    ],
    [
      'an optimiser not called',
      { optimizer: adam as never },
      /optimizer \}\): expected an opt.*found a function 'adam'/,
    ],
    ['a folder as checkpoints', { checkpoints: 'runs' as never }, /checkpoints \}\): expected .*found "runs"/],
    [
      'an array as validation',
      { validation: [1, 2] as never },
      /validation.*\{ size, get\(indices\) \}, found .*Array/,
    ],
    ['true as progress', { progress: true as never }, /progress \}\): expected a progress .*, found true/],
    ['unknown option', { bachSize: 3 } as never, /unknown option 'bachSize'; the options are epochs, batchSize/],
  ])('%s', (_, change, message) => {
    expect(() => fit(model, data, { ...base(), ...change })).toThrow(message);
  });

  test('a model or data of another kind', async () => {
    expect(() => fit(null as never, data, base())).toThrow(/fit\(model\): expected a model .*found none/);
    expect(() => fit({ variables: {} } as never, data, base())).toThrow(
      /loss\(batch, context\) \}, found \{ variables \}/,
    );
    expect(() => fit({ ...model, variables: { w: tf.scalar(1) } } as never, data, base())).toThrow(
      /'w': expected a tf.variable\(…\), found a value of type Tensor/,
    );
    const promised = Promise.resolve(data);
    expect(() => fit(model, promised as never, base())).toThrow(/fit\(data\).*found a promise; await it first/);
    expect(() => fit(model, data, undefined as never)).toThrow(/found none/);
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
        await expect(collect(fit(other, data, { ...base(), checkpoints }))).rejects.toThrow(
          /another model: 'hidden.weight' is F32\[3, 4\] in the file, but F32\[3, 5\] in the model/,
        );
        expect(snapshot(other)).toEqual(before);
      },
      { hidden: 5 },
    );
    const run = (change: Partial<FitOptions<ToyBatch>>): Promise<EpochResult[]> =>
      collect(fit(model, data, { ...base(), checkpoints, ...change }));
    await expect(run({ batchSize: 5 })).rejects.toThrow(/run: batchSize was 4, now it is 5; stepsPerEpoch was 5/);
    await expect(run({ rng: Rng.fromSeed(6) })).rejects.toThrow(/random stream is another one/);
    await expect(run({ optimizer: adam({ beta1: 0.5 }) })).rejects.toThrow(
      /another run: optimizer.beta1 was 0.9, now it is 0.5\./,
    );
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
    const other = (change: Settings): Settings => ({ latent: 4, objective: { ...objective, ...change } });
    for (const [settings, message] of [
      [other({ kind: 'mmvae' }), /model.objective.kind was "mmjsd", now it is "mmvae"/],
      [other({ beta: 1 }), /another run: model.objective.beta was 5, now it is 1\. Res/],
      [other({ weights: { a: 0.5, b: 0.5 } }), /weights.a was 0.25.*weights.b was 0.75/],
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
