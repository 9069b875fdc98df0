import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { snapshot, type ToyBatch, type ToyModel } from '../test/toy-model.js';
import { base, collect, data, stopped, withModel } from '../test/toy-run.js';
import { type CheckpointStore, type FitOptions, fit, loadWeights, memoryCheckpoints, type Progress } from './index.js';
import { fileCheckpoints } from './node.js';

beforeAll(() => tf.setBackend('cpu'));

/** The toy model, whose held-out data report these values, one for each epoch. */
function scripted(model: ToyModel, values: readonly number[]): ToyModel {
  return {
    ...model,
    loss: (batch, context) => ({
      ...model.loss(batch, context),
      terms: { own: { score: tf.scalar(context.training ? 0 : values[context.epoch]!) } },
    }),
  };
}

const options = (change: Partial<FitOptions<ToyBatch>> = {}): FitOptions<ToyBatch> => ({
  ...base(),
  epochs: 8,
  earlyStopping: { term: 'own.score', patience: 2 },
  ...change,
});

/** ModelWeights after each epoch of a run without early stopping. */
async function weightsByEpoch(epochs: number): Promise<unknown[]> {
  return withModel(async (model) => {
    const weights: unknown[] = [];
    for await (const _ of fit(scripted(model, Array(epochs).fill(0)), data, { ...base(), epochs })) {
      weights.push(snapshot(model));
    }
    return weights;
  });
}

/** A progress that keeps its notes. */
function noted(): Progress & { readonly notes: string[] } {
  const notes: string[] = [];
  return { notes, step: () => {}, epoch: () => {}, end: () => {}, note: (text) => notes.push(text) };
}

const script = [5, 3, 4, 2, 2, 6, 1, 0];

test('ends after so many epochs without improvement, with the best weights or the last', async () => {
  const weights = await weightsByEpoch(6);
  await withModel(async (model) => {
    const progress = noted();
    const results = await collect(fit(scripted(model, script), data, options({ progress })));
    expect(results.map(({ best }) => best!.epoch)).toEqual([0, 1, 1, 3, 3, 3]);
    expect(results.at(-1)).toMatchObject({ index: 5, best: { epoch: 3, value: 2 }, validation: { own: { score: 6 } } });
    expect(progress.notes).toEqual([
      "stopped after 6 epochs: 'own.score' of the held-out data was best after 4 (2.0000), and has not improved for 2",
    ]);
    expect(snapshot(model)).toEqual(weights[3]);
  });
  await withModel(async (model) => {
    const earlyStopping = { term: 'own.score', patience: 2, restoreBest: false };
    const last = await fit(scripted(model, script), data, options({ earlyStopping })).last();
    expect(last!.index).toBe(5);
    expect(snapshot(model)).toEqual(weights[5]);
  });
});

test('a run that ends by its epochs has the best weights too; minDelta and higher values', async () => {
  const weights = await weightsByEpoch(5);
  const outcome = (change: Partial<FitOptions<ToyBatch>>): Promise<{ index: number; weights: unknown }> =>
    withModel(async (model) => {
      const last = await fit(scripted(model, script), data, options(change)).last();
      return { index: last!.index, weights: snapshot(model) };
    });
  expect(await outcome({ epochs: 3 })).toEqual({ index: 2, weights: weights[1] });
  const minDelta = { term: 'own.score', patience: 2, minDelta: 2 };
  expect(await outcome({ earlyStopping: minDelta })).toEqual({ index: 2, weights: weights[0] });
  const higher = { term: 'own.score', patience: 4, better: 'higher' } as const;
  expect(await outcome({ epochs: 5, earlyStopping: higher })).toEqual({ index: 4, weights: weights[0] });
});

