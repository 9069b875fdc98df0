import '@tensorflow/tfjs';
import { Rng } from '@polyvae/random';
import { expect, test } from 'vitest';
import { digitModalities } from './digit-modalities.js';
import { mmjsd, mmvae, mvae } from './presets.js';

test.each([mvae, mmvae, mmjsd])('%o hands the initialisation to the networks', (preset) => {
  const latent = { shared: 3, private: 2 };
  const model = preset({ modalities: digitModalities(), latent, init: 'heUniform', rng: Rng.fromSeed(1) });
  const biases = Object.entries(model.variables).filter(([path]) => path.endsWith('.bias'));
  const atZero = biases.filter(([, variable]) => variable.dataSync().every((value) => value === 0));
  // All but those of the heads: two of the shared latent and two of the private one for each modality.
  expect(atZero).toHaveLength(biases.length - 3 * 4);
  model.dispose();
});
