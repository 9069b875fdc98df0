import { jit } from '@polyvae/backend-onnx';
import { syntheticDigits } from '@polyvae/datasets';
import { Rng } from '@polyvae/random';
import { adam, type Compile, createTrainStep, disposeOptimizerState, type Trainable } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { Tensors } from '../datasets/dataset.js';
import { digitsData } from '../datasets/digits-data.js';
import { findExperiment } from '../datasets/registry.js';
import { mstMmjsd } from '../paper/mst.js';
import { buildModel } from './compute/build-model.js';

beforeAll(async () => {
  await tf.setBackend('onnx');
});

const digits = syntheticDigits({ rng: Rng.fromSeed(1), trainSize: 30, testSize: 1 });

/** Four of five rows, others at each step; three such masks of different steps leave no row with nothing. */
function maskAt(step: number): Uint8Array {
  return Uint8Array.from({ length: 5 }, (_, row) => (row === step % 5 ? 0 : 1));
}

/** Losses and weights of a few steps, and how often the loss was recorded. */
async function train(
  model: Trainable<Tensors> & { dispose(): void },
  compile: Compile | undefined,
  { clipNorm, epochs = [0, 0, 0, 0, 0, 0], masked }: { clipNorm?: number; epochs?: number[]; masked?: boolean } = {},
): Promise<{ numbers: number[]; recorded: number }> {
  let recorded = 0;
  const counted: Trainable<Tensors> = {
    ...model,
    variables: model.variables,
    state: model.state,
    ...(model.prepare && { prepare: (batch: Tensors) => model.prepare!(batch) }),
    loss: (batch, context) => {
      recorded++;
      return model.loss(batch, context);
    },
  };
  const optimizer = adam();
  const step = createTrainStep(counted, { optimizer, compile, clipNorm });
  let state = optimizer.init(model.variables);
  const numbers: number[] = [];
  for (const [i, epoch] of epochs.entries()) {
    const batch = digits.train.get(Uint32Array.from({ length: 5 }, (_, k) => (5 * i + k) % 30));
    const present = masked ? { mnist: maskAt(i), svhn: maskAt(i + 1), text: maskAt(i + 3) } : undefined;
    const result = await step({ ...batch, ...(present && { present }) } as unknown as Tensors, {
      state,
      rng: Rng.fromSeed(i),
      epoch,
    });
    state = result.state;
    numbers.push(Number(result.terms.loss), result.gradientNorm ?? 0);
    tf.dispose(batch);
  }
  for (const variable of Object.values(model.variables)) numbers.push(...(await variable.data()).slice(0, 5));
  disposeOptimizerState(state);
  model.dispose();
  return { numbers, recorded };
}

test.each(['mst-mvae', 'mst-mmvae-ms', 'mst-mmjsd', 'mst-mmjsd-ms'])(
  'compiled steps of %s give the bits of plain ones, and record the loss twice',
  async (id) => {
    const build = () => buildModel(findExperiment(id), digitsData, Rng.fromSeed(3));
    const before = tf.memory().numTensors;
    const plain = await train(build(), undefined, { clipNorm: 50 });
    const compiled = await train(build(), jit, { clipNorm: 50 });
    expect(compiled.numbers).toEqual(plain.numbers);
    expect([plain.recorded, compiled.recorded]).toEqual([6, 2]);
    expect(tf.memory().numTensors).toBe(before);
  },
);

test.each(['mst-mvae', 'mst-mmvae-ms', 'mst-mmjsd-ms'])(
  'so do steps of %s with rows that lack modalities, whatever rows these are',
  async (id) => {
    const build = () => buildModel(findExperiment(id), digitsData, Rng.fromSeed(3));
    const before = tf.memory().numTensors;
    const plain = await train(build(), undefined, { masked: true });
    const compiled = await train(build(), jit, { masked: true });
    expect(compiled.numbers).toEqual(plain.numbers);
    expect([plain.recorded, compiled.recorded]).toEqual([6, 2]);
    expect(tf.memory().numTensors).toBe(before);
  },
);

test('a weight that changes with the epoch is recorded for each, one that changes with the step is not compiled', async () => {
  const build = () => buildModel(mstMmjsd, digitsData, Rng.fromSeed(3));
  const changing = (by: 'epoch' | 'step') => {
    const model = build();
    const loss: typeof model.loss = (batch, context) => {
      const result = model.loss(batch, context);
      return { ...result, loss: tf.mul(result.loss, 1 + context[by]) };
    };
    return { variables: model.variables, loss, dispose: () => model.dispose() };
  };
  const epochs = [0, 0, 0, 1, 1, 1, 1];
  for (const [by, recorded] of [
    ['epoch', 5],
    ['step', 7],
  ] as const) {
    const plain = await train(changing(by), undefined, { epochs });
    const compiled = await train(changing(by), jit, { epochs });
    expect(compiled.numbers).toEqual(plain.numbers);
    expect(compiled.recorded).toBe(recorded);
  }
});

test('a loss that decides by random numbers is not compiled', async () => {
  const deciding = () => {
    const model = buildModel(mstMmjsd, digitsData, Rng.fromSeed(3));
    const loss: typeof model.loss = (batch, context) => {
      const result = model.loss(batch, context);
      return context.rng.uniform() < 0.5 ? result : { ...result, loss: tf.mul(result.loss, 2) };
    };
    return { variables: model.variables, loss, dispose: () => model.dispose() };
  };
  const [plain, compiled] = [await train(deciding(), undefined), await train(deciding(), jit)];
  expect(compiled.numbers).toEqual(plain.numbers);
  expect(compiled.recorded).toBe(6);
});