describe.each<[string, () => CheckpointStore]>([
  ['memory', memoryCheckpoints],
  ['files', () => fileCheckpoints(newFolder())],
])('with checkpoints in %s', (_, store) => {
  // 5 steps an epoch; the best is epoch 3, the last epoch 5.
  test.each([7, 15, 18, 20, 22, 29])('stopped after step %i and resumed', async (stopAfter) => {
    const weights = await weightsByEpoch(4);
    const checkpoints = store();
    await withModel((model) => stopped(scripted(model, script), options({ checkpoints }), stopAfter));
    await withModel(
      async (model) => {
        const last = await fit(scripted(model, script), data, options({ checkpoints })).last();
        expect(last).toMatchObject({ index: 5, best: { epoch: 3, value: 2 } });
        expect(snapshot(model)).toEqual(weights[3]);
      },
      { seed: 50 },
    );
    await withModel(async (model) => {
      loadWeights(model, (await checkpoints.best())!.bytes);
      expect(snapshot(model)).toEqual(weights[3]);
    });
  });

  test('a run that has stopped stays so until it is given more patience', async () => {
    const checkpoints = store();
    const whole = await withModel(async (model) => {
      const earlyStopping = { term: 'own.score', patience: 9 };
      await fit(scripted(model, script), data, options({ earlyStopping })).last();
      return snapshot(model);
    });
    await withModel((model) => fit(scripted(model, script), data, options({ checkpoints })).last());
    await withModel(
      async (model) => {
        const progress = noted();
        const run = fit(scripted(model, script), data, options({ checkpoints, progress }));
        expect(await run.last()).toMatchObject({ index: 5, best: { epoch: 3 } });
        expect(progress.notes.join()).toMatch(/^stopped after 6 epochs/);
        const earlyStopping = { term: 'own.score', patience: 3 };
        const more = await collect(fit(scripted(model, script), data, options({ checkpoints, earlyStopping })));
        expect(more.map(({ index }) => index)).toEqual([6, 7]);
        expect(snapshot(model)).toEqual(whole);
      },
      { seed: 50 },
    );
  });
});

test('the best checkpoint is gone, or of another run', async () => {
  const folder = newFolder();
  const checkpoints = fileCheckpoints(folder);
  await withModel(async (model) => {
    await fit(scripted(model, script), data, options({ checkpoints })).last();
    await rm(join(folder, 'best.safetensors'));
    const run = (change = {}): Promise<unknown> =>
      fit(scripted(model, script), data, options({ checkpoints, ...change })).last();
    await expect(run()).rejects.toThrow(/best checkpoint \(epoch 3, step 20\) is not beside .*checkpoint-00000030/);
    await checkpoints.saveBest((await checkpoints.latest())!.bytes, 30);
    await expect(run()).rejects.toThrow(/best.safetensors: expected the best checkpoint, of step 20, found .*step 30/);
    await expect(run({ earlyStopping: { term: 'loss', patience: 2 } })).rejects.toThrow(
      /checkpoint-00000030.safetensors belongs to another run: earlyStopping.term was 'own.score', now it is 'loss'/,
    );
  });
});

test.each<[string, Partial<FitOptions<ToyBatch>>, RegExp]>([
  ['no held-out data', { validation: undefined }, /needs held-out data; give validation too/],
  ['no patience', { earlyStopping: { term: 'loss', patience: 0 } }, /patience: expected an integer ≥ 1, found 0/],
  ['no term', { earlyStopping: { patience: 2 } as never }, /term: expected a name such as 'loss', found none/],
  ['a number', { earlyStopping: 3 as never }, /expected \{ term, patience \}, found 3/],
  ['a negative delta', { earlyStopping: { term: 'loss', patience: 2, minDelta: -1 } }, /minDelta: .* found -1/],
  [
    'an unknown option',
    { earlyStopping: { term: 'loss', patience: 2, mode: 'min' } as never },
    /unknown option 'mode'/,
  ],
])('%s is refused', async (_, change, message) => {
  await withModel(async (model) => {
    expect(() => fit(model, data, options(change))).toThrow(message);
  });
});

test('a term that does not exist is refused with those that do', async () => {
  await withModel(async (model) => {
    const earlyStopping = { term: 'val_loss', patience: 2 };
    await expect(fit(model, data, options({ earlyStopping })).last()).rejects.toThrow(
      /no term 'val_loss'; choose one of loss, fit.squared, penalty/,
    );
  });
});
