import type { SyncBatchSource } from '@polyvae/datasets';
import { ArgumentError } from '@polyvae/errors';
import { Rng } from '@polyvae/random';
import { adam, type BatchSource, createTrainStep, disposeOptimizerState, type Trainable } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import type { DataSpec } from '../datasets/data-spec.js';
import { openData } from '../datasets/open-data.js';
import { findDataset } from '../datasets/registry.js';
import { stepCompiler } from '../engines/engine.js';
import { buildModel } from '../jobs/compute/build-model.js';
import type { Experiment } from '../paper/experiment.js';

/** How steps are to be timed. */
export interface MeasureStepsOptions {
  readonly batchSize: number;
  readonly steps: number;
  /** Steps before them, which compile and allocate. */
  readonly warmUp: number;
  readonly seed: number;
}

/** Times of training steps. */
export interface StepTiming extends Omit<MeasureStepsOptions, 'seed'> {
  readonly msPerStep: { readonly median: number; readonly min: number; readonly p90: number };
  /** Share of the time that assembling batches takes. */
  readonly dataShare: number;
  readonly parameters: number;
  /** Loss of the first and of the last step. */
  readonly loss: { readonly first: number; readonly last: number };
}

/** The smallest value that a share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)]!;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * Times whole training steps of anything trainable: assembling the batch, drawing the noise, loss, gradients, Adam, and
 * reading the loss. The warm-up is left out. The model is changed, not disposed.
 * @throws {ArgumentError} if the batch is larger than the data.
 */
export async function timeSteps<B>(
  model: Trainable<B>,
  data: BatchSource<B>,
  options: Omit<MeasureStepsOptions, 'seed'> & { readonly learningRate: number; readonly rng: Rng },
): Promise<StepTiming> {
  const { batchSize, steps, warmUp, learningRate, rng } = options;
  if (batchSize > data.size) {
    throw new ArgumentError(`A batch of ${batchSize} is larger than the data, which has ${data.size} items.`);
  }
  const noise = rng.fork('noise');
  const optimizer = adam({ learningRate, epsilon: 1e-8 });
  const trainStep = createTrainStep(model, { optimizer, compile: stepCompiler() });
  let state = optimizer.init(model.variables);
  const times: number[] = [];
  const dataTimes: number[] = [];
  const losses: number[] = [];
  try {
    for (let step = 0; step < warmUp + steps; step++) {
      const indices = rng.permutation(data.size).slice(0, batchSize);
      const begin = performance.now();
      const batch = await data.get(indices);
      const assembled = performance.now();
      try {
        const result = await trainStep(batch, { state, rng: noise.fork(step) });
        state = result.state;
        losses.push(Number(result.terms.loss));
      } finally {
        tf.dispose(batch as tf.TensorContainer);
      }
      if (step < warmUp) continue;
      times.push(performance.now() - begin);
      dataTimes.push(assembled - begin);
    }
  } finally {
    disposeOptimizerState(state);
  }
  return {
    msPerStep: { median: quantile(times, 0.5), min: Math.min(...times), p90: quantile(times, 0.9) },
    dataShare: sum(dataTimes) / sum(times),
    steps,
    warmUp,
    batchSize,
    parameters: sum(Object.values(model.variables).map(({ size }) => size)),
    loss: { first: losses[0]!, last: losses.at(-1)! },
  };
}

/** Synthetic images are drawn when they are first asked for; what training takes over and over is all drawn. */
function drawAll<B>(data: SyncBatchSource<B>): void {
  const portion = 256;
  for (let from = 0; from < data.size; from += portion) {
    const indices = Uint32Array.from({ length: Math.min(portion, data.size - from) }, (_, i) => from + i);
    tf.dispose(data.get(indices) as tf.TensorContainer);
  }
}

/**
 * Times training steps of an experiment on the current engine; synthetic batches come from memory.
 * @throws {ArgumentError} if the batch is larger than the data.
 */
export async function measureSteps(
  experiment: Experiment,
  spec: DataSpec,
  { seed, ...options }: MeasureStepsOptions,
): Promise<StepTiming> {
  const { data } = findDataset(experiment.dataset);
  const { train } = await openData(data, spec);
  if (spec.source === 'synthetic') drawAll(train);
  const rng = Rng.fromSeed(seed);
  const model = buildModel(experiment, data, rng.fork('initialisation'));
  try {
    return await timeSteps(model, train, { ...options, learningRate: experiment.learningRate, rng });
  } finally {
    model.dispose();
  }
}
