import { expect, test } from 'vitest';
import { findDataset, findExperiment } from '../datasets/registry.js';
import { mstSettings } from '../paper/mst-settings.js';
import { adjustedSchedule, rateOf, scheduleOf } from './schedule.js';

const experiment = findExperiment('mmjsd');
const { quick, paper } = mstSettings;
const { stepsPerEpoch } = quick.schedule!.shared;
const planned = scheduleOf(experiment, quick, { recipe: 'fast' });

test('what was asked for wins over the profile', () => {
  expect(adjustedSchedule(planned, { asked: { epochs: 3, batchSize: 16 }, trainSize: 12_000 })).toEqual({
    epochs: 3,
    batchSize: 16,
    stepsPerEpoch,
    learningRate: 1e-3,
  });
});

test('steps an epoch are cut to the batches of the data, unless they were asked for', () => {
  const steps = (asked: object) =>
    adjustedSchedule(planned, { asked: { batchSize: 512, ...asked }, trainSize: 12_000 }).stepsPerEpoch;
  expect(steps({})).toBe(23);
  expect(steps({ stepsPerEpoch: 30 })).toBe(30);
  expect(steps({ batchSize: 20_000 })).toBe(stepsPerEpoch);
});

test('epochs of every model replace those of the schedules', () => {
  for (const name of ['mmjsd', 'mmvae-i30', 'celeba-mmjsd']) {
    const found = findExperiment(name);
    const { settings } = findDataset(found.dataset);
    for (const [own, recipe] of [
      [settings.quick, 'fast'],
      [settings.paper, 'paper'],
    ] as const) {
      expect(scheduleOf(found, own, { recipe, epochs: 7 })).toEqual({
        ...scheduleOf(found, own, { recipe }),
        epochs: 7,
      });
    }
  }
});

test('a recipe may have a schedule of its own', () => {
  const { standard } = mstSettings;
  const stepsBy = (recipe: 'fast' | 'paper'): number => {
    const { epochs, stepsPerEpoch: steps } = scheduleOf(experiment, standard, { recipe });
    return epochs * steps!;
  };
  expect(stepsBy('paper')).toBe(12_000);
  expect(stepsBy('fast')).toBeLessThan(6_000);
});

test('importance samples have a schedule of their own', () => {
  const { epochs, stepsPerEpoch: steps } = scheduleOf(findExperiment('mmvae-i30'), quick, { recipe: 'fast' });
  expect({ epochs, stepsPerEpoch: steps }).toEqual(quick.schedule!.importance);
});

test('the whole schedule stays whole', () => {
  const whole = scheduleOf(experiment, paper, { recipe: 'paper' });
  expect(adjustedSchedule(whole, { asked: {}, trainSize: 1_121_360 }).stepsPerEpoch).toBeUndefined();
});

test('the rate stays, or falls to 0 over the last share of the steps, over one at least', () => {
  const schedule = { learningRate: 8 };
  expect(rateOf({}, schedule, 20)).toBe(8);
  expect(rateOf({ coolDown: 0.2 }, schedule, 0)).toBe(8);
  const rates = (coolDown: number, steps: number[]) => {
    const rate = rateOf({ coolDown }, schedule, 20) as (step: number) => number;
    return steps.map((step) => rate(step));
  };
  expect(rates(0.2, [0, 16, 17, 19, 20])).toEqual([8, 8, 6, 2, 0]);
  expect(rates(0.001, [19, 20])).toEqual([8, 0]);
});
