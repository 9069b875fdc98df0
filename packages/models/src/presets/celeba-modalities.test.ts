import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectNoLeaks } from '../../../../scripts/expect-no-leaks.js';
import { celebaModalities } from './celeba-modalities.js';
import { mmjsd, mvae } from './presets.js';

expectNoLeaks(() => tf.memory().numTensors);

const latent = { shared: 4, private: 2 };

/** Noisy images of one grey, texts of which half the places are filled with one character. */
function batchOf(rows: number, rng: Rng): { image: tf.Tensor; text: tf.Tensor } {
  const characters = Int32Array.from({ length: rows * 256 }, (_, i) => (i % 256 < 128 ? rng.integer(0, 71) : 70));
  return {
    image: tf.tidy(() => tf.add(0.7, tf.mul(0.1, tf.tensor4d(rng.normals(rows * 64 * 64 * 3), [rows, 64, 64, 3])))),
    text: tf.tidy(() => tf.reshape(tf.oneHot(characters, 71, 1, 0, 'float32'), [rows, 256, 71])),
  };
}

test('weights, likelihoods and private β as in the paper and the published code', () => {
  const { image, text } = celebaModalities();
  expect([image.weight, text.weight]).toEqual([1, 16]);
  expect(celebaModalities({ countChannels: true }).text.weight).toBe(48);
  expect([image.privateBeta ?? 1, text.privateBeta ?? 1]).toEqual([1, 1]);
  expect([image.likelihood.kind, image.likelihood.settings]).toEqual(['laplace', { scale: 0.75 }]);
  expect([text.likelihood.kind, text.likelihood.settings]).toEqual(['categorical', undefined]);
  expect(() => celebaModalities({ widht: 4 } as object)).toThrow("unknown option 'widht'");
});

test('the loss of a narrow mmJSD falls within a few steps', () => {
  const rng = Rng.fromSeed(4);
  const model = mmjsd({ modalities: celebaModalities({ width: 1 }), latent, beta: 2.5, rng });
  const batch = batchOf(3, rng);
  const context = { rng, training: true, step: 0, epoch: 0 };
  const optimizer = tf.train.adam(3e-2);
  const losses = Array.from({ length: 3 }, () => {
    const loss = optimizer.minimize(() => model.loss(batch, context).loss, true, Object.values(model.variables));
    const [value] = loss!.dataSync();
    loss!.dispose();
    return value!;
  });
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(losses.at(-1)!).toBeLessThan(0.97 * losses[0]!);
  const trained = Object.entries(model.state).filter(([path]) => path.endsWith('mean'));
  expect(trained.map(([path]) => path)).toContain('encoders.image.block4.shortcutNorm.mean');
  expect(trained.map(([path]) => path)).toContain('decoders.text.block1.norm1.mean');
  expect(trained.every(([, variable]) => variable.dataSync().some((value) => value !== 0))).toBe(true);
  const generated = model.generateFrom({ text: batch.text }, ['image', 'text'], { rng });
  expect(generated.image.shape).toEqual([3, 64, 64, 3]);
  expect(generated.text.shape).toEqual([3, 256, 71]);
  tf.dispose([batch, generated]);
  optimizer.dispose();
  model.dispose();
});

test('dropout is drawn from the rng, and without it a step is a function of noise alone', () => {
  const step = (dropout: number, seed: number): number => {
    const model = mvae({
      modalities: celebaModalities({ width: 1, dropout }),
      latent: { shared: 2, private: 1 },
      rng: Rng.fromSeed(1),
    });
    const { image, text } = batchOf(2, Rng.fromSeed(2));
    const noise = ({ shape }: { readonly shape: readonly number[] }): tf.Tensor => tf.zeros([...shape]);
    const context = { rng: Rng.fromSeed(seed), training: true, step: 0, epoch: 0, noise };
    const [loss] = tf.tidy(() => model.loss({ text }, context).loss.dataSync());
    tf.dispose([image, text]);
    model.dispose();
    return loss!;
  };
  expect(step(0.5, 1)).not.toBe(step(0.5, 2));
  expect(step(0, 1)).toBe(step(0, 2));
});
