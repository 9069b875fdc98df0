import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { exactData, exactLogEvidence, exactModel } from '../../test/linear-gaussian.js';
import { type Key, keysOf, smallBatch, smallModel, vectors } from '../../test/small-model.js';
import { createMultimodalVae, type ModalityOptions, type MopoeOptions, mopoe, mopoeObjective } from '../index.js';

tidyTests(tf.engine());

const context = (seed = 1) => ({ rng: Rng.fromSeed(seed), training: true, step: 0, epoch: 0 });

function divergenceOf(options: MopoeOptions, present?: Record<string, Uint8Array>, seeds = 1): number {
  const model = smallModel(3, mopoeObjective(options), { latent: { shared: 3 } });
  const batch = { ...smallBatch(3, 8), ...(present && { present }) };
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) {
    sum += tf.tidy(() => model.loss(batch, context(seed)).terms.divergence.dataSync()[0]!);
  }
  model.dispose();
  return sum / seeds;
}

test('sampled subsets have the divergence of all in the mean, also of rows that lack modalities', () => {
  const present = { b: Uint8Array.of(1, 0, 1, 0, 1, 1, 1, 1), c: Uint8Array.of(1, 0, 0, 1, 1, 0, 1, 1) };
  for (const priorExpert of ['none', 'full', 'all'] as const) {
    for (const masks of [undefined, present]) {
      const exact = divergenceOf({ priorExpert }, masks);
      // Single draws' divergences differ by about 0.3 nats; 8 rows, 400 seeds, stratified: below 0.005. Six of them.
      const sampled = divergenceOf({ priorExpert, subsets: { sampled: 1 } }, masks, 400);
      expect(Math.abs(sampled - exact)).toBeLessThan(0.03);
    }
  }
});

test('with the subset of all modalities and the prior it is the exact posterior of a linear-Gaussian model', () => {
  const model = exactModel(mopoeObjective({ subsets: [['first', 'second']] }));
  const data = exactData(1, Rng.fromSeed(3));
  const copies = 20_000;
  const loss = tf.tidy(() => {
    const tile = (x: number[]): tf.Tensor => tf.tile(tf.tensor2d([x]), [copies, 1]);
    return model.loss({ first: tile(data.first[0]!), second: tile(data.second[0]!) }, context()).loss.dataSync()[0]!;
  });
  // A row's standard deviation is about 2; 20,000 rows: 0.014. Five of them.
  expect(Math.abs(loss + exactLogEvidence({ first: data.first[0]!, second: data.second[0]! }))).toBeLessThan(0.07);
});

test('posteriors are products of what is given, with the prior where the objective has it', () => {
  const batch = smallBatch(3, 4);
  const mean = (options: MopoeOptions, keys: Key[], posterior?: 'product' | 'product-without-prior'): number[] => {
    const model = smallModel(3, mopoeObjective(options), { latent: { shared: 3 } });
    const given = Object.fromEntries(keys.map((key) => [key, batch[key]!]));
    const values = tf.tidy(() => [
      ...model
        .encode(given, posterior && { posterior })
        .shared.mean()
        .dataSync(),
    ]);
    model.dispose();
    return values;
  };
  const some: Key[] = ['a', 'c'];
  expect(mean({}, some)).toEqual(mean({}, some, 'product-without-prior'));
  expect(mean({}, keysOf(3))).toEqual(mean({}, keysOf(3), 'product'));
  expect(mean({ priorExpert: 'none' }, keysOf(3))).toEqual(mean({}, keysOf(3), 'product-without-prior'));
  expect(mean({ priorExpert: 'all' }, some)).toEqual(mean({}, some, 'product'));
});

test('of rows that lack modalities only whole rows have the prior among their experts', () => {
  const model = smallModel(2, mopoeObjective(), { latent: { shared: 3 } });
  const batch = smallBatch(2, 2);
  const mixed = model.encode({ ...batch, present: { b: Uint8Array.of(1, 0) } }).shared.mean();
  const rows = tf.concat([
    tf.slice(model.encode(batch).shared.mean(), 0, 1),
    tf.slice(model.encode({ a: batch.a! }).shared.mean(), 1, 1),
  ]);
  expect(tf.max(tf.abs(tf.sub(mixed, rows))).dataSync()[0]).toBeLessThan(1e-6);
  model.dispose();
});

test('from seven modalities on subsets are drawn unless all are asked for, as settings say', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const modalities = Object.fromEntries(names.map((name) => [name, vectors(2)])) as Record<string, ModalityOptions>;
  const settingsOf = (subsets?: MopoeOptions['subsets']): unknown => {
    const model = mopoe({ modalities, latent: { shared: 2 }, rng: Rng.fromSeed(1), ...(subsets && { subsets }) });
    const data = Object.fromEntries(names.map((name) => [name, tf.ones([2, 2])]));
    expect(model.loss(data, context()).loss.dataSync()[0]).toBeGreaterThan(0);
    model.dispose();
    return (model.settings.objective as { subsets: unknown }).subsets;
  };
  expect(settingsOf()).toEqual({ sampled: 16 });
  expect(settingsOf('all')).toBe('all');
  expect(settingsOf([['a', 'g'], ['b']])).toEqual([['a', 'g'], ['b']]);
});

test('bad options and batches are named', () => {
  const build = (options: MopoeOptions): unknown =>
    createMultimodalVae({
      modalities: { a: vectors(3), b: vectors(4) },
      latent: { shared: 2 },
      objective: mopoeObjective(options),
      rng: Rng.fromSeed(1),
    });
  expect(() => build({ subsets: [] })).toThrow('mopoeObjective: subsets: expected at least one subset, found none');
  expect(() => build({ subsets: [['a', 'z']] })).toThrow("there is no modality 'z'; the modalities are a, b");
  expect(() => build({ subsets: [['a'], ['a']] })).toThrow('found a at 1 again');
  expect(() => build({ subsets: { sampled: 0 } })).toThrow('subsets.sampled must be a positive integer, found 0');
  expect(() => mopoeObjective({ priorExpert: 'some' as never })).toThrow("priorExpert must be 'none', 'full' or 'all'");
  expect(() => mopoeObjective({ beta: -1 })).toThrow('beta: must be finite and not negative');
  const model = smallModel(2, mopoeObjective({ subsets: [['a', 'b']] }), { latent: { shared: 2 } });
  const batch = smallBatch(2, 2);
  const half = { ...batch, present: { b: Uint8Array.of(1, 0) } };
  expect(() => model.loss(half, context())).toThrow("row 1 has the modalities of none of the subsets 'a+b'");
  expect(() => model.prepare(half)).toThrow('row 1 has the modalities of none');
  expect(() => model.loss({ a: batch.a! }, context())).toThrow("one of the subsets 'a+b', found none");
  model.dispose();
});
