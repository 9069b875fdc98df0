import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, expectTypeOf, test } from 'vitest';
import { snapshot } from '../test/toy-model.js';
import { base, collect, data, withModel } from '../test/toy-run.js';
import { type EpochResult, type FitRun, fit, memoryCheckpoints, type Progress } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

/** A progress that keeps its notes. */
function noted(): Progress & { readonly notes: string[] } {
  const notes: string[] = [];
  return { notes, step: () => {}, epoch: () => {}, end: () => {}, note: (text) => notes.push(text) };
}

test('last() trains to the end as iterating does, and gives the last epoch', async () => {
  const iterated = await withModel(async (model) => {
    const results = await collect(fit(model, data, base()));
    return { last: results.at(-1)!, weights: snapshot(model) };
  });
  await withModel(async (model) => {
    const run = fit(model, data, base());
    const last = await run.last();
    expect({ ...last, seconds: 0 }).toEqual({ ...iterated.last, seconds: 0 });
    expect(snapshot(model)).toEqual(iterated.weights);
    expect(await run.last()).toBe(last);
    expectTypeOf(last!.terms.loss).toEqualTypeOf<number>();
  });
  await withModel(async (model) => {
    const run = fit(model, data, base());
    await run.next();
    const [last, again] = await Promise.all([run.last(), run.last()]);
    expect(last!.index).toBe(2);
    expect(again).toBe(last);
    expect(snapshot(model)).toEqual(iterated.weights);
  });
});

test('a run cannot be awaited: the types refuse it, and it rejects without training', async () => {
  await withModel(async (model) => {
    const before = snapshot(model);
    const failure = await (async () => {
      // @ts-expect-error A run is no promise.
      // oxlint-disable-next-line typescript/await-thenable
      await fit(model, data, base());
    })().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'argument-type', message: expect.stringContaining('await fit(…).last()') });
    // @ts-expect-error Nor does an async function return one.
    const returned = async (): Promise<unknown> => fit(model, data, base());
    await expect(returned()).rejects.toThrow(/cannot be awaited/);
    expect(snapshot(model)).toEqual(before);
    expectTypeOf<FitRun>().toExtend<AsyncIterable<EpochResult>>();
  });
});

test('where nothing is left to do, progress says so and last() gives the last epoch that was done', async () => {
  const checkpoints = memoryCheckpoints();
  const first = await withModel((model) => fit(model, data, { ...base(), checkpoints }).last());
  await withModel(async (model) => {
    const progress = noted();
    expect(await fit(model, data, { ...base(), checkpoints, progress }).last()).toEqual(first);
    expect(progress.notes).toEqual(['nothing left to do: memory (step 15) has all 3 epochs; more epochs continue it']);
    const more = noted();
    expect((await fit(model, data, { ...base(), epochs: 4, checkpoints, progress: more }).last())!.index).toBe(3);
    expect(more.notes).toEqual([]);
  });
  await withModel(async (model) => {
    expect(await fit(model, data, { ...base(), epochs: 0 }).last()).toBeUndefined();
  });
});
