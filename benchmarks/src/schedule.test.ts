import { expect, test } from 'vitest';
import { findExperiment } from './experiments/registry.js';
import { paper } from './profiles/paper.js';
import { quick } from './profiles/quick.js';
import { adjustedSchedule, scheduleOf } from './schedule.js';

const experiment = findExperiment('mmjsd');
const { stepsPerEpoch } = quick.schedule!.shared;

test('what was asked for wins over the profile', () => {
  expect(adjustedSchedule(experiment, quick, { asked: { epochs: 3, batchSize: 16 }, trainSize: 12_000 })).toEqual({
    epochs: 3,
    batchSize: 16,
    stepsPerEpoch,
    learningRate: 1e-3,
  });
});

test('steps an epoch are cut to the batches of the data, unless they were asked for', () => {
  const steps = (asked: object) =>
    adjustedSchedule(experiment, quick, { asked: { batchSize: 512, ...asked }, trainSize: 12_000 }).stepsPerEpoch;
  expect(steps({})).toBe(23);
  expect(steps({ stepsPerEpoch: 30 })).toBe(30);
  expect(steps({ batchSize: 20_000 })).toBe(stepsPerEpoch);
});

test('epochs of every model replace those of the schedules', () => {
  for (const name of ['mmjsd', 'mmvae-i30', 'celeba-mmjsd']) {
    for (const profile of [quick, paper]) {
      const whole = scheduleOf(findExperiment(name), profile);
      expect(scheduleOf(findExperiment(name), { ...profile, epochs: 7 })).toEqual({ ...whole, epochs: 7 });
    }
  }
});

test('importance samples have a schedule of their own', () => {
  const { epochs, stepsPerEpoch: steps } = scheduleOf(findExperiment('mmvae-i30'), quick);
  expect({ epochs, stepsPerEpoch: steps }).toEqual(quick.schedule!.importance);
});

test('the whole schedule stays whole', () => {
  expect(adjustedSchedule(experiment, paper, { asked: {}, trainSize: 1_121_360 }).stepsPerEpoch).toBeUndefined();
});
