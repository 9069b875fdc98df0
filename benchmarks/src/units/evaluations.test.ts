import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { DigitsData } from '../data/data-spec.js';
import { startEngine } from '../engines/engine.js';
import { mstMmvae } from '../experiments/mst-mmvae.js';
import type { UnitContext } from '../runner/unit-events.js';
import { findTable } from '../tables/registry.js';
import { type ClassifierConfig, classifierFile, runClassifier } from './classifier.js';
import { runCoherence } from './coherence.js';
import { runLatentSpace } from './latent-space.js';
import { runLikelihood } from './likelihood.js';
import { loadClassifier } from './load-classifier.js';
import { runQuality } from './quality.js';
import { type DigitsTrainConfig, runTrain } from './train.js';

const data: DigitsData = { kind: 'synthetic', seed: 1, trainSize: 60, testSize: 30 };
const folder = (): string => mkdtempSync(path.join(tmpdir(), 'polyvae-'));
const signal = new AbortController().signal;
const contextOf = (directory: string, needs: readonly string[] = []): UnitContext => ({
  directory,
  needs,
  signal,
  onProgress: () => {},
});
const modalities = ['mnist', 'svhn', 'text'] as const;
const folders = { model: folder(), mnist: folder(), svhn: folder(), text: folder() };
const context = contextOf(folders.model, [folders.model, ...modalities.map((modality) => folders[modality])]);
const classifier = { data, batchSize: 30, dropout: 0.1, gate: 0, seed: 1, backend: 'onnx' };
const train: DigitsTrainConfig = {
  experiment: mstMmvae,
  schedule: { batchSize: 20, epochs: 1, stepsPerEpoch: 1, learningRate: 1e-3 },
  data,
  validationSize: 0,
  seed: 1,
  backend: 'onnx',
};

beforeAll(async () => {
  await startEngine('onnx', { purpose: 'train' });
  await runTrain(train, contextOf(folders.model));
  for (const modality of modalities) {
    const steps = modality === 'text' ? 60 : 1;
    await runClassifier({ ...classifier, modality, steps }, contextOf(folders[modality]));
  }
}, 120_000);

test('the classifier of texts learns more than chance, and comes back from its folder', () => {
  const text = loadClassifier('text', folders.text);
  expect(text.accuracy).toBeGreaterThan(0.5);
  expect(tf.tidy(() => text.features(tf.zeros([2, 8, 71]))).shape).toEqual([2, 128]);
  text.dispose();
  expect(() => loadClassifier('svhn', folders.text)).toThrow(/expected a classifier of 'svhn' .* found one of 'text'/);
});

test('a classifier below its gate is an error and leaves nothing to judge by', async () => {
  const directory = folder();
  const config: ClassifierConfig = { ...classifier, modality: 'mnist', steps: 1, gate: 0.99 };
  await expect(runClassifier(config, contextOf(directory))).rejects.toThrow(/'mnist' is right in .* must be in 0.99/);
  expect(() => loadClassifier('mnist', directory)).toThrow(/Cannot read .*classifier.json/);
});

test('coherence of every subset and the prior, the same again', async () => {
  const before = tf.memory().numTensors;
  const result = await runCoherence({ train, testSize: 20, randomSize: 10 }, context);
  const single = ['mnist>svhn', 'mnist>text', 'mnist>written text', 'svhn>mnist', 'svhn>text', 'svhn>written text'];
  expect(Object.keys(result.values.default!)).toEqual([
    'random',
    'random, code',
    ...single,
    'text>mnist',
    'text>svhn',
    'mnist+svhn>text',
    'mnist+svhn>written text',
    'mnist+text>svhn',
    'svhn+text>mnist',
  ]);
  for (const { key } of findTable('2').columns) expect(result.values.default).toHaveProperty([key]);
  const counts = result.confusion.default!['svhn+text>mnist']!.flat();
  expect(counts.reduce((a, b) => a + b)).toBe(20);
  expect(result.random.count).toBe(10);
  const { accuracy } = JSON.parse(readFileSync(path.join(folders.svhn, classifierFile), 'utf8')) as {
    accuracy: number;
  };
  expect(result.classifiers.svhn).toBe(accuracy);
  expect(await runCoherence({ train, testSize: 20, randomSize: 10 }, context)).toEqual(result);
  expect(tf.memory().numTensors).toBe(before);
}, 60_000);

test('quality of every source, in pixels too', async () => {
  const before = tf.memory().numTensors;
  const config = { train, samples: 25, runs: 2 };
  const result = await runQuality({ ...config, features: { kind: 'classifier' } }, context);
  expect(Object.keys(result.cells)).toHaveLength(8);
  const { curve, samples, prdMean } = result.cells['text>svhn']!;
  expect(samples).toBe(25);
  expect(curve.precision).toHaveLength(101);
  expect(prdMean).toBe(result.values.default!['text>svhn']);
  // A model that has seen one batch draws nothing like a digit.
  expect(prdMean).toBeLessThan(0.5);
  const pixels = await runQuality(
    { ...config, features: { kind: 'pixels' } },
    contextOf(folders.model, [folders.model]),
  );
  expect(pixels.notes[0]).toMatch(/25 real against 25 generated .* 2 clusterings; features: raw pixels/);
  expect(pixels.cells['random>mnist']!.fid).not.toBe(result.cells['random>mnist']!.fid);
  expect(tf.memory().numTensors).toBe(before);
}, 60_000);

test('a mixture has the average of its components and the density of the mixture', async () => {
  const { values, standardErrors, estimates } = await runLikelihood({ train, points: 6, samples: 8 }, context);
  const { default: average, 'mixture-density': density } = values;
  expect(Object.keys(average!)).toHaveLength(7);
  // One modality has one component: both are the same estimate.
  expect(average!.mnist).toBe(density!.mnist);
  expect(average!['mnist+text']).not.toBe(density!['mnist+text']);
  // With draws of their own, the components of a pair are near the single modalities.
  expect(Math.abs(average!['mnist+text']! - (average!.mnist! + average!.text!) / 2)).toBeLessThan(60);
  expect(Object.keys(values)).toEqual([...Object.keys(standardErrors!), 'published']);
  // One of twelve items is likelier than the mean.
  expect(values.published!.mnist).toBeGreaterThan(average!.mnist!);
  const { joint, ...single } = estimates.default!['mnist+svhn']!;
  expect(standardErrors!.default!['mnist+svhn']).toBe(joint!.standardError);
  expect(Object.keys(single)).toEqual(['mnist', 'svhn', 'text']);
  expect(joint!.mean).toBe(average!['mnist+svhn']);
}, 60_000);

test('the latent space has a point for every test item', async () => {
  const { spaces, umap, labels } = await runLatentSpace({ train }, context);
  expect(Object.keys(spaces)).toEqual(['mnist', 'svhn', 'text', 'mnist+svhn+text']);
  for (const { points } of Object.values(spaces)) expect(points).toHaveLength(labels.length);
  expect(Object.keys(umap)).toEqual(Object.keys(spaces));
  for (const points of Object.values(umap)) expect(points).toHaveLength(labels.length);
});

test('weights of another network are refused', () => {
  const directory = folder();
  writeFileSync(path.join(directory, classifierFile), '{"modality":"mnist","accuracy":1,"gate":0}');
  writeFileSync(
    path.join(directory, 'weights.safetensors'),
    readFileSync(path.join(folders.svhn, 'weights.safetensors')),
  );
  const before = tf.memory().numTensors;
  expect(() => loadClassifier('mnist', directory)).toThrow(/saved from another model/);
  expect(tf.memory().numTensors).toBe(before);
});
