import { Rng } from '@polyvae/random';
import type { BatchSource } from '@polyvae/training';
import type { Experiment } from './experiment.js';
import { timeSteps } from './time-steps.js';
import { buildModel, type DigitsTensors } from './units/build-model.js';

/** Times of training steps. */
export interface StepTiming {
  readonly msPerStep: { readonly median: number; readonly min: number; readonly p90: number };
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

/**
 * Times whole training steps on the current engine: assembling the batch from data in memory, drawing the noise, loss,
 * gradients, Adam, and reading the loss. The warm-up is left out.
 * @throws {RangeError} if the batch is larger than the data.
 */
export async function measureSteps(
  experiment: Experiment,
  data: BatchSource<DigitsTensors>,
  options: { readonly batchSize: number; readonly steps: number; readonly warmUp: number; readonly seed: number },
): Promise<StepTiming> {
  const { batchSize, steps, warmUp, seed } = options;
  if (batchSize > data.size) {
    throw new RangeError(`A batch of ${batchSize} is larger than the data, which has ${data.size} items.`);
  }
  const rng = Rng.fromSeed(seed);
  const model = buildModel(experiment, rng.fork('initialisation'));
  try {
    const { learningRate } = experiment;
    const { times, losses } = await timeSteps(model, data, { batchSize, steps, warmUp, learningRate, rng });
    const sorted = times.toSorted((a, b) => a - b);
    return {
      msPerStep: { median: quantile(sorted, 0.5), min: sorted[0]!, p90: quantile(sorted, 0.9) },
      steps,
      warmUp,
      batchSize,
      parameters: Object.values(model.variables).reduce((sum, variable) => sum + variable.size, 0),
      loss: { first: losses[0]!, last: losses.at(-1)! },
    };
  } finally {
    model.dispose();
  }
}
