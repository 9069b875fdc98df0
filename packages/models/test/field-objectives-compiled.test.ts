import { jit } from '@polyvae/backend-onnx';
import type { Batch, MultimodalVae } from '@polyvae/models';
import { Rng } from '@polyvae/random';
import { adam, type Compile, createTrainStep, disposeOptimizerState, type Trainable } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { fieldObjectives, modelOf } from './field-objectives.js';
import { type Key, keysOf, smallBatch } from './small-model.js';

beforeAll(async () => {
  await tf.setBackend('onnx');
});

/** Rows that lack a modality, others at each step; the first has all. */
function presentAt(step: number): Batch<Key>['present'] {
  const mask = (k: number): Uint8Array =>
    Uint8Array.from({ length: 6 }, (_, row) => (row === 1 + ((step + k) % 5) ? 0 : 1));
  return { a: mask(0), b: mask(1), c: mask(3) };
}

/** Losses and weights of a few steps, and how often the loss was recorded. */
async function train(
  model: MultimodalVae<Key>,
  compile: Compile | undefined,
  masked: boolean,
): Promise<{ numbers: number[]; recorded: number }> {
  let recorded = 0;
  const counted: Trainable<Batch<Key>> = {
    variables: model.variables,
    state: model.state,
    prepare: (batch: Batch<Key>) => model.prepare(batch),
    loss: (batch, context) => {
      recorded++;
      return model.loss(batch, context);
    },
  };
  const optimizer = adam();
  const step = createTrainStep(counted, { optimizer, compile });
  let state = optimizer.init(model.variables);
  const numbers: number[] = [];
  for (let i = 0; i < 5; i++) {
    const data = smallBatch(3, 6, i);
    const batch = { ...data, ...(masked && { present: presentAt(i) }) };
    const result = await step(batch, { state, rng: Rng.fromSeed(i), epoch: 0 });
    state = result.state;
    numbers.push(Number(result.terms.loss));
    tf.dispose(data);
  }
  for (const variable of Object.values(model.variables)) numbers.push(...(await variable.data()).slice(0, 3));
  disposeOptimizerState(state);
  model.dispose();
  return { numbers, recorded };
}

test.each(Object.entries(fieldObjectives))(
  'compiled steps of %s give the bits of plain ones, without recording each',
  async (_, { objective, drawn = objective, latent, recorded = 2 }) => {
    const before = tf.memory().numTensors;
    for (const masked of [false, true]) {
      const build = (): MultimodalVae<Key> => modelOf(keysOf(3), { objective: drawn, latent });
      const plain = await train(build(), undefined, masked);
      const compiled = await train(build(), jit, masked);
      expect(compiled.numbers).toEqual(plain.numbers);
      expect([plain.recorded, compiled.recorded]).toEqual([5, recorded]);
    }
    expect(tf.memory().numTensors).toBe(before);
  },
);
