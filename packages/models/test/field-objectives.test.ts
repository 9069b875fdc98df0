import {
  type Batch,
  type MultimodalVae,
  modelFiles,
  modelFromFiles,
  type NoiseRequest,
  type ObjectiveContext,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { fieldObjectives, modelOf } from './field-objectives.js';
import { exactData, exactLogEvidence, exactModel } from './linear-gaussian.js';
import { type Key, keysOf, smallBatch } from './small-model.js';

tidyTests(tf.engine());

const noNoise = ({ shape }: NoiseRequest): tf.Tensor => tf.zeros([...shape]);

function context(options: Partial<ObjectiveContext> = {}): ObjectiveContext {
  return { rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0, ...options };
}

function lossOf(model: MultimodalVae<Key>, batch: Batch<Key>, options: Partial<ObjectiveContext> = {}): number {
  return tf.tidy(() => model.loss(batch, context(options)).loss.dataSync()[0]!);
}

function gradientsOf(model: MultimodalVae<Key>, batch: Batch<Key>): number[][] {
  return tf.tidy(() => {
    const variables = Object.values(model.variables);
    const { grads } = tf.variableGrads(() => model.loss(batch, context()).loss, variables);
    return variables.map(({ name, size }) => [...(grads[name]?.dataSync() ?? new Float32Array(size))]);
  });
}

function expectNear(actual: number, expected: number, tolerance = 1e-5): void {
  expect(Math.abs(actual - expected)).toBeLessThan(tolerance * Math.max(1, Math.abs(expected)));
}

const masks: Readonly<Record<string, readonly number[]>> = {
  a: [1, 0, 1, 0, 1],
  b: [0, 1, 1, 0, 1],
  c: [0, 0, 1, 1, 1],
};

/** A batch whose absent rows hold something. */
function masked(garbage: number): Batch<Key> {
  const batch = smallBatch(3, 5);
  const present = Object.fromEntries(Object.entries(masks).map(([key, mask]) => [key, Uint8Array.from(mask)]));
  const data = keysOf(3).map((key) => {
    const there = tf.broadcastTo(tf.tensor2d([...present[key]!], [5, 1], 'bool'), batch[key]!.shape);
    return [key, tf.where(there, batch[key]!, tf.fill(there.shape, garbage))] as const;
  });
  return { ...Object.fromEntries(data), present };
}

/** The rows of a batch that have all modalities, or one row's modalities. */
function rowOf(row: number): Batch<Key> {
  const batch = smallBatch(3, 5);
  const keys = keysOf(3).filter((key) => masks[key]![row] === 1);
  return Object.fromEntries(keys.map((key) => [key, tf.slice(batch[key]!, [row, 0], [1, -1])]));
}

describe.each(Object.entries(fieldObjectives))('%s', (_, own) => {
  const { objective, latent, single, completeRows, countsModalities, ordered } = own;

  test.each([1, 2, 5])('trains %i modalities, every parameter, without leaving tensors behind', (count) => {
    const model = modelOf(keysOf(count), own);
    const batch = smallBatch(count, 4);
    const before = tf.memory().numTensors;
    const gradients = gradientsOf(model, batch);
    Object.keys(model.variables).forEach((path, i) => {
      expect(gradients[i]!.every(Number.isFinite), path).toBe(true);
      const trained = gradients[i]!.some((x) => x !== 0);
      if (own.untrained?.test(path)) expect(trained, path).toBe(false);
      // A product of one posterior with itself has no divergence from it.
      else if (count > 1) expect(trained, path).toBe(true);
    });
    tf.dispose(model.loss(batch, context()) as unknown as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  test('draws differ between seeds and are the same for the same seed', () => {
    const model = modelOf(keysOf(3), own);
    const batch = smallBatch(3, 4);
    expect(lossOf(model, batch)).toBe(lossOf(model, batch));
    expect(lossOf(model, batch)).not.toBe(lossOf(model, batch, { rng: Rng.fromSeed(2) }));
    model.dispose();
  });

  test('rows that lack a modality may hold NaN there: neither loss nor gradients see it', () => {
    const model = modelOf(keysOf(3), own);
    const expected = lossOf(model, masked(7));
    expect(Number.isFinite(expected)).toBe(true);
    expect(lossOf(model, masked(Number.NaN))).toBe(expected);
    const gradients = gradientsOf(model, masked(Number.NaN));
    expect(gradients.flat().every(Number.isFinite)).toBe(true);
    expect(gradients).toEqual(gradientsOf(model, masked(7)));
    model.dispose();
  });

  test('a batch with absences is the mean of its rows, each alone', () => {
    const model = modelOf(keysOf(3), own);
    const rows = completeRows ? [2, 4] : [0, 1, 2, 3, 4];
    const each = rows.map((row) => lossOf(model, rowOf(row), { noise: noNoise }));
    const mean = each.reduce((sum, x) => sum + x, 0) / rows.length;
    expectNear(lossOf(model, masked(Number.NaN), { noise: noNoise }), mean);
    if (completeRows) expect(() => lossOf(model, rowOf(0))).toThrow(/all modalities/);
    model.dispose();
  });

  test('masks that say nothing is absent change nothing', () => {
    const model = modelOf(keysOf(3), own);
    const batch = smallBatch(3, 4);
    const all = new Uint8Array(4).fill(1);
    expect(lossOf(model, { ...batch, present: { a: all, b: all, c: all } })).toBe(lossOf(model, batch));
    model.dispose();
  });

  test('a modality that no row has is left out', () => {
    if (completeRows) return;
    const [model, pair] = [modelOf(keysOf(3), own), modelOf(keysOf(2), own)];
    const batch = smallBatch(3, 4);
    const without = { a: batch.a!, b: batch.b! };
    const loss = lossOf(model, { ...batch, present: { c: new Uint8Array(4) } }, { noise: noNoise });
    expect(lossOf(model, without, { noise: noNoise })).toBe(loss);
    const expected = lossOf(pair, without, { noise: noNoise });
    if (countsModalities) expect(Math.abs(loss - expected), countsModalities).toBeGreaterThan(1e-4);
    else expectNear(loss, expected);
    model.dispose();
    pair.dispose();
  });

  test('the order of the modalities does not matter', () => {
    if (ordered) return;
    const [model, other] = [modelOf(['a', 'b', 'c'], own), modelOf(['c', 'a', 'b'], own)];
    const batch = smallBatch(3, 4);
    expectNear(lossOf(other, batch, { noise: noNoise }), lossOf(model, batch, { noise: noNoise }));
    model.dispose();
    other.dispose();
  });

  test('one modality is the plain VAE', () => {
    if (!single) return;
    const [model, plain] = single.map((each) => modelOf(['a'], { objective: each, latent })) as [
      MultimodalVae<Key>,
      MultimodalVae<Key>,
    ];
    const batch = smallBatch(1, 4);
    expectNear(lossOf(model, batch), lossOf(plain, batch));
    model.dispose();
    plain.dispose();
  });

  test('a saved model is the same model', async () => {
    const model = modelOf(keysOf(3), own);
    const loaded = modelFromFiles<Key>(await modelFiles(model), { objective });
    const restored = modelFromFiles<Key>(await modelFiles(model));
    const batch = smallBatch(3, 4);
    expect(lossOf(loaded, batch)).toBe(lossOf(model, batch));
    expect(restored.settings).toEqual(model.settings);
    const means = [model, restored].map((each) => [
      ...each.encode({ a: batch.a!, b: batch.b! }).shared.mean().dataSync(),
    ]);
    expect(means[1]).toEqual(means[0]);
    for (const each of [model, loaded, restored]) each.dispose();
  });
});

describe.each(Object.entries(fieldObjectives).filter(([, { bound }]) => bound))('%s', (_, { bound }) => {
  test('is a bound: minus the loss is at most log p(X) of a linear-Gaussian model', () => {
    const data = exactData(3, Rng.fromSeed(3));
    const model = exactModel(bound!);
    const copies = 4000;
    for (const [i, first] of data.first.entries()) {
      const row = { first, second: data.second[i]! };
      const loss = tf.tidy(() => {
        const tile = (x: readonly number[]): tf.Tensor => tf.tile(tf.tensor2d([[...x]]), [copies, 1]);
        return model.loss({ first: tile(row.first), second: tile(row.second) }, context()).loss.dataSync()[0]!;
      });
      // A draw's standard deviation is about 3; 4000 draws: 0.05. Five of them fail once in two million seeds.
      expect(-loss).toBeLessThan(exactLogEvidence(row) + 0.25);
    }
    model.dispose();
  });
});
