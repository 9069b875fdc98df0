import '@polyvae/backend-onnx';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { DataSpec } from '../data.js';
import { TFJS_NODE_KERNELS } from '../engines/tfjs-node-kernels.js';
import { experiments } from '../experiments/registry.js';
import { runProbe } from './probe.js';
import { runSamples } from './samples.js';
import { runTrain } from './train.js';

const data: DataSpec = { kind: 'synthetic', seed: 1, trainSize: 40, testSize: 20 };
const evaluated = ['mst-mvae', 'mst-mmvae', 'mst-mmjsd-ms'];
const used = new Set<string>();

beforeAll(async () => {
  await tf.setBackend('onnx');
});

// The six, and one with the published code's terms.
test.each(experiments.slice(0, 7))(
  '$id trains, is probed and draws with kernels that tfjs-node has',
  async (experiment) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'polyvae-'));
    const train = {
      experiment,
      schedule: { batchSize: 8, epochs: 1, stepsPerEpoch: 1, learningRate: 1e-3 },
      data,
      validationSize: 0,
      seed: 1,
      backend: 'onnx',
    };
    const context = { directory, needs: [directory], signal: new AbortController().signal, onProgress: () => {} };
    const before = tf.memory().numTensors;
    const { kernelNames } = await tf.profile(async () => {
      await runTrain(train, context);
      // Evaluation does not differ between the others.
      if (evaluated.includes(experiment.id)) {
        await runProbe({ train, trainSize: 20 }, context);
        await runSamples({ train }, context);
      }
      return tf.scalar(0);
    });
    // The profile also names scopes, which begin with a small letter; kernels do not.
    const kernels = kernelNames.filter((name) => /^[A-Z_]/.test(name));
    for (const name of kernels) used.add(name);
    expect(kernels.filter((name) => !TFJS_NODE_KERNELS.includes(name))).toEqual([]);
    // The scalar that the profiled function returns.
    expect(tf.memory().numTensors).toBe(before + 1);
  },
);

test('what was compared is the real thing', () => {
  for (const name of ['Conv2D', 'Conv2DBackpropFilter', 'Conv2DBackpropInput', 'BatchMatMul', 'Concat']) {
    expect([...used]).toContain(name);
  }
});
