import type { Independent, Normal } from '@polyvae/distributions';
import { publishedProducts } from '@polyvae/divergences/published-code';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { readOnnx } from '../../test/read-onnx.js';
import { runOnnx } from '../../test/run-onnx.js';
import {
  bernoulli,
  celebaModalities,
  continuousBernoulli,
  convModality,
  denseModality,
  digitModalities,
  laplace,
  type MultimodalVae,
  mmjsd,
  mmvae,
  mopoe,
  mvae,
  negativeBinomial,
  normal,
  poisson,
  polymnistModalities,
  textModality,
} from '../index.js';
import { posteriorOf } from '../objectives/posteriors.js';
import { exportOnnx } from '../onnx.js';
import { publishedCategorical } from '../published-code.js';

tidyTests(tf.engine());

const latent = { shared: 3, private: 2 };
const rng = Rng.fromSeed(1);
const batches = [1, 7];

type Any = MultimodalVae<string>;

/** Models with the shapes of their data. */
const models: Readonly<Record<string, readonly [() => Any, Readonly<Record<string, readonly number[]>>]>> = {
  'vectors and counts': [
    () =>
      mvae({
        modalities: {
          scan: denseModality({ shape: 5, hidden: [6], dropout: 0.2 }),
          spread: denseModality({ shape: [2, 3], hidden: [4], likelihood: normal({ scale: 'decoded' }) }),
          reads: denseModality({ shape: 4, hidden: [5], likelihood: negativeBinomial() }),
          zeros: denseModality({
            shape: 4,
            hidden: [5],
            likelihood: negativeBinomial({ zeroInflated: true, inverseDispersion: 'decoded' }),
          }),
          events: denseModality({ shape: 3, hidden: [], likelihood: poisson() }),
          share: denseModality({ shape: 3, hidden: [4], likelihood: continuousBernoulli() }),
          code: denseModality({ shape: [3, 4], hidden: [4], likelihood: publishedCategorical() }),
        },
        latent,
        rng,
      }),
    { scan: [5], spread: [2, 3], reads: [4], zeros: [4], events: [3], share: [3], code: [3, 4] },
  ],
  'images of odd sizes and texts': [
    () =>
      mmjsd({
        modalities: {
          image: convModality({
            shape: [9, 7, 2],
            width: 3,
            features: 5,
            likelihood: laplace({ scale: 'perElement' }),
          }),
          small: convModality({ shape: [3, 13, 1], width: 2, features: 4, centred: false, likelihood: bernoulli() }),
          word: textModality({ length: 7, vocabulary: 6, features: 4 }),
        },
        latent: { shared: 3, private: { image: 2, word: 1 } },
        rng,
      }),
    { image: [9, 7, 2], small: [3, 13, 1], word: [7, 6] },
  ],
  digits: [
    () => mmjsd({ modalities: digitModalities({ centred: true }), latent, rng }),
    { mnist: [28, 28, 1], svhn: [32, 32, 3], text: [8, 71] },
  ],
  faces: [
    () => mvae({ modalities: celebaModalities({ width: 2 }), latent, rng }),
    { image: [64, 64, 3], text: [256, 71] },
  ],
  PolyMNIST: [
    () => mmvae({ modalities: { m0: polymnistModalities().m0 }, latent: { shared: 4 }, rng }),
    { m0: [28, 28, 3] },
  ],
};

/** A model whose parameters and running statistics are not where they start. */
function moved(make: () => Any): Any {
  const model = make();
  for (const [path, variable] of Object.entries({ ...model.variables, ...model.state })) {
    const noise = tf.tensor(Rng.fromSeed(path).normals(variable.size), variable.shape);
    variable.assign(tf.add(variable, tf.mul(path.endsWith('variance') ? tf.abs(noise) : noise, 0.05)));
  }
  return model;
}

function uniforms(label: string, shape: readonly number[]): tf.Tensor {
  return tf.tensor(Rng.fromSeed(label).uniforms(tf.util.sizeFromShape([...shape])), [...shape]);
}

