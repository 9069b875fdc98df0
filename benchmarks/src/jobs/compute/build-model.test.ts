import { syntheticDigits } from '@polyvae/datasets';
import { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { digitsData } from '../../datasets/digits-data.js';
import { findExperiment } from '../../datasets/registry.js';
import { startEngine } from '../../engines/engine.js';
import type { Experiment } from '../../paper/experiment.js';
import { buildModel } from './build-model.js';

/** The loss of the first step, all random numbers being equal. */
async function lossOf(experiment: Experiment): Promise<number> {
  const digits = syntheticDigits({ rng: Rng.fromSeed(1), trainSize: 20, testSize: 10 });
  const before = tf.memory().numTensors;
  const model = buildModel(experiment, digitsData, Rng.fromSeed(2));
  try {
    const loss = tf.tidy(() => {
      const batch = { ...digits.train.get(Uint32Array.from({ length: 6 }, (_, i) => i)) };
      return model.loss(batch, { rng: Rng.fromSeed(3), training: true, step: 0, epoch: 0 }).loss;
    });
    const [value] = await loss.data();
    loss.dispose();
    return value!;
  } finally {
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
}

test.each(['mvae', 'mmvae', 'mmjsd'])(
  '%s: every switch of the published code reaches the model',
  async (name) => {
    await startEngine('onnx', { purpose: 'train' });
    const experiment = findExperiment(name);
    const plain = await lossOf(experiment);
    expect(await lossOf(experiment)).toBe(plain);
    expect(await lossOf({ ...experiment, legacyInvertedText: true })).not.toBe(plain);
    // What blocks change is which rows take which modality; 1e-8 alone is lost in rounding.
    if (name === 'mvae') expect(await lossOf({ ...experiment, legacyUnimodalTerms: true })).not.toBe(plain);
    else expect(await lossOf({ ...experiment, legacyFusion: true })).not.toBe(plain);
  },
  60_000,
);
