import '@polyvae/backend-onnx';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { newFolder } from '../../../scripts/temporary-folder.js';
import { withTampered } from '../test/tampered.js';
import { goldenSuites } from './registry.js';
import { readGoldenFile, runGoldenCase, runGoldenDirectory } from './runner.js';

const folder = fileURLToPath(new URL('../fixtures/reference', import.meta.url));

beforeAll(() => tf.setBackend('onnx'));

test('every case of the reference values that the repository carries along passes', async () => {
  const before = tf.memory().numTensors;
  const files = await runGoldenDirectory(folder, goldenSuites, () => {});
  const names = files.map(({ file }) => basename(file)).sort();
  expect(names).toEqual(goldenSuites.map(({ file }) => `${file}.json`).sort());
  expect(files.flatMap(({ results }) => results).filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(tf.memory().numTensors).toBe(before);
}, 120_000);

const weight = 'encoder_mnist.enc.0.0.weight';

test.each([
  ['divergences', 'jsd2uneven0', ['jsd', 'dyn_prior_mu']],
  ['evaluation', 'latent_multiclass', ['objective_exact_minimum']],
  ['likelihood_estimates', 'gaussian_log_pdf', ['gaussian', 'f64', '1']],
  ['likelihoods', 'laplace', ['log_prob']],
  ['networks', 'enc_img_mnist_fact_small', ['class_mu', 'f64', '0']],
  ['objectives', 'moe_fact_even', ['grads', weight, 'l2']],
  ['objectives', 'subset_inference_poe', ['MST', 'joint_divergence']],
  ['objectives_celeba', 'params', ['params_celeba', '0', 'first2', '0']],
  ['prd', 'hist_few_bins', ['num_angles_51', 'max_f_beta8']],
  ['text', 'celeba_strings', ['examples', '1', 'text']],
  ['zoo/mopoe', 'three_private_missing', ['terms', 'weighted_divergence_mean']],
  ['zoo/crmvae', 'two_factors', ['paper', 'full_reconstruction_mean', 'loss']],
  ['zoo/dmvae', 'two_missing', ['terms', 'log_likelihood', 'word', 'image']],
  ['zoo/jmvae', 'two', ['gradients', 'outputs', 'joint', 'logVar']],
  ['zoo/mmvae', 'two_normal_k1_beta', ['terms', 'log_likelihood', 'image', 'word']],
  ['zoo/mmvaeplus', 'three_missing_iwae_k2', ['gradients', 'parameters', 'auxiliary.sound.logVar']],
  ['zoo/telbo', 'two_second_stage', ['paper', 'own_divergence', 'gradients', 'outputs', 'encoders.word', 'logVar']],
  ['zoo/mvae', 'two', ['terms', 'divergence', 'image']],
  ['zoo/mvtcae', 'two_missing', ['gradients', 'parameters', 'decoders.word.output.weight']],
  ['zoo/mopoe', 'three_private_missing', ['gradients', 'outputs', 'encoders.tags', 'privateLogVar']],
])('%s: %s fails if its %j is another', async (name, caseName, path) => {
  const file = await readGoldenFile(`${folder}/${name}.json`);
  const found = file.cases.find((one) => one.name === caseName)!;
  const wrong = { ...found, outputs: withTampered(found.outputs, path) };
  const suite = goldenSuites.find((one) => one.file === basename(name));
  const { status, detail } = await runGoldenCase(wrong, file, suite);
  expect(status).toBe('failed');
  expect(detail).toMatch(/expected .*, found |does not meet its first two values/);
});

test('cases of a file without a suite are uncovered, in folders too', async () => {
  const root = newFolder();
  await mkdir(join(root, 'zoo'));
  const cases = [{ name: 'first', source: '', inputs: {}, outputs: { loss: 1 } }];
  await writeFile(join(root, 'zoo', 'other.json'), JSON.stringify({ file: 'other', profile: '', seed: 1, cases }));
  expect(await runGoldenDirectory(root, goldenSuites, () => {})).toMatchObject([
    { file: join('zoo', 'other.json'), covered: false, results: [{ name: 'first', status: 'uncovered' }] },
  ]);
});