function normals(label: string, shape: [rows: number, columns: number]): tf.Tensor2D {
  return tf.tensor2d(Rng.fromSeed(label).normals(shape[0] * shape[1]), shape);
}

/** Of the largest value. */
function expectEqual(found: tf.Tensor | undefined, expected: tf.Tensor): void {
  expect(found?.shape).toEqual(expected.shape);
  const largest = Math.max(1, tf.max(tf.abs(expected)).dataSync()[0]!);
  expect(tf.max(tf.abs(tf.sub(found!, expected))).dataSync()[0]! / largest).toBeLessThan(1e-5);
}

describe.each(Object.entries(models))('%s', (_, [make, shapes]) => {
  test('encoders and decoders give the same numbers at any batch (1e-5 of the largest)', async () => {
    const model = moved(make);
    for (const key of model.keys) {
      const encoder = await exportOnnx(model, { part: 'encoder', modality: key });
      const decoder = await exportOnnx(model, { part: 'decoder', modality: key });
      const { encoder: own, private: size } = model.modalities[key]!;
      for (const batch of batches) {
        const x = uniforms(key, [batch, ...shapes[key]!]);
        const encoded = await runOnnx(encoder, { [key]: x });
        const expected = own.apply(x, { training: false });
        expectEqual(encoded.outputs.shared_loc, expected.shared.loc);
        expectEqual(encoded.outputs.shared_log_var, expected.shared.logVar);
        if (expected.private) {
          expectEqual(encoded.outputs.private_loc, expected.private.loc);
          expectEqual(encoded.outputs.private_log_var, expected.private.logVar);
        }
        expect(encoded.shapes[key]).toEqual(['batch', ...shapes[key]!]);
        const shared = normals('shared', [batch, model.shared]);
        const latents = { shared, ...(size > 0 && { private: normals('private', [batch, size]) }) };
        const decoded = await runOnnx(decoder, latents);
        const all = { shared, private: { [key]: latents.private! } };
        expectEqual(decoded.outputs.mean, model.decode(all, [key])[key]!.mean());
        const input = latents.private ? tf.concat([shared, latents.private], 1) : shared;
        const output = model.modalities[key]!.decoder.apply(input, { training: false });
        expectEqual(decoded.outputs.shown, model.modalities[key]!.likelihood.generate(output));
        expect(decoded.shapes.shown).toEqual(['batch', ...shapes[key]!]);
      }
      for (const bytes of [encoder, decoder]) expectStandard(bytes);
    }
    model.dispose();
  });
});

/** Only standard operators of one version, and nothing that nobody reads. */
function expectStandard(bytes: Uint8Array): void {
  const { opsets, nodes, constants, outputs } = readOnnx(bytes);
  expect(opsets).toEqual([{ domain: '', version: 17 }]);
  expect(nodes.filter(({ domain }) => domain !== '')).toEqual([]);
  const read = new Set([...nodes.flatMap(({ inputs }) => inputs), ...outputs]);
  expect(constants.filter((name) => !read.has(name))).toEqual([]);
  expect(nodes.filter((node) => !node.outputs.some((name) => read.has(name)))).toEqual([]);
}

