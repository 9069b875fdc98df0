import {
  type Batch,
  categorical,
  createMultimodalVae,
  denseModality,
  type MultimodalVae,
  mmjsdObjective,
  mmvaeObjective,
  modelFiles,
  modelFromFiles,
  mvaeObjective,
  type NoiseRequest,
  type Objective,
} from '@polyvae/models';
import {
  publishedBlocks,
  publishedCategorical,
  publishedMmjsdObjective,
  publishedMmvaeObjective,
  publishedMvaeObjective,
  registerPublishedCode,
  withPublishedText,
} from '@polyvae/models/published-code';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { type Key, smallBatch, smallModel } from './small-model.js';

tidyTests(tf.engine());

const noNoise = ({ shape }: NoiseRequest): tf.Tensor => tf.zeros([...shape]);

function resultOf<K extends string>(model: MultimodalVae<K>, batch: Batch<K>, noise?: typeof noNoise) {
  const context = { rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0, ...(noise && { noise }) };
  return model.loss(batch, context);
}

const lossOf = (...given: Parameters<typeof resultOf<Key>>): number => resultOf(...given).loss.arraySync();

type UnimodalTerms = Readonly<Record<Key, { readonly reconstruction: tf.Scalar; readonly divergence: tf.Scalar }>>;
const unimodalOf = (model: MultimodalVae<Key>, batch: Batch<Key>): UnimodalTerms =>
  resultOf(model, batch).terms.unimodal as unknown as UnimodalTerms;

test('unimodal terms of MVAE: weight 1 and the divergence of q, drawn from the product (1e-4 of the difference)', () => {
  const size = { latent: { shared: 3 }, modality: { weight: 10 } };
  const batch = smallBatch(2, 4);
  const model = smallModel(2, mvaeObjective(), size);
  const published = smallModel(2, publishedMvaeObjective({ varianceEpsilon: 0 }), size);
  const [ours, theirs] = [unimodalOf(model, batch), unimodalOf(published, batch)];
  const value = (scalar: tf.Scalar): number => scalar.arraySync();
  expect(value(theirs.a.reconstruction)).toBe(value(ours.a.reconstruction));
  expect(value(theirs.a.divergence)).not.toBeCloseTo(value(ours.a.divergence), 3);
  const difference = lossOf(model, batch) - lossOf(published, batch);
  const expected = (['a', 'b'] as const).reduce(
    (sum, key) =>
      sum + 9 * value(ours[key].reconstruction) + value(ours[key].divergence) - value(theirs[key].divergence),
    0,
  );
  expect(Math.abs(difference - expected)).toBeLessThan(1e-4 * Math.abs(expected));
  const asOurs = publishedMvaeObjective({
    varianceEpsilon: 0,
    unimodalWeight: 'modality',
    unimodalDivergence: 'drawn',
  });
  const same = smallModel(2, asOurs, size);
  expect(lossOf(same, batch)).toBe(lossOf(model, batch));
  for (const own of [model, published, same]) own.dispose();
  expect(() => publishedMvaeObjective({ unimodalWeight: -1 })).toThrow("unimodalWeight must be 'modality', or finite");
});

test('blocks: the first rows take the first modality', () => {
  const batch = smallBatch(2, 4);
  const blocks = smallModel(2, publishedMmvaeObjective());
  const injected = smallModel(2, mmvaeObjective({ assignment: () => [0, 0, 1, 1] }));
  const other = smallModel(2, mmvaeObjective({ assignment: () => [1, 1, 0, 0] }));
  const losses = [blocks, injected, other].map((model) => lossOf(model, batch, noNoise));
  expect(losses[0]).toBe(losses[1]);
  expect(losses[0]).not.toBe(losses[2]);
  const half = Uint8Array.of(1, 1, 0, 0);
  expect(() => lossOf(blocks, { ...batch, present: { a: half } })).toThrow('publishedBlocks knows no rows that lack');
  for (const model of [blocks, injected, other]) model.dispose();
});

test('variances: mmJSD differs by what is added to them', () => {
  const batch = smallBatch(2, 4);
  const weights = { modalities: { a: 0.5, b: 0.25 }, prior: 0.25 };
  const losses = [
    mmjsdObjective({ weights, assignment: publishedBlocks }),
    publishedMmjsdObjective({ weights }),
    publishedMmjsdObjective({ weights, varianceEpsilon: 0.1 }),
  ].map((objective: Objective) => {
    const model = smallModel(2, objective);
    const loss = lossOf(model, batch);
    model.dispose();
    return loss;
  });
  expect(losses[1]! / losses[0]!).toBeCloseTo(1, 5);
  expect(losses[2]! / losses[0]!).not.toBeCloseTo(1, 4);
});

test('the text likelihood shows the least likely character, and replaces categorical ones only', () => {
  const logits = tf.tensor2d([
    [3, 1, 2],
    [0, 5, -1],
  ]);
  expect(publishedCategorical().generate(logits).arraySync()).toEqual([
    [0, 1, 0],
    [0, 0, 1],
  ]);
  const { code, scan } = withPublishedText({
    code: denseModality({ shape: [2, 3], likelihood: categorical() }),
    scan: denseModality({ shape: 4 }),
  });
  expect([code.likelihood.kind, scan.likelihood.kind]).toEqual(['published-categorical', 'normal']);
});

test.each<[string, Objective<'code' | 'scan'>]>([
  ['MVAE', publishedMvaeObjective({ beta: 2, unimodalWeight: 3 })],
  ['MMVAE', publishedMmvaeObjective({ weights: { code: 0.3, scan: 0.7 } })],
  ['mmJSD', publishedMmjsdObjective({ everyComponent: ['code'] })],
  ['mmJSD with weights', publishedMmjsdObjective({ weights: { modalities: { code: 0.5, scan: 0.3 }, prior: 0.2 } })],
])('%s: the same bits after saving and loading', async (_, objective) => {
  registerPublishedCode();
  registerPublishedCode();
  const modalities = withPublishedText({
    code: denseModality({ shape: [2, 3], hidden: [4], likelihood: categorical() }),
    scan: denseModality({ shape: 4, hidden: [4] }),
  });
  const model = createMultimodalVae({ modalities, latent: { shared: 2 }, objective, rng: Rng.fromSeed(3) });
  const loaded = modelFromFiles<'code' | 'scan'>(await modelFiles(model));
  expect(loaded.settings).toEqual(model.settings);
  const batch = { code: tf.oneHot(tf.tensor2d([0, 2], [1, 2], 'int32'), 3, 1, 0, 'float32'), scan: tf.ones([1, 4]) };
  expect(resultOf(loaded, batch).loss.arraySync()).toBe(resultOf(model, batch).loss.arraySync());
  model.dispose();
  loaded.dispose();
});
