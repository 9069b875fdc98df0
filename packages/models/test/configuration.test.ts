import { publishedProducts } from '@polyvae/divergences/published-code';
import { ArgumentTypeError } from '@polyvae/errors';
import {
  type Batch,
  categorical,
  createMultimodalVae,
  digitModalities,
  laplace,
  type ModalityOptions,
  mmjsd,
  mmjsdObjective,
  mmvae,
  mmvaeObjective,
  mvae,
  mvaeObjective,
  normal,
  type Objective,
  warmUpBeta,
} from '@polyvae/models';
import {
  publishedCategorical,
  publishedMmjsdObjective,
  publishedMmvaeObjective,
  publishedMvaeObjective,
} from '@polyvae/models/published-code';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { expectNoLeaks } from '../../../scripts/expect-no-leaks.js';
import { type Key, smallBatch, smallModel, vectors, withModel } from './small-model.js';

expectNoLeaks(() => tf.memory().numTensors);

const rng = Rng.fromSeed(9);

describe('what is refused', () => {
  const two = (): tf.Tensor => tf.zeros([2, 3]);
  const masked = (key: string, mask: unknown): object => ({
    a: two(),
    present: { [key]: Array.isArray(mask) ? Uint8Array.from(mask) : mask },
  });
  const batchErrors: readonly (readonly [string, () => object, string])[] = [
    ['an unknown modality', () => ({ a: two(), zz: two() }), "unknown modality 'zz'; this model has 'a', 'b'"],
    ['an empty batch', () => ({}), "expected at least one of the modalities 'a', 'b', found none"],
    ['no rows', () => ({ a: tf.zeros([0, 3]) }), 'expected at least one row'],
    ['different numbers of rows', () => ({ a: two(), b: tf.zeros([3, 4]) }), 'found a 2, b 3'],
    ['another dtype', () => ({ a: tf.zeros([2, 3], 'int32') }), 'batch.a: expected dtype float32, found int32'],
    ['no batch axis', () => ({ a: tf.zeros([3]) }), 'found shape [3]'],
    ['no tensor', () => ({ a: [1, 2] }), 'batch.a: expected a tensor, found object'],
    ['another shape', () => ({ a: tf.zeros([2, 7]) }), 'expected shape [batch, 3], found [2, 7]'],
    [
      'a mask of another size',
      () => masked('a', [1, 1, 1]),
      'expected a Uint8Array of 2 (1: the row has it), found Uint8Array of 3',
    ],
    ['a mask of another type', () => masked('a', Float32Array.of(1, 1)), 'found Float32Array of 2'],
    [
      'a mask that is a tensor',
      () => masked('a', tf.ones([2], 'bool')),
      'found a bool tensor [2]; masks are kept on the host',
    ],
    ['a mask of an unknown modality', () => masked('q', [1, 1]), "batch.present: unknown modality 'q'"],
    ['a mask without data', () => masked('b', [1, 1]), "batch.present.b marks rows, but the batch has no 'b'"],
    ['a row with nothing', () => masked('a', [1, 0]), 'row 1 has no modality at all'],
  ];

  test.each(batchErrors)('%s', (_, make, message) => {
    withModel(smallModel(2, mvaeObjective()), (model) => {
      const context = { rng, training: true, step: 0, epoch: 0 };
      expect(() => model.loss(make() as Batch<Key>, context)).toThrow(message);
      expect(() => model.encode(make() as Batch<Key>)).toThrow(message);
    });
  });

  test('a row that has only modalities of weight 0', () => {
    const weights = { a: 1, b: 0 };
    const batch = { a: tf.zeros([2, 3]), b: tf.zeros([2, 4]), present: { a: Uint8Array.of(1, 0) } };
    const context = { rng, training: true, step: 0, epoch: 0 };
    const objectives = [
      mmvaeObjective({ weights }),
      mmvaeObjective({ weights, objective: 'iwae', samples: 2, chunk: 2 }),
      mmjsdObjective({ weights: { modalities: weights, prior: 0 } }),
    ];
    for (const objective of objectives) {
      withModel(smallModel(2, objective), (model) => {
        expect(() => model.loss(batch, context)).toThrow('row 1 has only modalities of weight 0');
        expect(() => model.prepare(batch)).toThrow('row 1 has only modalities of weight 0');
      });
    }
    tf.dispose([batch.a, batch.b]);
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
    expect(warmUpBeta({ to: 1, steps: 1 })({ step: 0, epoch: 0 })).toBe(0);
  });
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
    const own = { likelihood: { kind: 'normal', scale: 0.5 }, weight: 1, privateBeta: 1, private: 2 };
    const third = 1 / 3;
    expect(settings(mmjsdObjective())).toEqual({
      decoderInput: 'shared, private',
      objective: {
        kind: 'mmjsd',
        beta: 1,
        sharedBeta: 1,
        privateBeta: 2,
        assignment: 'stratified',
        weights: { modalities: { a: third, b: third }, prior: third },
        dynamicPrior: 'poe',
      },
      shared: 3,
      modalities: { a: own, b: own },
    });
    const weights = { modalities: { a: third, b: third }, prior: third };
    expect(settings(mmjsdObjective({ beta: 1, privateBeta: 2, weights }))).toEqual(settings(mmjsdObjective()));
    expect(settings(mmvaeObjective({ weights: { a: 0.5, b: 0.5 } }))).toEqual(settings(mmvaeObjective()));
  });

  test.each<[string, Parameters<typeof settings>, Parameters<typeof settings>]>([
    ['objective', [mmjsdObjective()], [mmvaeObjective()]],
    ['β', [mvaeObjective({ beta: 5 })], [mvaeObjective()]],
    ['a β that is a function', [mvaeObjective({ beta: warmUpBeta({ to: 1, steps: 2 }) })], [mvaeObjective()]],
    ['private β', [mmvaeObjective({ privateBeta: 1 })], [mmvaeObjective()]],
    ['π', [mmvaeObjective({ weights: { a: 0.25, b: 0.75 } })], [mmvaeObjective()]],
    ['dynamic prior', [mmjsdObjective({ dynamicPrior: 'moe' })], [mmjsdObjective()]],
    ['assignment', [mmjsdObjective({ assignment: () => [0] })], [mmjsdObjective()]],
    ['products', [mvaeObjective({ products: publishedProducts() })], [mvaeObjective()]],
    ['published assignment', [publishedMmvaeObjective()], [mmvaeObjective()]],
    ['published products', [publishedMmjsdObjective()], [publishedMmjsdObjective({ varianceEpsilon: 1e-6 })]],
    ['published divergence', [publishedMvaeObjective()], [publishedMvaeObjective({ unimodalDivergence: 'drawn' })]],
    ['published weight', [publishedMvaeObjective()], [publishedMvaeObjective({ unimodalWeight: 'modality' })]],
    ['weight', [mvaeObjective(), { weight: 4 }], [mvaeObjective()]],
    ['likelihood', [mvaeObjective(), { likelihood: laplace({ scale: 0.5 }) }], [mvaeObjective()]],
    ['scale', [mvaeObjective(), { likelihood: normal() }], [mvaeObjective()]],
    [
      'published text',
      [mvaeObjective(), { likelihood: publishedCategorical() }],
      [mvaeObjective(), { likelihood: categorical() }],
    ],
  ])('%s', (_, one, other) => {
    expect(settings(...one)).not.toEqual(settings(...other));
  });
});

