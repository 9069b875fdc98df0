import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { exactData, exactJoint, exactLogEvidence, exactModel } from '../../test/linear-gaussian.js';
import { smallBatch, smallModel } from '../../test/small-model.js';
import { type NoiseRequest, type TelboOptions, type Terms, telboObjective, vae } from '../index.js';

tidyTests(tf.engine());

const context = (epoch = 0) => ({ rng: Rng.fromSeed(1), training: true, step: 0, epoch });

test('the stage is a matter of the epoch, and each loss the terms times their factors', () => {
  const objective = telboObjective({ jointEpochs: 2, beta: 2, privateBeta: 0.25, unimodalWeights: { a: 5, b: 5 } });
  const model = smallModel(2, objective, { modality: { weight: 3 } });
  const total = (term: Terms | tf.Scalar, factors: Readonly<Record<string, number>>, factor = 0): number =>
    term instanceof tf.Tensor
      ? factor * term.dataSync()[0]!
      : Object.entries(term).reduce((sum, [name, own]) => sum + total(own, factors, factors[name] ?? factor), 0);
  for (const [epoch, reconstruction, names] of [
    [1, 3, ['reconstruction', 'divergence', 'private']],
    [2, 5, ['unimodal', 'private']],
  ] as const) {
    const { loss, terms } = model.loss(smallBatch(2, 4), context(epoch));
    expect(Object.keys(terms)).toEqual(names);
    const expected = total(terms as unknown as Terms, { reconstruction, divergence: 2, private: 0.5 });
    expect(Math.abs(loss.dataSync()[0]! - expected)).toBeLessThan(1e-5 * expected);
  }
  model.dispose();
});

test('both stages are bounds, the first tight where the joint encoder is exact', () => {
  const data = exactData(1, Rng.fromSeed(3));
  const row = { first: data.first[0]!, second: data.second[0]! };
  const lossOf = (jointEpochs: number): number => {
    const model = exactModel(telboObjective({ jointEpochs, joint: () => exactJoint(0) }));
    return tf.tidy(() => {
      const tile = (x: readonly number[]): tf.Tensor => tf.tile(tf.tensor2d([[...x]]), [20_000, 1]);
      return model.loss({ first: tile(row.first), second: tile(row.second) }, context()).loss.dataSync()[0]!;
    });
  };
  // A row's standard deviation is about 2; 20,000 rows: 0.014. Five of them.
  expect(Math.abs(lossOf(1) + exactLogEvidence(row))).toBeLessThan(0.07);
  const single = exactLogEvidence({ first: row.first }) + exactLogEvidence({ second: row.second });
  expect(-lossOf(0)).toBeLessThan(single + 0.07);
});

test('the second stage has the gradient of its bound for the encoders', () => {
  const model = smallModel(2, telboObjective({ jointEpochs: 0 }));
  const alone = (['a', 'b'] as const).map((key) => {
    const { encoder, decoder, likelihood } = model.modalities[key];
    const modalities = { [key]: { encoder, decoder, likelihood } };
    return vae({ modalities, latent: { shared: 3, private: 2 }, rng: Rng.fromSeed(1) });
  });
  const batch = smallBatch(2, 4);
  const noise = ({ shape }: NoiseRequest): tf.Tensor =>
    tf.tensor(Rng.fromSeed('noise').normals(shape.reduce((product, size) => product * size, 1)), [...shape]);
  const gradientsOf = (own: typeof model | (typeof alone)[number], data: object): tf.NamedTensorMap =>
    tf.variableGrads(() => own.loss(data, { ...context(), noise }).loss, Object.values(own.variables)).grads;
  const found = gradientsOf(model, batch);
  for (const own of alone) {
    const [key] = own.keys as ['a' | 'b'];
    const expected = gradientsOf(own, { [key]: batch[key] });
    for (const variable of Object.values(own.modalities[key]!.encoder.variables)) {
      const difference = tf.sub(found[variable.name]!, expected[variable.name]!);
      expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(2e-5);
    }
  }
  model.dispose();
});

test('bad options are named', () => {
  const build = (options: TelboOptions) => () => smallModel(2, telboObjective(options));
  expect(build({ jointEpochs: 1.5 })).toThrow('jointEpochs must be an integer of at least 0, found 1.5');
  expect(build({ unimodalWeights: { a: 1 } })).toThrow('expected a factor for each of a, b');
  expect(build({ unimodalWeights: { a: 1, b: 1, z: 1 } })).toThrow('unimodalWeights');
  expect(build({ beta: -1 })).toThrow('not negative');
});
