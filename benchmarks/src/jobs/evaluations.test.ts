import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JobContext } from '@polyvae/jobs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { digitsData } from '../datasets/digits-data.js';
import { findExperiment } from '../datasets/registry.js';
import { startEngine } from '../engines/engine.js';
import { findTable } from '../paper/tables/registry.js';
import { coherence } from './coherence.js';
import { judgeFile, loadJudge } from './compute/judge.js';
import { type JudgeConfig, judge } from './judge.js';
import { latentSpace } from './latent-space.js';
import { likelihood } from './likelihood.js';
import { quality } from './quality.js';
import { train as training } from './train.js';
import type { TrainConfig } from './training.js';

const data = { dataset: 'mnist-svhn-text', source: 'synthetic', seed: 1, trainSize: 60, testSize: 30 } as const;
const folder = (): string => mkdtempSync(path.join(tmpdir(), 'polyvae-'));
const signal = new AbortController().signal;
const contextOf = (directory: string, needs: readonly string[] = []): JobContext => ({
  directory,
  needs,
  signal,
  onProgress: () => {},
});
const modalities = ['mnist', 'svhn', 'text'] as const;
const folders = { model: folder(), mnist: folder(), svhn: folder(), text: folder() };
const context = contextOf(folders.model, [folders.model, ...modalities.map((modality) => folders[modality])]);
const classifier = { data, batchSize: 30, dropout: 0.1, gate: 0, seed: 1, backend: 'onnx' };
const train: TrainConfig = {
  experiment: findExperiment('mmvae'),
  schedule: { batchSize: 20, epochs: 1, stepsPerEpoch: 1, learningRate: 1e-3 },
  data,
  heldOutSize: 0,
  seed: 1,
  backend: 'onnx',
};

beforeAll(async () => {
  await startEngine('onnx', { purpose: 'train' });
  await training.run(train, contextOf(folders.model));
  for (const modality of modalities) {
    const steps = modality === 'text' ? 60 : 1;
    await judge.run({ ...classifier, modality, steps }, contextOf(folders[modality]));
  }
}, 120_000);

test('the judge of texts learns more than chance, and comes back from its folder', () => {
  const text = loadJudge(digitsData, 'text', folders.text);
  expect(text.score).toBeGreaterThan(0.5);
  expect(tf.tidy(() => text.features(tf.zeros([2, 8, 71]))).shape).toEqual([2, 128]);
  text.dispose();
  expect(() => loadJudge(digitsData, 'svhn', folders.text)).toThrow(/a judge of 'svhn' .* found one of 'text'/);
});

test('a judge below its gate is an error and leaves nothing to judge by', async () => {
  const directory = folder();
  const config: JudgeConfig = { ...classifier, modality: 'mnist', steps: 1, gate: 0.99 };
  await expect(judge.run(config, contextOf(directory))).rejects.toThrow(/'mnist' has an accuracy of .* must have 0.99/);
  expect(() => loadJudge(digitsData, 'mnist', directory)).toThrow(/Cannot read .*judge.json/);
});

test('coherence of every subset and the prior, the same again', async () => {
  const before = tf.memory().numTensors;
  const result = await coherence.run({ train, testSize: 20, randomSize: 10 }, context);
  expect(coherence.result.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
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
  const counts = result.confusion!.default!['svhn+text>mnist']!.flat();
  expect(counts.reduce((a, b) => a + b)).toBe(20);
  expect(result.random!.count).toBe(10);
  expect(Object.keys(result.standardErrors!.default!)).toEqual(Object.keys(result.values.default!));
  for (const error of Object.values(result.standardErrors!.default!)) expect(error).toBeGreaterThan(0.05);
  const { score } = JSON.parse(readFileSync(path.join(folders.svhn, judgeFile), 'utf8')) as { score: number };
  expect(result.judges.svhn).toBe(score);
  expect(await coherence.run({ train, testSize: 20, randomSize: 10 }, context)).toEqual(result);
  expect(tf.memory().numTensors).toBe(before);
}, 60_000);

test('quality of every source, in pixels too', async () => {
  const before = tf.memory().numTensors;
  const config = { train, samples: 25, runs: 2 };
  const result = await quality.run({ ...config, features: { name: 'classifier' } }, context);
  expect(Object.keys(result.cells)).toHaveLength(8);
  const { curve, samples, prdMean, standardError } = result.cells['text>svhn']!;
  expect(result.standardErrors!.default!['text>svhn']).toBe(standardError);
  expect(samples).toBe(25);
  expect(curve.precision).toHaveLength(101);
  expect(prdMean).toBe(result.values.default!['text>svhn']);
  // A model that has seen one batch draws nothing like a digit.
  expect(prdMean).toBeLessThan(0.5);
  const pixels = await quality.run(
    { ...config, features: { name: 'pixels' } },
    contextOf(folders.model, [folders.model]),
  );
  expect(pixels.notes[0]).toMatch(/25 real against 25 generated .* 2 clusterings; features: raw pixels/);
  expect(pixels.cells['random>mnist']!.fid).not.toBe(result.cells['random>mnist']!.fid);
  expect(tf.memory().numTensors).toBe(before);
}, 60_000);

test('a mixture has the average of its components and the density of the mixture', async () => {
  const { values, standardErrors, estimates } = await likelihood.run({ train, points: 6, samples: 8 }, context);
  const { default: average, 'mixture-density': density } = values;
  expect(Object.keys(average!)).toHaveLength(7);
  // One modality has one component: both are the same estimate.
  expect(average!.mnist).toBe(density!.mnist);
  expect(average!['mnist+text']).not.toBe(density!['mnist+text']);
  // With draws of their own, the components of a pair are near the single modalities.
  expect(Math.abs(average!['mnist+text']! - (average!.mnist! + average!.text!) / 2)).toBeLessThan(60);
  expect(Object.keys(values)).toEqual(Object.keys(standardErrors!));
  // One of twelve items is likelier than the mean.
  expect(values.published!.mnist).toBeGreaterThan(average!.mnist!);
  const { joint, ...single } = estimates.default!['mnist+svhn']!;
  expect(standardErrors!.default!['mnist+svhn']).toBe(joint!.standardError);
  expect(Object.keys(single)).toEqual(['mnist', 'svhn', 'text']);
  expect(joint!.mean).toBe(average!['mnist+svhn']);
}, 60_000);

test('the latent space has a point for every test item', async () => {
  const { spaces, umap, labels } = await latentSpace.run({ train }, context);
  expect(Object.keys(spaces)).toEqual(['mnist', 'svhn', 'text', 'mnist+svhn+text']);
  for (const { points } of Object.values(spaces)) expect(points).toHaveLength(labels.length);
  expect(Object.keys(umap)).toEqual(Object.keys(spaces));
  for (const points of Object.values(umap)) expect(points).toHaveLength(labels.length);
});

test('weights of another network are refused', () => {
  const directory = folder();
  writeFileSync(path.join(directory, judgeFile), '{"modality":"mnist","score":1,"gate":0}');
  writeFileSync(
    path.join(directory, 'weights.safetensors'),
    readFileSync(path.join(folders.svhn, 'weights.safetensors')),
  );
  const before = tf.memory().numTensors;
  expect(() => loadJudge(digitsData, 'mnist', directory)).toThrow(/saved from another model/);
  expect(tf.memory().numTensors).toBe(before);
});
