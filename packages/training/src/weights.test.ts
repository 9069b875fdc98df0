import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { snapshot, toyData, toyModel } from '../test/toy-model.js';
import { CheckpointError, decodeSafetensors, fit, loadWeights, memoryCheckpoints, saveWeights } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

test('weights and state come back exactly, in another model of the same structure', async () => {
  const [model, other] = [toyModel({ seed: 1 }), toyModel({ seed: 2 })];
  const before = tf.memory().numTensors;
  const bytes = await saveWeights(model);
  expect(snapshot(other)).not.toEqual(snapshot(model));
  loadWeights(other, bytes);
  expect(snapshot(other)).toEqual(snapshot(model));
  expect(tf.memory().numTensors).toBe(before);
  expect([...decodeSafetensors(bytes).tensors.keys()]).toEqual([
    'hidden.bias',
    'hidden.runningMean',
    'hidden.weight',
    'out.unused',
    'out.weight',
  ]);
  model.dispose();
  other.dispose();
});

test('weights can be taken from a checkpoint', async () => {
  const [model, other] = [toyModel({ seed: 1 }), toyModel({ seed: 2 })];
  const checkpoints = memoryCheckpoints();
  await fit(model, toyData(8), { epochs: 1, batchSize: 4, rng: Rng.fromSeed(1), checkpoints }).last();
  loadWeights(other, (await checkpoints.latest())!.bytes);
  expect(snapshot(other)).toEqual(snapshot(model));
  // The other way round is refused: weights alone cannot continue a run.
  const weights = memoryCheckpoints(await saveWeights(model));
  const run = fit(model, toyData(8), { epochs: 1, batchSize: 4, rng: Rng.fromSeed(1), checkpoints: weights });
  await expect(run.next()).rejects.toThrow(/expected a checkpoint, found .* 'polyvae-weights'; use loadWeights/);
  model.dispose();
  other.dispose();
});

test('weights of another model are refused, naming what differs, and change nothing', async () => {
  const [model, other] = [toyModel({ seed: 1 }), toyModel({ seed: 2, hidden: 6 })];
  const bytes = await saveWeights(model);
  const before = snapshot(other);
  expect(() => loadWeights(other, bytes, 'a.safetensors')).toThrow(CheckpointError);
  expect(() => loadWeights(other, bytes, 'a.safetensors')).toThrow(
    /^a.safetensors was saved from another model: 'hidden.weight' is F32\[3, 4\] in the file, but F32\[3, 6\] in the model; /,
  );
  expect(snapshot(other)).toEqual(before);
  const { 'out.unused': unused, ...rest } = model.variables;
  expect(() => loadWeights({ ...model, variables: { ...rest, 'out.more': unused! } }, bytes)).toThrow(
    /the file lacks 'out.more'; the model has no 'out.unused'/,
  );
  model.dispose();
  other.dispose();
});

test('weights that are not finite are refused and change nothing', async () => {
  const [model, other] = [toyModel({ seed: 1 }), toyModel({ seed: 2 })];
  tf.tidy(() => model.variables['out.weight']!.assign(tf.tensor([[1], [2], [Number.NaN], [4]])));
  const bytes = await saveWeights(model);
  const before = snapshot(other);
  expect(() => loadWeights(other, bytes, 'a.safetensors')).toThrow(
    /a.safetensors: 'out.weight' holds values that are not/,
  );
  expect(snapshot(other)).toEqual(before);
  model.dispose();
  other.dispose();
});