describe('generateFrom', () => {
  const two = {
    scan: denseModality({ shape: 5, hidden: [6] }),
    word: textModality({ length: 5, vocabulary: 4, features: 3 }),
    image: convModality({ shape: [5, 6, 1], width: 2, features: 4 }),
  };
  const sizes = { scan: [5], word: [5, 4], image: [5, 6, 1] };
  const keys = ['scan', 'word'] as const;
  const weights = { modalities: { scan: 0.5, word: 0.2, image: 0 }, prior: 0.3 };

  const products = {
    'MVAE, product': () => mvae({ modalities: two, latent, rng }),
    'mmJSD, dynamic prior with weights': () => mmjsd({ modalities: two, latent, weights, rng }),
    'MoPoE, a product without the prior': () => mopoe({ modalities: two, latent, priorExpert: 'none', rng }),
    'mmJSD, published epsilon': () =>
      mmjsd({ modalities: two, latent, products: publishedProducts({ varianceEpsilon: 1e-3 }), rng }),
  };
  test.each(Object.entries(products))(
    '%s: the decoded draw of the posterior (1e-5 of the largest)',
    async (_, make) => {
      const model = make();
      const bytes = await exportOnnx(model, { part: 'generateFrom', given: keys, targets: ['image', 'scan'] });
      expectStandard(bytes);
      for (const batch of batches) {
        const data = { scan: uniforms('scan', [batch, 5]), word: uniforms('word', [batch, 5, 4]) };
        const noise = normals('noise', [batch, 3]);
        const own = { image: normals('image', [batch, 2]), scan: normals('own', [batch, 2]) };
        const { outputs, inputNames } = await runOnnx(bytes, {
          ...data,
          noise,
          noise_image: own.image,
          noise_scan: own.scan,
        });
        expect(inputNames).toEqual(['scan', 'word', 'noise', 'noise_image', 'noise_scan']);
        const { base } = model.encode(data).shared as Independent<Normal>;
        const shared = tf.add<tf.Tensor2D>(base.loc, tf.mul(base.scale, noise));
        const expected = model.decode({ shared, private: own }, ['image', 'scan']);
        expectEqual(outputs.image_mean, expected.image.mean());
        expectEqual(outputs.scan_mean, expected.scan.mean());
        expectEqual(outputs.image_shown, expected.image.mean());
      }
      model.dispose();
    },
  );

  test.each(['normal', 'laplace'] as const)(
    'a mixture of the %s family: of each row the component that is asked for',
    async (posterior) => {
      const model = mmvae({ modalities: two, latent, posterior, objective: 'iwae', samples: 2, rng });
      const bytes = await exportOnnx(model, { part: 'generateFrom', given: keys, targets: ['scan'] });
      expectStandard(bytes);
      const batch = 4;
      const component = BigInt64Array.of(1n, 0n, 0n, 1n);
      const data = { scan: uniforms('scan', [batch, 5]), word: uniforms('word', [batch, 5, 4]) };
      const [noise, own] = [normals('noise', [batch, 3]), normals('own', [batch, 2])];
      const { outputs } = await runOnnx(bytes, { ...data, component, noise, noise_scan: own });
      const draws = keys.map((key) => {
        const encoded = model.modalities[key].encoder.apply(data[key], { training: false });
        const { base } = posteriorOf(encoded.shared, posterior);
        return tf.add(base.loc, tf.mul(base.scale, noise));
      });
      const first = tf.tensor([0, 1, 1, 0], [batch, 1]);
      const shared = tf.add<tf.Tensor2D>(tf.mul(draws[0]!, first), tf.mul(draws[1]!, tf.sub(1, first)));
      expectEqual(outputs.scan_mean, model.decode({ shared, private: { scan: own } }, ['scan']).scan.mean());
      const one = await exportOnnx(model, { part: 'generateFrom', given: ['word'], targets: ['scan'] });
      expect((await runOnnx(one, { word: data.word, noise, noise_scan: own })).inputNames).not.toContain('component');
      if (posterior === 'laplace') {
        const product = exportOnnx(model, {
          part: 'generateFrom',
          given: keys,
          targets: ['scan'],
          posterior: 'product',
        });
        await expect(product).rejects.toThrow(
          "'product' multiplies normal posteriors, but this model's are of the family 'laplace'",
        );
      }
      model.dispose();
    },
  );

  test('experts that weigh nothing are left out, and the prior stands for none', async () => {
    const model = mmjsd({ modalities: two, latent: { shared: 3 }, weights, rng });
    const bytes = await exportOnnx(model, { part: 'generateFrom', given: ['image'], targets: ['scan'] });
    const noise = normals('noise', [7, 3]);
    const { outputs } = await runOnnx(bytes, { image: uniforms('image', [7, ...sizes.image]), noise });
    expectEqual(outputs.scan_mean, model.decode({ shared: noise, private: {} }, ['scan']).scan.mean());
    model.dispose();
  });
});
