import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { openData } from '../datasets/open-data.js';
import { datasets, findDataset, findExperiment } from '../datasets/registry.js';
import { jobKinds } from '../jobs/registry.js';
import { findProfile } from '../paper/profiles.js';
import { requireDrawingFits } from './drawing-memory.js';
import { seedsFor } from './plan-memory.js';
import { requireTrainingFits } from './training-memory.js';

const digits = 'mnist-svhn-text';
const drawn = (dataset: string, trainSize = 8) => ({
  dataset,
  source: 'synthetic' as const,
  seed: 1,
  trainSize,
  testSize: 1,
});

async function check(model: string, changes: object, batchSize = 4): Promise<void> {
  const experiment = { ...findExperiment(model), ...changes };
  const { data } = findDataset(experiment.dataset);
  const { train } = await openData(data, drawn(experiment.dataset));
  requireTrainingFits(experiment, data, { train: { ...train, size: 1e12 }, batchSize });
}

test.each([
  [
    'a latent',
    'mmjsd',
    { latent: { shared: 1e9, private: 0 } },
    4,
    /weights .* at least [\d.,]+ TiB of memory; there are/,
  ],
  ['a width', 'celeba-mmjsd', { width: 1e8 }, 4, /weights .* at least [\d.,]+ [GTPE]iB of memory/],
  ['a batch', 'mmjsd', {}, 1e9, /a batch of 1,000,000,000 items would need at least [\d.,]+ TiB of memory/],
])('%s beyond the memory is refused with what it needs', async (_, model, changes, batchSize, message) => {
  const before = process.memoryUsage().arrayBuffers;
  await expect(check(model, changes, batchSize)).rejects.toThrow(message);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 28);
});

test('what fits passes, and leaves no tensor', async () => {
  await check('mmjsd', {});
  const before = tf.memory().numTensors;
  await check('mmjsd', { latent: { shared: 8, private: 4 } }, 256);
  expect(tf.memory().numTensors).toBe(before);
});

test.each(datasets.map(({ name }) => name))('drawings of %s beyond the memory are refused', (name) => {
  expect(() => requireDrawingFits(drawn(name, 1e13))).toThrow(
    /Drawing 10,000,000,000,001 items .* would need at least [\d.,]+ PiB of memory/,
  );
  requireDrawingFits(drawn(name, 1000));
});

test('as many seeds as the list of their jobs has room for', () => {
  const request = {
    profile: findProfile('smoke'),
    wanted: [{ experiments: [findExperiment('mmjsd')], kinds: jobKinds }],
    data: { [digits]: drawn(digits) },
    backend: 'onnx',
  };
  expect(seedsFor(request, 3)).toEqual([1, 2, 3]);
  expect(() => seedsFor(request, 1e9)).toThrow(
    /--seeds 1,000,000,000: the list of [\d,]+ jobs alone would need at least [\d.]+ TiB of Node's heap; there are/,
  );
});
