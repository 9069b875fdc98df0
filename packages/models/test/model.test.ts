import {
  type Batch,
  categorical,
  features,
  type MultimodalVae,
  mmjsd,
  mmjsdObjective,
  mmvae,
  mmvaeObjective,
  mvaeObjective,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { tidyTests } from '../../../scripts/tidy-tests.js';
import { type Key, smallBatch, smallModel, vectors, withModel } from './small-model.js';

tidyTests(tf.engine());

const rng = Rng.fromSeed(9);

describe('posteriors', () => {
  const x = (): Batch<Key> & { readonly [K in Key]?: tf.Tensor } => smallBatch(3, 4);

  test('defaults: product for MVAE, mixture for MMVAE, dynamic prior for mmJSD; any can be asked for', () => {
    for (const [objective, kind] of [
      [mvaeObjective(), 'independent'],
      [mmvaeObjective(), 'mixture-same-family'],
      [mmjsdObjective(), 'independent'],
    ] as const) {
      withModel(smallModel(3, objective), (model) => {
        const posterior = model.encode(x());
        expect(posterior.shared.kind).toBe(kind);
        expect([posterior.shared.batchShape, posterior.shared.eventShape]).toEqual([[4], [3]]);
        expect(Object.keys(posterior.private)).toEqual(['a', 'b', 'c']);
        expect(posterior.private.b?.eventShape).toEqual([2]);
        for (const other of ['product', 'mixture', 'dynamic-prior'] as const) {
          expect(model.encode(x(), { posterior: other }).shared.eventShape).toEqual([3]);
        }
      });
    }
  });

  test('features: shared latents, private ones of what was seen, or both side by side', () => {
    withModel(smallModel(3, mmjsdObjective(), { latent: { shared: 3, private: { a: 1, b: 2 } } }), (model) => {
      const { a, b, c } = x();
      const latents = model.represent({ a: a!, b: b!, c: c! });
      expect(features(latents).arraySync()).toEqual(latents.shared.arraySync());
      const own = features(latents, 'private').arraySync();
      expect(own.map((row) => row[0])).toEqual(latents.private.a!.arraySync().map((row) => row[0]));
      expect(own[0]).toHaveLength(3);
      expect(features(latents, 'all').arraySync()).toEqual(
        latents.shared.arraySync().map((row, i) => [...row, ...own[i]!]),
      );
      expect(() => features(model.represent({ c: c! }), 'private')).toThrow('no modality that was seen');
    });
  });

  test('of one modality: the product contracts towards the prior, the mixture is the expert itself', () => {
    withModel(smallModel(1, mvaeObjective()), (model) => {
      const batch = smallBatch(1, 3);
      const expert = model.modalities.a.encoder.apply(batch.a!, { training: false }).shared;
      const precision = tf.exp(tf.neg(expert.logVar));
      const product = tf.div(tf.mul(expert.loc, precision), tf.add(precision, 1));
      const mean = (kind: 'product' | 'mixture' | 'dynamic-prior'): Float32Array =>
        model.encode(batch, { posterior: kind }).shared.mean().dataSync() as Float32Array;
      for (const [i, value] of [...product.dataSync()].entries()) expect(mean('product')[i]).toBeCloseTo(value, 6);
      for (const [i, value] of [...expert.loc.dataSync()].entries()) expect(mean('mixture')[i]).toBeCloseTo(value, 6);
      // Equal weights ½: the geometric mean has the product's location and twice its variance.
      for (const [i, value] of [...product.dataSync()].entries())
        expect(mean('dynamic-prior')[i]).toBeCloseTo(value, 6);
      const variance = (kind: 'product' | 'dynamic-prior'): tf.Tensor =>
        model.encode(batch, { posterior: kind }).shared.variance();
      const ratio = tf.div(variance('dynamic-prior'), variance('product')).dataSync();
      for (const value of ratio) expect(value).toBeCloseTo(2, 5);
    });
  });

  test('a mixture is represented by one stratified component a row, or by its mean', () => {
    withModel(smallModel(3, mmvaeObjective()), (model) => {
      const batch = smallBatch(3, 30);
      const points = model.represent(batch, { rng }).shared.arraySync();
      const experts = (['a', 'b', 'c'] as const).map((key) =>
        model.modalities[key].encoder.apply(batch[key]!, { training: false }).shared.loc.arraySync(),
      );
      const counts = [0, 0, 0];
      points.forEach((point, row) => {
        const match = experts.findIndex((expert) => point.every((value, i) => value === expert[row]![i]));
        counts[match]! += 1;
      });
      expect(counts).toEqual([10, 10, 10]);
      const mixture = model.represent(batch, { mixture: 'mean' }).shared.arraySync();
      const mean = (experts[0]![0]![0]! + experts[1]![0]![0]! + experts[2]![0]![0]!) / 3;
      expect(mixture[0]![0]).toBeCloseTo(mean, 5);
      expect(() => model.represent(batch)).toThrow('give rng');
    });
  });

  test('a batch is reconstructed from its own draws, private latents included', () => {
    withModel(smallModel(3, mvaeObjective(), { latent: { shared: 3, private: { a: 2 } } }), (model) => {
      const { a, b } = x();
      const found = model.reconstruct({ a: a!, b: b! }, { rng: Rng.fromSeed(4) });
      expect(Object.keys(found)).toEqual(['a', 'b']);
      const latents = model.sample({ a: a!, b: b! }, { rng: Rng.fromSeed(4) });
      const expected = model.decode(latents, ['a', 'b']);
      expect(found.a!.arraySync()).toEqual(expected.a.mean().arraySync());
      expect(found.b!.arraySync()).toEqual(expected.b.mean().arraySync());
    });
  });

  test('rows that lack a modality are reconstructed with private latents of the prior; one that no row has is left out', () => {
    withModel(smallModel(3, mvaeObjective(), { latent: { shared: 3, private: 2 } }), (model) => {
      const { a, b } = x();
      const rows = a!.shape[0];
      const none = new Uint8Array(rows);
      const rng = Rng.fromSeed(4);
      expect(Object.keys(model.reconstruct({ a: a!, b: b!, present: { a: none } }, { rng }))).toEqual(['b']);
      const some = Uint8Array.from({ length: rows }, (_, row) => (row === 0 ? 0 : 1));
      const of = (first: number): number[][] => {
        const data = tf.concat([tf.fill([1, 3], first), tf.slice(a!, [1, 0])]);
        const own = model.reconstruct({ a: data, b: b!, present: { a: some } }, { rng: Rng.fromSeed(5) });
        return own.a!.arraySync() as number[][];
      };
      expect(of(Number.NaN)).toEqual(of(7));
    });
  });

  test('several subsets at once: each as if it were represented alone, every modality encoded once', () => {
    withModel(smallModel(3, mmvaeObjective()), (model) => {
      const batch = smallBatch(3, 6);
      const { encoder } = model.modalities.b;
      const encode = vi.spyOn(encoder, 'apply');
      const subsets = [{ given: ['b'] }, { given: ['a', 'b'] }, { given: ['b', 'c'], mixture: 'mean' }] as const;
      const found = model.representEach(
        batch,
        subsets.map((subset, i) => ({ ...subset, rng: Rng.fromSeed(i) })),
      );
      expect(encode).toHaveBeenCalledTimes(1);
      for (const [i, { given, ...options }] of subsets.entries()) {
        const own = Object.fromEntries(given.map((key) => [key, batch[key]!]));
        const alone = model.represent(own, { ...options, rng: Rng.fromSeed(i) });
        expect(found[i]!.shared.arraySync()).toEqual(alone.shared.arraySync());
      }
      expect(() => model.representEach(batch, [{ given: [] }])).toThrow("at least one of 'a', 'b', 'c'");
      expect(() => model.representEach({ a: batch.a! }, [{ given: ['b'] }])).toThrow("no row of the batch has 'b'");
      const present = { b: Uint8Array.of(1, 1, 1, 1, 1, 0) };
      expect(() => model.representEach({ ...batch, present }, [{ given: ['b'] }])).toThrow('row 5');
    });
  });

  test('rows with different modalities have each its own posterior', () => {
    for (const objective of [mvaeObjective(), mmjsdObjective(), mmvaeObjective()]) {
      withModel(smallModel(2, objective), (model) => {
        const batch = smallBatch(2, 2);
        const nan = tf.mul(batch.b!, tf.tensor2d([[1], [Number.NaN]]));
        const masked = { a: batch.a, b: nan, present: { b: Uint8Array.of(1, 0) } } as Batch<Key>;
        const mean = (own: Batch<Key>): number[][] => model.encode(own).shared.mean().arraySync() as number[][];
        const [both, one] = mean(masked);
        const expected = [mean(batch)[0]!, mean({ a: batch.a })[1]!];
        for (const [i, value] of both!.entries()) expect(value).toBeCloseTo(expected[0]![i]!, 5);
        for (const [i, value] of one!.entries()) expect(value).toBeCloseTo(expected[1]![i]!, 5);
      });
    }
  });
});

describe('generation', () => {
  test('from the prior and from a subset, seeded', () => {
    withModel(smallModel(3, mmjsdObjective()), (model) => {
      const made = model.generate(5, { rng: Rng.fromSeed(1) });
      expect(made.a.shape).toEqual([5, 3]);
      expect(made.b.shape).toEqual([5, 4]);
      expect(made.c.shape).toEqual([5, 2]);
      const batch = smallBatch(3, 4);
      const from = (seed: number, posterior?: 'mixture'): number[] => {
        const options = posterior ? { rng: Rng.fromSeed(seed), posterior } : { rng: Rng.fromSeed(seed) };
        const targets = model.generateFrom({ a: batch.a }, ['c'], options);
        expect(Object.keys(targets)).toEqual(['c']);
        return [...targets.c.dataSync()];
      };
      expect(from(1)).toEqual(from(1));
      expect(from(1)).not.toEqual(from(2));
      expect(from(1)).not.toEqual(from(1, 'mixture'));
    });
  });

  test('expected data: locations, of categories their probabilities; the same draws as what is shown', () => {
    withModel(smallModel(2, mmjsdObjective(), { modality: { likelihood: categorical() } }), (model) => {
      const { a } = smallBatch(2, 4);
      const make = (output?: 'shown' | 'mean') =>
        model.generateFrom({ a }, ['b'], { rng: Rng.fromSeed(1), ...(output && { output }) }).b;
      const [shown, mean] = [make('shown'), make('mean')];
      expect(make().arraySync()).toEqual(shown.arraySync());
      for (const total of tf.sum(mean, -1).dataSync()) expect(total).toBeCloseTo(1, 5);
      expect(Math.max(...mean.dataSync())).toBeLessThan(1);
      expect(tf.argMax(mean, -1).arraySync()).toEqual(tf.argMax(shown, -1).arraySync());
      expect(model.generate(3, { rng, output: 'mean' }).a.shape).toEqual([3, 3]);
      expect(() => make('sample' as never)).toThrow(`output: expected 'shown' or 'mean', found "sample"`);
    });
    withModel(smallModel(1, mvaeObjective()), (model) => {
      const [shown, mean] = (['shown', 'mean'] as const).map((output) =>
        model.generate(2, { rng: Rng.fromSeed(1), output }).a.arraySync(),
      );
      expect(mean).toEqual(shown);
    });
  });

  test('decoding a draw of the posterior gives likelihoods', () => {
    withModel(smallModel(2, mmvaeObjective()), (model) => {
      const batch = smallBatch(2, 4);
      const latents = model.sample(batch, { rng });
      expect(latents.private.a?.shape).toEqual([4, 2]);
      const likelihoods = model.decode(latents);
      expect(likelihoods.b.logProb(batch.b!).shape).toEqual([4]);
      expect(() => model.decode({ shared: latents.shared, private: {} }, ['a'])).toThrow('latents.private.a is absent');
    });
  });

  test('text comes out as one-hot argmax; the inverted likelihood shows the least likely', () => {
    const logits = tf.tensor3d([
      [
        [3, 1, 2],
        [0, 5, -1],
      ],
    ]);
    expect(categorical().generate(logits).arraySync()).toEqual([
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
    ]);
  });
});

test('paths are stable and a network start does not hang on the other modalities', () => {
  const one = smallModel(1, mvaeObjective());
  const two = smallModel(2, mvaeObjective());
  expect(Object.keys(one.variables)).toEqual([
    'encoders.a.hidden.weight',
    'encoders.a.hidden.bias',
    'encoders.a.shared.loc.weight',
    'encoders.a.shared.loc.bias',
    'encoders.a.shared.logVar.weight',
    'encoders.a.shared.logVar.bias',
    'encoders.a.private.loc.weight',
    'encoders.a.private.loc.bias',
    'encoders.a.private.logVar.weight',
    'encoders.a.private.logVar.bias',
    'decoders.a.output.weight',
    'decoders.a.output.bias',
  ]);
  const weight = 'decoders.a.output.weight';
  expect(one.variables[weight]!.arraySync()).toEqual(two.variables[weight]!.arraySync());
  one.dispose();
  two.dispose();
});

test('keys are typed', () => {
  const model = mmjsd({ modalities: { scan: vectors(3), genes: vectors(4) }, latent: { shared: 2 }, rng });
  expectTypeOf(model).toEqualTypeOf<MultimodalVae<'scan' | 'genes'>>();
  const scan = tf.zeros([2, 3]);
  const { genes } = model.generateFrom({ scan }, ['genes'], { rng });
  expectTypeOf(genes).toEqualTypeOf<tf.Tensor>();
  // @ts-expect-error: not a modality of this model
  expect(() => model.encode({ scam: scan })).toThrow('unknown modality');
  // @ts-expect-error: not a target of this model
  expect(() => model.generateFrom({ scan }, ['gene'], { rng })).toThrow('unknown modality');
  // @ts-expect-error: a mask of an unknown modality
  expect(() => model.encode({ scan, present: { q: Uint8Array.of(1) } })).toThrow('unknown modality');
  model.dispose();
  const options = { modalities: { scan: vectors(3), genes: vectors(4) }, latent: { shared: 2 }, rng };
  const weights = { scan: 0.5, gene: 0.5 };
  // @ts-expect-error: weights name the model's modalities
  expect(() => mmvae({ ...options, weights })).toThrow('weights: expected one for each');
});
