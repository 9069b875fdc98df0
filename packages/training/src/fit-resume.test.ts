import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { snapshot } from '../test/toy-model.js';
import { base, collect, data, timeless, withModel } from '../test/toy-run.js';
import { type EpochResult, fit, memoryCheckpoints, memoryLog, type StepEvent } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

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
