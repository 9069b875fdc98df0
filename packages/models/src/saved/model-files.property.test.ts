import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { damaged, damagedJson, expectOnlyDocumentedErrors } from '../../../../scripts/reader-properties.js';
import { convModality, denseModality, laplace, mmjsd, modelFiles, modelFromFiles, textModality } from '../index.js';

async function whole() {
  const model = mmjsd({
    modalities: {
      image: convModality({ shape: [9, 6, 2], width: 2, features: 4, likelihood: laplace({ scale: 'perElement' }) }),
      genes: denseModality({ shape: 4, hidden: [5], dropout: 0.2 }),
      word: textModality({ length: 5, vocabulary: 6, features: 4, weight: 7 }),
    },
    latent: { shared: 3, private: 2 },
    rng: Rng.fromSeed(1),
  });
  const files = await modelFiles(model);
  model.dispose();
  return files;
}

test('the description of a saved model', async () => {
  await tf.setBackend('cpu');
  const files = await whole();
  const text = new TextDecoder().decode(files['config.json']);
  const { numTensors } = tf.memory();
  await expectOnlyDocumentedErrors(damagedJson([text]), (bytes) => {
    modelFromFiles({ ...files, 'config.json': bytes }).dispose();
  });
  expect(tf.memory().numTensors - numTensors).toBe(0);
});

test('the weights of a saved model', async () => {
  await tf.setBackend('cpu');
  const files = await whole();
  const { numTensors } = tf.memory();
  await expectOnlyDocumentedErrors(damaged([files['model.safetensors']]), (bytes) => {
    modelFromFiles({ ...files, 'model.safetensors': bytes }).dispose();
  });
  expect(tf.memory().numTensors - numTensors).toBe(0);
});

test.each([
  ['without layers', /"layers": \{/, '"layer": {', /config\.json: the description is damaged: /],
  [
    'of more parameters than there are',
    /"units": 5\b/,
    '"units": 500000000',
    /no more parameters than the weights hold/,
  ],
])('a description %s', async (_, what, instead, message) => {
  await tf.setBackend('cpu');
  const files = await whole();
  const text = new TextDecoder().decode(files['config.json']);
  expect(text).toMatch(what);
  const damagedConfig = new TextEncoder().encode(text.replace(what, instead));
  expect(() => modelFromFiles({ ...files, 'config.json': damagedConfig })).toThrow(message);
});
