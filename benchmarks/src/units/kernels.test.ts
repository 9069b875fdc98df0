import '@polyvae/backend-onnx';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { DigitsData } from '../data/data-spec.js';
import { TFJS_NODE_KERNELS } from '../engines/tfjs-node-kernels.js';
import { celebaMmjsd } from '../experiments/celeba-mmjsd.js';
import { digitsExperiments } from '../experiments/registry.js';
import type { UnitContext } from '../runner/unit-events.js';
import { runAttributeClassifier } from './attribute-classifier.js';
import { runAttributeProbe } from './attribute-probe.js';
import { runClassifier } from './classifier.js';
import { runCoherence } from './coherence.js';
import { runFaceSamples } from './face-samples.js';
import { runLatentSpace } from './latent-space.js';
import { runLikelihood } from './likelihood.js';
import { runProbe } from './probe.js';
import { runQuality } from './quality.js';
import { runSamples } from './samples.js';
import { runTrain } from './train.js';

const data: DigitsData = { kind: 'synthetic', seed: 1, trainSize: 40, testSize: 20 };
const evaluated = ['mst-mvae', 'mst-mmvae', 'mst-mmjsd-ms'];
const used = new Set<string>();
const signal = new AbortController().signal;

function contextOf(directory: string, needs: readonly string[]): UnitContext {
  return { directory, needs, signal, onProgress: () => {} };
}

function folder(): string {
  return mkdtempSync(path.join(tmpdir(), 'polyvae-'));
}

/** Runs work, checks its kernels and that it leaves no tensor. */
async function check(work: () => Promise<unknown>): Promise<void> {
  const before = tf.memory().numTensors;
  const { kernelNames } = await tf.profile(async () => {
    await work();
    return tf.scalar(0);
  });
  // The profile also names scopes, which begin with a small letter; kernels do not.
  const kernels = kernelNames.filter((name) => /^[A-Z_]/.test(name));
  for (const name of kernels) used.add(name);
  expect(kernels.filter((name) => !TFJS_NODE_KERNELS.includes(name))).toEqual([]);
  // The scalar that the profiled function returns.
  expect(tf.memory().numTensors).toBe(before + 1);
}

beforeAll(async () => {
  await tf.setBackend('onnx');
});

const classifierFolders = (['mnist', 'svhn', 'text'] as const).map((modality) => ({ modality, directory: folder() }));

test.each(classifierFolders)('the classifier of $modality', async ({ modality, directory }) => {
  const config = { modality, data, batchSize: 8, steps: 1, dropout: 0.5, gate: 0, seed: 1, backend: 'onnx' };
  await check(() => runClassifier(config, contextOf(directory, [])));
});

// The six, and one with the published code's terms.
test.each(digitsExperiments.slice(0, 7))(
  '$id trains and is evaluated with kernels that tfjs-node has',
  async (experiment) => {
    const directory = folder();
    const train = {
      experiment,
      schedule: { batchSize: 8, epochs: 1, stepsPerEpoch: 1, learningRate: 1e-3 },
      data,
      validationSize: 0,
      seed: 1,
      backend: 'onnx',
    };
    await check(() => runTrain(train, contextOf(directory, [])));
    // Evaluation does not differ between the others.
    if (!evaluated.includes(experiment.id)) return;
    const context = contextOf(directory, [directory, ...classifierFolders.map((classifier) => classifier.directory)]);
    await check(async () => {
      await runProbe({ train, trainSize: 20 }, context);
      await runSamples({ train }, context);
    });
    // Its posteriors are products and mixtures, and it has private latents.
    if (experiment.id !== 'mst-mmjsd-ms') return;
    await check(async () => {
      await runCoherence({ train, testSize: 2, randomSize: 2 }, context);
      await runQuality({ train, samples: 10, runs: 1, features: { kind: 'classifier' } }, context);
      await runLikelihood({ train, points: 2, samples: 2 }, context);
      await runLatentSpace({ train }, context);
    });
  },
  120_000,
);

test('models and classifiers of faces', async () => {
  const [directory, judge] = [folder(), folder()];
  const faces = { kind: 'synthetic-faces', seed: 1, trainSize: 12, testSize: 8 } as const;
  const train = {
    experiment: { ...celebaMmjsd, width: 2 },
    schedule: { batchSize: 4, epochs: 1, stepsPerEpoch: 1, learningRate: 1e-3 },
    data: faces,
    validationSize: 0,
    seed: 1,
    backend: 'onnx',
  };
  const classifier = { data: faces, batchSize: 4, width: 2, steps: 1, dropout: 0.5, gate: 0, seed: 1, backend: 'onnx' };
  await check(() => runTrain(train, contextOf(directory, [])));
  await check(() => runAttributeClassifier({ ...classifier, modality: 'text' }, contextOf(judge, [])));
  await check(async () => {
    await runAttributeProbe({ train, trainSize: 8 }, contextOf(directory, [directory]));
    await runFaceSamples({ train }, contextOf(directory, [directory]));
  });
}, 120_000);

test('what was compared is the real thing', () => {
  for (const name of ['Conv2D', 'Conv2DBackpropFilter', 'Conv2DBackpropInput', 'BatchMatMul', 'Concat']) {
    expect([...used]).toContain(name);
  }
});
