import { Rng } from '@polyvae/random';
import type { BatchSource, Trainable } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { type DataSpec, type DigitsData, type FacesData, isSynthetic } from './data/data-spec.js';
import { openData } from './data/open-data.js';
import type { Experiment } from './experiment.js';
import { timeSteps } from './time-steps.js';
import { buildModel } from './units/build-model.js';

/** Times of training steps. */
export interface StepTiming {
  readonly msPerStep: { readonly median: number; readonly min: number; readonly p90: number };
  /** Share of the time that assembling batches takes. */
  readonly dataShare: number;
  /** Steps that were timed. */
  readonly steps: number;
  /** Steps before them, which compile and allocate. */
  readonly warmUp: number;
  readonly batchSize: number;
  readonly parameters: number;
  /** Loss of the first and of the last step. */
  readonly loss: { readonly first: number; readonly last: number };
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]!;
}

/** How a step is to be timed. */
export interface StepOptions {
  readonly batchSize: number;
  readonly steps: number;
  readonly warmUp: number;
  readonly seed: number;
}

/** Synthetic images are drawn when they are first asked for; what training takes over and over is all drawn. */
function drawAll<B>(data: BatchSource<B>): BatchSource<B> {
  const portion = 256;
  for (let from = 0; from < data.size; from += portion) {
    const indices = Uint32Array.from({ length: Math.min(portion, data.size - from) }, (_, i) => from + i);
    tf.dispose(data.get(indices) as tf.TensorContainer);
  }
  return data;
}

/**
 * Times whole training steps on the current engine: assembling the batch (from memory if it is synthetic), drawing the noise, loss,
 * gradients, Adam, and reading the loss. The warm-up is left out.
 * @throws {RangeError} if the batch is larger than the data.
 */
export async function measureSteps(experiment: Experiment, data: DataSpec, options: StepOptions): Promise<StepTiming> {
  const initialisation = Rng.fromSeed(options.seed).fork('initialisation');
  if (experiment.dataset === 'celeba') {
    const { train } = await openData(data as FacesData);
    return measureModel(
      buildModel(experiment, initialisation),
      isSynthetic(data) ? drawAll(train) : train,
      experiment,
      options,
    );
  }
  const { train } = await openData(data as DigitsData);
  return measureModel(
    buildModel(experiment, initialisation),
    isSynthetic(data) ? drawAll(train) : train,
    experiment,
    options,
  );
}

/** Times steps of a model, and disposes it. */
async function measureModel<B>(
  model: Trainable<B> & { dispose(): void },
  data: BatchSource<B>,
  { learningRate }: Experiment,
  { batchSize, steps, warmUp, seed }: StepOptions,
): Promise<StepTiming> {
  try {
    if (batchSize > data.size) {
      throw new RangeError(`A batch of ${batchSize} is larger than the data, which has ${data.size} items.`);
    }
    const rng = Rng.fromSeed(seed);
    const { times, dataTimes, losses } = await timeSteps(model, data, { batchSize, steps, warmUp, learningRate, rng });
    const sorted = times.toSorted((a, b) => a - b);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return {
      msPerStep: { median: quantile(sorted, 0.5), min: sorted[0]!, p90: quantile(sorted, 0.9) },
      dataShare: sum(dataTimes) / sum(times),
      steps,
      warmUp,
      batchSize,
      parameters: Object.values(model.variables).reduce((total, variable) => total + variable.size, 0),
      loss: { first: losses[0]!, last: losses.at(-1)! },
    };
  } finally {
    model.dispose();
  }
}
