import {
  type Batch,
  ConfigurationError,
  categorical,
  createMultimodalVae,
  digitModalities,
  features,
  laplace,
  type ModalityOptions,
  type MultimodalVae,
  mmjsd,
  mmjsdObjective,
  mmvae,
  mmvaeObjective,
  mvae,
  mvaeObjective,
  normal,
  type Objective,
  warmUp,
} from '@polyvae/models';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import { type Key, smallBatch, smallModel, vectors } from './small-model.js';

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

function withModel(model: MultimodalVae<Key>, use: (model: MultimodalVae<Key>) => void): void {
  tf.tidy(() => use(model));
  model.dispose();
}

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
        latents.shared.arraySync().map((row, i) => [...own[i]!, ...row]),
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

  test('rows with different modalities have each its own posterior', () => {
    for (const objective of [mvaeObjective(), mmjsdObjective(), mmvaeObjective()]) {
      withModel(smallModel(2, objective), (model) => {
        const batch = smallBatch(2, 2);
        const nan = tf.mul(batch.b!, tf.tensor2d([[1], [Number.NaN]]));
        const masked = { a: batch.a, b: nan, present: { b: tf.tensor1d([true, false], 'bool') } } as Batch<Key>;
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
      expect([made.a.shape, made.b.shape, made.c.shape]).toEqual([
        [5, 3],
        [5, 4],
        [5, 2],
      ]);
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
    tf.tidy(() => {
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
      expect(categorical({ legacyInverted: true }).generate(logits).arraySync()).toEqual([
        [
          [0, 1, 0],
          [0, 0, 1],
        ],
      ]);
    });
  });
});

describe('what is refused', () => {
  const batchErrors: readonly (readonly [string, () => object, string])[] = [
    [
      'an unknown modality',
      () => ({ a: tf.zeros([2, 3]), zz: tf.zeros([2, 3]) }),
      "unknown modality 'zz'; this model has 'a', 'b'",
    ],
    ['an empty batch', () => ({}), "expected at least one of the modalities 'a', 'b', found none"],
    ['no rows', () => ({ a: tf.zeros([0, 3]) }), 'expected at least one row'],
    ['different numbers of rows', () => ({ a: tf.zeros([2, 3]), b: tf.zeros([3, 4]) }), 'found a 2, b 3'],
    ['another dtype', () => ({ a: tf.zeros([2, 3], 'int32') }), 'batch.a: expected dtype float32, found int32'],
    ['no batch axis', () => ({ a: tf.zeros([3]) }), 'found shape [3]'],
    ['no tensor', () => ({ a: [1, 2] }), 'batch.a: expected a tensor, found object'],
    ['another shape', () => ({ a: tf.zeros([2, 7]) }), 'expected shape [batch, 3], found [2, 7]'],
    [
      'a mask of another size',
      () => ({ a: tf.zeros([2, 3]), present: { a: tf.ones([3], 'bool') } }),
      'expected a bool tensor [2], found bool [3]',
    ],
    [
      'a mask of another type',
      () => ({ a: tf.zeros([2, 3]), present: { a: tf.ones([2]) } }),
      'expected a bool tensor [2], found float32 [2]',
    ],
    [
      'a mask of an unknown modality',
      () => ({ a: tf.zeros([2, 3]), present: { q: tf.ones([2], 'bool') } }),
      "batch.present: unknown modality 'q'",
    ],
    [
      'a mask without data',
      () => ({ a: tf.zeros([2, 3]), present: { b: tf.ones([2], 'bool') } }),
      "batch.present.b marks rows, but the batch has no 'b'",
    ],
    [
      'a row with nothing',
      () => ({ a: tf.zeros([2, 3]), present: { a: tf.tensor1d([1, 0], 'bool') } }),
      'row 1 has no modality at all',
    ],
  ];

  test.each(batchErrors)('%s', (_, make, message) => {
    withModel(smallModel(2, mvaeObjective()), (model) => {
      const context = { rng, training: true, step: 0, epoch: 0 };
      expect(() => model.loss(make() as Batch<Key>, context)).toThrow(message);
      expect(() => model.encode(make() as Batch<Key>)).toThrow(message);
    });
  });

  test('unknown targets and numbers', () => {
    withModel(smallModel(2, mvaeObjective()), (model) => {
      const { a } = smallBatch(1, 2);
      expect(() => model.generateFrom({ a }, ['e'], { rng })).toThrow('targets: unknown modality e');
      expect(() => model.generate(0, { rng })).toThrow('n must be a positive integer, found 0');
      expect(() => model.encode({ a }, { posterior: 'sum' as never })).toThrow("found 'sum'");
    });
  });

  test('wrong weights, factors and sizes', () => {
    const modalities = { a: vectors(3), b: vectors(4) };
    const make = (options: object): unknown =>
      createMultimodalVae({ modalities, latent: { shared: 2 }, objective: mvaeObjective(), rng, ...options });
    const weights = (a: number, b: number, prior: number): object => ({ weights: { prior, modalities: { a, b } } });
    expect(() => mmjsdObjective(weights(0.5, 0.6, 0.1))).toThrow('must sum to 1');
    expect(() => mmjsdObjective(weights(-0.5, 1.4, 0.1))).toThrow("found -0.5 for 'a'");
    expect(() => mmvaeObjective({ weights: { a: 0.5, b: 0.4 } })).toThrow('must sum to 1');
    expect(() => make({ objective: mmvaeObjective({ weights: { a: 1 } }) })).toThrow(
      'each of the modalities a, b, found a',
    );
    expect(() => mvaeObjective({ beta: -1 })).toThrow('beta: must be finite and not negative, found -1');
    expect(() => mmjsdObjective({ privateBeta: Number.NaN })).toThrow('privateBeta');
    expect(() => mmjsdObjective({ samples: 1 })).toThrow('samples must be an integer of at least 2');
    expect(() => mmjsdObjective({ dynamicPrior: 'xyz' as never })).toThrow("'poe' or 'moe', found 'xyz'");
    expect(() => laplace({ scale: 0 })).toThrow('scale must be positive');
    expect(() => make({ latent: { shared: 0 } })).toThrow('latent.shared');
    expect(() => make({ latent: { shared: 2, private: -1 } })).toThrow('latent.private');
    expect(() => make({ latent: { shared: 2, private: { q: 1 } } })).toThrow('unknown modality q');
    expect(() => make({ modalities: {} })).toThrow('at least one');
    expect(() => make({ modalities: { 'x.y': vectors(2) } })).toThrow("'x.y' cannot be a name");
    expect(() => make({ modalities: { a: vectors(3, { weight: -2 }) } })).toThrow("weight of 'a'");
    const beta = (): number => Number.NaN;
    withModel(smallModel(1, mvaeObjective({ beta })), (model) => {
      const context = { rng, training: true, step: 3, epoch: 0 };
      expect(() => model.loss(smallBatch(1, 2), context)).toThrow('beta at step 3');
    });
    expect(warmUp({ to: 1, steps: 1 })({ step: 0, epoch: 0 })).toBe(0);
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

describe('settings, which tell models apart whose variables are the same', () => {
  const settings = (objective: Objective, modality: Partial<ModalityOptions> = {}): unknown => {
    const model = smallModel(2, objective, { modality });
    model.dispose();
    // Checkpoints keep them as JSON.
    expect(JSON.parse(JSON.stringify(model.settings))).toEqual(model.settings);
    return model.settings;
  };

  test('say the defaults that are in effect', () => {
    const own = (size: number) => ({
      likelihood: { kind: 'normal', scale: 0.5 },
      weight: 1,
      privateBeta: 1,
      private: size,
    });
    const third = 1 / 3;
    expect(settings(mmjsdObjective())).toEqual({
      objective: {
        kind: 'mmjsd',
        beta: 1,
        sharedBeta: 1,
        privateBeta: 2,
        assignment: 'stratified',
        weights: { modalities: { a: third, b: third }, prior: third },
        dynamicPrior: 'poe',
        legacyVarianceEpsilon: 0,
      },
      shared: 3,
      modalities: { a: own(2), b: own(2) },
    });
    const weights = { modalities: { a: third, b: third }, prior: third };
    expect(settings(mmjsdObjective({ beta: 1, privateBeta: 2, weights }))).toEqual(settings(mmjsdObjective()));
    expect(settings(mmvaeObjective({ weights: { a: 0.5, b: 0.5 } }))).toEqual(settings(mmvaeObjective()));
  });

  test.each<[string, () => unknown, () => unknown]>([
    ['objective', () => settings(mmjsdObjective()), () => settings(mmvaeObjective())],
    ['β', () => settings(mvaeObjective({ beta: 5 })), () => settings(mvaeObjective())],
    [
      'a β that is a function',
      () => settings(mvaeObjective({ beta: warmUp({ to: 1, steps: 2 }) })),
      () => settings(mvaeObjective()),
    ],
    ['private β', () => settings(mmvaeObjective({ privateBeta: 1 })), () => settings(mmvaeObjective())],
    ['π', () => settings(mmvaeObjective({ weights: { a: 0.25, b: 0.75 } })), () => settings(mmvaeObjective())],
    ['dynamic prior', () => settings(mmjsdObjective({ dynamicPrior: 'moe' })), () => settings(mmjsdObjective())],
    ['assignment', () => settings(mmjsdObjective({ legacyBlockAssignment: true })), () => settings(mmjsdObjective())],
    [
      'legacy switch',
      () => settings(mvaeObjective({ legacyUnimodalDivergence: true })),
      () => settings(mvaeObjective()),
    ],
    ['weight', () => settings(mvaeObjective(), { weight: 4 }), () => settings(mvaeObjective())],
    [
      'likelihood',
      () => settings(mvaeObjective(), { likelihood: laplace({ scale: 0.5 }) }),
      () => settings(mvaeObjective()),
    ],
    ['scale', () => settings(mvaeObjective(), { likelihood: normal() }), () => settings(mvaeObjective())],
    [
      'inverted text',
      () => settings(mvaeObjective(), { likelihood: categorical({ legacyInverted: true }) }),
      () => settings(mvaeObjective(), { likelihood: categorical() }),
    ],
  ])('%s', (_, one, other) => {
    expect(one()).not.toEqual(other());
  });
});

test.each<[string, () => unknown, string]>([
  ['mmjsdObjective', () => mmjsdObjective({ betta: 5 } as object), "'betta'; the options are beta, sharedBeta"],
  ['mmvaeObjective', () => mmvaeObjective({ weight: {} } as object), "'weight'; the options are beta"],
  ['mvaeObjective', () => mvaeObjective({ weights: {} } as object), "'weights'; the options are beta"],
  ['mmjsd', () => mmjsd({ ...given(), betta: 5 } as never), "'betta'; the options are modalities, latent, rng, beta"],
  ['mmvae', () => mmvae({ ...given(), dynamicPrior: 'moe' } as never), "'dynamicPrior'; the options are modalities"],
  ['mvae', () => mvae({ ...given(), objective: mmvaeObjective() } as never), "'objective'; the options are modalities"],
  ['createMultimodalVae', () => build({ seed: 4 }), "'seed'; the options are modalities, latent, objective, rng"],
  ['createMultimodalVae: latent', () => build({ latent: { shard: 4 } }), "'shard'; the options are shared, private"],
  [
    "createMultimodalVae: modality 'a'",
    () => build({ modalities: { a: { ...vectors(3), wieght: 4 } } }),
    "'wieght'; the options are encoder, decoder, likelihood, weight",
  ],
  [
    'digitModalities',
    () => digitModalities({ hidenLayers: 2 } as object),
    "'hidenLayers'; the options are hiddenLayers",
  ],
  ['warmUp', () => warmUp({ to: 1, epoch: 2 } as never), "'epoch'; the options are to, from, epochs, steps"],
  ['laplace', () => laplace({ sclae: 2 } as object), "'sclae'; the options are scale"],
  ['normal', () => normal({ sclae: 2 } as object), "'sclae'; the options are scale"],
  ['categorical', () => categorical({ inverted: true } as object), "'inverted'; the options are legacyInverted"],
])('%s refuses an unknown option', (where, call, message) => {
  expect(call).toThrow(ConfigurationError);
  expect(call).toThrow(`${where}: unknown option ${message}`);
});

function given() {
  return { modalities: { a: vectors(3) }, latent: { shared: 2 }, rng };
}

function build(change: object): unknown {
  return createMultimodalVae({ ...given(), objective: mvaeObjective(), ...change });
}

test('keys are typed', () => {
  const model = mmjsd({ modalities: { scan: vectors(3), genes: vectors(4) }, latent: { shared: 2 }, rng });
  expectTypeOf(model).toEqualTypeOf<MultimodalVae<'scan' | 'genes'>>();
  tf.tidy(() => {
    const scan = tf.zeros([2, 3]);
    const { genes } = model.generateFrom({ scan }, ['genes'], { rng });
    expectTypeOf(genes).toEqualTypeOf<tf.Tensor>();
    // @ts-expect-error: not a modality of this model
    expect(() => model.encode({ scam: scan })).toThrow('unknown modality');
    // @ts-expect-error: not a target of this model
    expect(() => model.generateFrom({ scan }, ['gene'], { rng })).toThrow('unknown modality');
    // @ts-expect-error: a mask of an unknown modality
    expect(() => model.encode({ scan, present: { q: scan } })).toThrow('unknown modality');
  });
  model.dispose();
  const options = { modalities: { scan: vectors(3), genes: vectors(4) }, latent: { shared: 2 }, rng };
  const weights = { scan: 0.5, gene: 0.5 };
  // @ts-expect-error: weights name the model's modalities
  expect(() => mmvae({ ...options, weights })).toThrow('weights: expected one for each');
});
