import { expect, test } from 'vitest';
import { experiments } from '../experiments/registry.js';
import { planUnits } from '../plan.js';
import { quick } from '../profiles/quick.js';
import { TimeLeft } from './time-left.js';

test('the estimate follows the rate of the running unit and counts what waits', () => {
  let now = 0;
  const units = planUnits({
    profile: quick,
    experiments: experiments.slice(0, 2),
    data: { 'mnist-svhn-text': { kind: 'synthetic', seed: 1, trainSize: 1000, testSize: 10 } },
    seeds: [1],
    backend: 'onnx',
    kinds: [],
  }).map(({ units: { train } }) => train);
  const time = new TimeLeft(units, 1, () => now);
  time.start(units[0]!);
  // Loading and compiling take 30 s, then each step one.
  now = 30_000;
  time.progress(units[0]!, { done: 1, total: 101, note: '' });
  now = 40_000;
  time.progress(units[0]!, { done: 11, total: 101, note: '' });
  // 90 s of this one, 130 s of the one that waits.
  expect(time.estimate()).toBeCloseTo(220, 6);
});