test.each<[string, () => unknown, string]>([
  ['mmjsdObjective', () => mmjsdObjective({ betta: 5 } as object), "'betta'; the options are beta, sharedBeta"],
  ['mmvaeObjective', () => mmvaeObjective({ weight: {} } as object), "'weight'; the options are beta"],
  ['mvaeObjective', () => mvaeObjective({ weights: {} } as object), "'weights'; the options are beta"],
  [
    'mmjsd',
    () => mmjsd({ ...given(), betta: 5 } as never),
    "'betta'; the options are modalities, latent, init, rng, beta",
  ],
  ['mmvae', () => mmvae({ ...given(), dynamicPrior: 'moe' } as never), "'dynamicPrior'; the options are modalities"],
  ['mvae', () => mvae({ ...given(), objective: mmvaeObjective() } as never), "'objective'; the options are modalities"],
  ['createMultimodalVae', () => build({ seed: 4 }), "'seed'; the options are modalities, latent, objective, init, rng"],
  ['createMultimodalVae: latent', () => build({ latent: { shard: 4 } }), "'shard'; the options are shared, private"],
  [
    "createMultimodalVae: modality 'a'",
    () => build({ modalities: { a: { ...vectors(3), wieght: 4 } } }),
    "'wieght'; the options are encoder, decoder, likelihood, shape, weight",
  ],
  [
    'digitModalities',
    () => digitModalities({ hidenLayers: 2 } as object),
    "'hidenLayers'; the options are hiddenLayers",
  ],
  ['warmUpBeta', () => warmUpBeta({ to: 1, epoch: 2 } as never), "'epoch'; the options are to, from, epochs, steps"],
  ['laplace', () => laplace({ sclae: 2 } as object), "'sclae'; the options are scale"],
  ['normal', () => normal({ sclae: 2 } as object), "'sclae'; the options are scale"],
  ['publishedMvaeObjective', () => publishedMvaeObjective({ betta: 1 } as object), "'betta'; the options are beta"],
])('%s refuses an unknown option', (where, call, message) => {
  expect(call).toThrow(ArgumentTypeError);
  expect(call).toThrow(`${where}: unknown option ${message}`);
});

function given() {
  return { modalities: { a: vectors(3) }, latent: { shared: 2 }, rng };
}

function build(change: object): unknown {
  return createMultimodalVae({ ...given(), objective: mvaeObjective(), ...change });
}
