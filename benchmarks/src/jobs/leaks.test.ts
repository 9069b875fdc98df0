import '@polyvae/backend-onnx';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JobContext } from '@polyvae/jobs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { findExperiment } from '../datasets/registry.js';
import { mstExperiments } from '../paper/mst.js';
import { coherence } from './coherence.js';
import { judge } from './judge.js';
import { latentSpace } from './latent-space.js';
import { likelihood } from './likelihood.js';
import { probe } from './probe.js';
import { quality } from './quality.js';
import { samples } from './samples.js';
import { train as training } from './train.js';

const data = { dataset: 'mnist-svhn-text', source: 'synthetic', seed: 1, trainSize: 40, testSize: 20 } as const;
const evaluated = ['mst-mvae', 'mst-mmvae', 'mst-mmjsd-ms'];
const signal = new AbortController().signal;

function contextOf(directory: string, needs: readonly string[]): JobContext {
  return { directory, needs, signal, onProgress: () => {} };
}

function folder(): string {
  return mkdtempSync(path.join(tmpdir(), 'polyvae-'));
}

/** Runs work, and checks that it leaves no tensor. */
async function check(work: () => Promise<unknown>): Promise<void> {
  const before = tf.memory().numTensors;
  await work();
  expect(tf.memory().numTensors).toBe(before);
}

beforeAll(async () => {
  await tf.setBackend('onnx');
});

const classifierFolders = (['mnist', 'svhn', 'text'] as const).map((modality) => ({ modality, directory: folder() }));

test.each(classifierFolders)('the judge of $modality', async ({ modality, directory }) => {
  const config = { modality, data, batchSize: 8, steps: 1, dropout: 0.5, gate: 0, seed: 1, backend: 'onnx' };
  await check(() => judge.run(config, contextOf(directory, [])));
});

// The six, and the one with importance samples.
test.each(mstExperiments.slice(0, 7))(
  '$id trains and is evaluated, and leaves no tensor',
  async (experiment) => {
    const directory = folder();
    const train = {
      experiment,
      schedule: { batchSize: 8, epochs: 1, stepsPerEpoch: 1, learningRate: 1e-3 },
      data,
      heldOutSize: 0,
      seed: 1,
      backend: 'onnx',
    };
    await check(() => training.run(train, contextOf(directory, [])));
    // Evaluation does not differ between the others.
    if (!evaluated.includes(experiment.id)) return;
    const context = contextOf(directory, [directory, ...classifierFolders.map((classifier) => classifier.directory)]);
    await check(async () => {
      await probe.run({ train, trainSize: 20 }, context);
      await samples.run({ train }, context);
    });
    // Its posteriors are products and mixtures, and it has private latents.
    if (experiment.id !== 'mst-mmjsd-ms') return;
    await check(async () => {
      await coherence.run({ train, testSize: 2, randomSize: 2 }, context);
      await quality.run({ train, samples: 10, runs: 1, features: { name: 'classifier' } }, context);
      await likelihood.run({ train, points: 2, samples: 2 }, context);
      await latentSpace.run({ train }, context);
    });
  },
  300_000,
);

test('models and judges of faces', async () => {
  const [directory, judged] = [folder(), folder()];
  const faces = { dataset: 'celeba', source: 'synthetic', seed: 1, trainSize: 12, testSize: 8 } as const;
  const train = {
    experiment: { ...findExperiment('celeba-mmjsd'), width: 2 },
    schedule: { batchSize: 4, epochs: 1, stepsPerEpoch: 1, learningRate: 1e-3 },
    data: faces,
    heldOutSize: 0,
    seed: 1,
    backend: 'onnx',
  };
  const classifier = { data: faces, batchSize: 4, width: 2, steps: 1, dropout: 0.5, gate: 0, seed: 1, backend: 'onnx' };
  await check(() => training.run(train, contextOf(directory, [])));
  await check(() => judge.run({ ...classifier, modality: 'text' }, contextOf(judged, [])));
  await check(async () => {
    await probe.run({ train, trainSize: 8 }, contextOf(directory, [directory]));
    await samples.run({ train }, contextOf(directory, [directory]));
  });
}, 300_000);
