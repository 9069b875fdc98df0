import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tidyTests } from '../../../../scripts/tidy-tests.js';
import { exactData, exactLogEvidence, exactModel } from '../../test/linear-gaussian.js';
import { smallBatch, vectors } from '../../test/small-model.js';
import {
  type Batch,
  iwae,
  type MultimodalVae,
  mmvae,
  modelFiles,
  modelFromFiles,
  mvaeObjective,
  vae,
} from '../index.js';

tidyTests(tf.engine());

const options = { modalities: { a: vectors(3) }, latent: { shared: 3, private: 2 }, rng: Rng.fromSeed(1) };
const context = () => ({ rng: Rng.fromSeed(1), training: true, step: 0, epoch: 0 });
const lossOf = (model: MultimodalVae<'a'>): number => {
  const loss = tf.tidy(() => model.loss(smallBatch(1, 4) as Batch<'a'>, context()).loss.dataSync()[0]!);
  model.dispose();
  return loss;
};

test('the VAE and the β-VAE are the mixture of one modality; their encoder gives its posterior', () => {
  for (const beta of [1, 4]) {
    expect(lossOf(vae({ ...options, beta }))).toBe(lossOf(mmvae({ ...options, beta, privateBeta: 1 })));
  }
  const model = vae(options);
  const x = smallBatch(1, 4).a!;
  const { shared } = model.encode({ a: x });
  const difference = tf.sub(shared.mean(), model.modalities.a.encoder.apply(x, { training: false }).shared.loc);
  expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-6);
  model.dispose();
});

test.each(['iwae', 'dreg'] as const)(
  'the IWAE by %s is the importance-weighted mixture of one modality',
  (gradient) => {
    const expected = lossOf(mmvae({ ...options, objective: gradient, samples: 5 }));
    expect(lossOf(iwae({ ...options, gradient, samples: 5 }))).toBe(expected);
  },
);

test('more draws of the IWAE are a tighter bound of log p(x)', () => {
  const [x] = exactData(1, Rng.fromSeed(3)).first as [number[]];
  const { first } = exactModel(mvaeObjective()).modalities;
  const losses = [1, 20].map((samples) => {
    const model = iwae({
      modalities: { first: { encoder: first.encoder, decoder: first.decoder, likelihood: first.likelihood } },
      latent: { shared: 2, private: 1 },
      samples,
      rng: Rng.fromSeed(1),
    });
    return tf.tidy(() => model.loss({ first: tf.tile(tf.tensor2d([x]), [2000, 1]) }, context()).loss.dataSync()[0]!);
  });
  // The expert alone is not the posterior, which has the prior too: about 0.1 nats below. Draws: a standard error of 0.02.
  const evidence = exactLogEvidence({ first: x });
  expect(-losses[1]!).toBeLessThan(evidence + 0.1);
  expect(-losses[0]!).toBeLessThan(-losses[1]!);
});

test('saved models are the same', async () => {
  for (const build of [() => vae({ ...options, beta: 3 }), () => iwae({ ...options, samples: 4, gradient: 'dreg' })]) {
    const model = build();
    const loaded = modelFromFiles<'a'>(await modelFiles(model));
    expect(loaded.settings).toEqual(model.settings);
    expect(lossOf(loaded)).toBe(lossOf(model));
  }
});

test('several modalities are refused', () => {
  const modalities = { a: vectors(3), b: vectors(4) };
  expect(() => vae({ ...options, modalities })).toThrow('vaeObjective: expected one modality, found a, b');
  expect(() => iwae({ ...options, modalities })).toThrow('iwaeObjective: expected one modality, found a, b');
});
