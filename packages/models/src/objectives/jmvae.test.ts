import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { exactData, exactJoint, exactLogEvidence, exactModel } from '../../test/linear-gaussian.js';
import { type Key, keysOf, smallBatch, smallModel, vectors } from '../../test/small-model.js';
import {
  createMultimodalVae,
  gaussianEncoder,
  type JointEncoder,
  jmvae,
  jmvaeObjective,
  linear,
  modelConfig,
  modelFiles,
  modelFromFiles,
  type Terms,
} from '../index.js';

tidyTests(tf.engine());

const context = () => ({ rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0 });
const latent = { shared: 3 };

test('the loss is the terms times their factors', () => {
  const model = smallModel(2, jmvaeObjective({ alpha: 0.5, beta: 2, privateBeta: 0.25 }), { modality: { weight: 3 } });
  const { loss, terms } = model.loss(smallBatch(2, 4), context());
  const total = (term: Terms | tf.Scalar): number =>
    term instanceof tf.Tensor
      ? term.dataSync()[0]!
      : Object.values(term).reduce((sum: number, own) => sum + total(own), 0);
  const of = (name: string): number => total((terms as unknown as Terms)[name] as Terms);
  const expected =
    3 * of('reconstruction') + 2 * (of('divergence') + 0.5 * of('modalityDivergence') + 0.25 * of('private'));
  expect(Math.abs(loss.dataSync()[0]! - expected)).toBeLessThan(1e-5 * expected);
  model.dispose();
});

test.each([0, 0.4])(
  'without α it is a bound of log p(X), tight where the joint encoder is exact: log variances off by %f',
  (off) => {
    const model = exactModel(jmvaeObjective({ alpha: 0, joint: () => exactJoint(off) }));
    const data = exactData(1, Rng.fromSeed(3));
    const row = { first: data.first[0]!, second: data.second[0]! };
    const loss = tf.tidy(() => {
      const tile = (x: readonly number[]): tf.Tensor => tf.tile(tf.tensor2d([[...x]]), [20_000, 1]);
      return model.loss({ first: tile(row.first), second: tile(row.second) }, context()).loss.dataSync()[0]!;
    });
    // KL of two dimensions whose variances are e^off too wide.
    const gap = Math.exp(off) - 1 - off;
    // A row's standard deviation is about 2; 20,000 rows: 0.014. Five of them.
    expect(Math.abs(loss - gap + exactLogEvidence(row))).toBeLessThan(0.07);
    model.dispose();
  },
);

test('posteriors: of all modalities the joint encoder, of some the product of their own, row by row', () => {
  const model = smallModel(2, jmvaeObjective(), { latent });
  const batch = smallBatch(2, 3);
  const read = (b: Parameters<typeof model.encode>[0], posterior?: 'product-without-prior'): number[] => [
    ...model
      .encode(b, posterior && { posterior })
      .shared.mean()
      .dataSync(),
  ];
  const [joint, a, b] = [read(batch), read({ a: batch.a! }), read({ b: batch.b! })];
  expect(joint).not.toEqual(read(batch, 'product-without-prior'));
  expect(a).toEqual(read({ a: batch.a! }, 'product-without-prior'));
  const mixed = read({ ...batch, present: { a: Uint8Array.of(1, 0, 1), b: Uint8Array.of(1, 1, 0) } });
  const expected = [...joint.slice(0, 3), ...b.slice(3, 6), ...a.slice(6)];
  for (const [i, value] of mixed.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
  model.dispose();
});

test('rows that lack modalities are skipped; a batch of no others is refused, in compiled steps too', () => {
  const model = smallModel(2, jmvaeObjective(), { latent });
  const batch = smallBatch(2, 2);
  const present = { a: Uint8Array.of(1, 0), b: Uint8Array.of(0, 1) };
  expect(() => model.loss({ ...batch, present }, context())).toThrow("none of the batch's 2 rows has");
  expect(() => model.prepare({ ...batch, present })).toThrow('rows that have all modalities');
  expect(() => model.loss({ a: batch.a! }, context())).toThrow("no row of the batch has 'b'");
  model.dispose();
});

/** A joint encoder of one's own, of the data side by side. */
function flatJoint(shared: number): JointEncoder {
  const rng = Rng.fromSeed(4);
  const {
    apply,
    config: _,
    ...encoder
  } = gaussianEncoder({
    body: linear({ inputs: 7, units: 5, rng }),
    features: 5,
    latent: { shared, private: 0 },
    rng,
  });
  return { ...encoder, apply: (data, own) => apply(tf.concat(Object.values(data), 1), own).shared };
}

test('a joint encoder of your own has its variables in the model, and must fit it and be described to be saved', () => {
  const modalities = { a: vectors(3), b: vectors(4) };
  const model = jmvae({ modalities, latent, joint: () => flatJoint(3), rng: Rng.fromSeed(1) });
  expect(Object.keys(model.variables)).toContain('joint.shared.loc.weight');
  expect(model.loss(smallBatch(2, 4), context()).loss.dataSync()[0]).toBeGreaterThan(0);
  expect(() => modelConfig(model)).toThrow("the objective's joint cannot be described");
  model.dispose();
  const other = jmvae({ modalities, latent, joint: () => flatJoint(2), rng: Rng.fromSeed(1) });
  expect(() => other.loss(smallBatch(2, 4), context())).toThrow(
    'joint encoder, loc: expected shape [4, 3], found [4, 2]',
  );
  other.dispose();
});

test('what a joint encoder cannot be built from, or a model that has none, is named', async () => {
  const encoder = vectors(3).encoder as (own: object) => ReturnType<typeof gaussianEncoder>;
  const built = encoder({ latent: { shared: 3, private: 0 }, rng: Rng.fromSeed(1) });
  const options = { latent, rng: Rng.fromSeed(1) };
  expect(() => jmvae({ ...options, modalities: { a: { ...vectors(3), encoder: built } } })).toThrow(
    "jmvaeObjective: the encoder of 'a' is a built network",
  );
  built.dispose();
  const model = smallModel(2, { ...jmvaeObjective(), build: () => ({}) }, { latent });
  const loaded = modelFromFiles<Key>(await modelFiles(model));
  expect(() => loaded.loss(smallBatch(2, 4), context())).toThrow('built with another objective');
  for (const own of [model, loaded]) own.dispose();
  expect(() => jmvaeObjective({ alpha: -1 })).toThrow('alpha: must be finite and not negative');
});

test('every network has a stream of its own: the joint encoder changes no other', () => {
  const [model, plain] = [jmvaeObjective(), { ...jmvaeObjective(), build: () => ({}) }].map((objective) =>
    createMultimodalVae({
      modalities: Object.fromEntries(keysOf(2).map((key) => [key, vectors(3)])),
      latent,
      objective,
      rng: Rng.fromSeed(1),
    }),
  );
  for (const [path, variable] of Object.entries(plain!.variables)) {
    expect([...model!.variables[path]!.dataSync()]).toEqual([...variable.dataSync()]);
  }
  model!.dispose();
  plain!.dispose();
});
