import { Rng } from '@polyvae/random';
import { adam, type BatchSource, createTrainStep, disposeOptimizerState } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { stepCompiler } from './engines/engine.js';
import type { Experiment } from './experiment.js';
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
  const noise = rng.fork('noise');
  const optimizer = adam({ learningRate: experiment.learningRate, epsilon: 1e-8 });
  const trainStep = createTrainStep(model, { optimizer, compile: stepCompiler() });
  let state = optimizer.init(model.variables);
  const times: number[] = [];
  const losses: number[] = [];
  try {
    for (let step = 0; step < warmUp + steps; step++) {
      const indices = rng.permutation(data.size).slice(0, batchSize);
      const begin = performance.now();
      const batch = data.get(indices);
      try {
        const result = await trainStep(batch, { state, rng: noise.fork(step) });
        state = result.state;
        losses.push(Number(result.terms.loss));
      } finally {
        tf.dispose(batch);
      }
      if (step >= warmUp) times.push(performance.now() - begin);
    }
    const sorted = times.sort((a, b) => a - b);
    return {
      msPerStep: { median: quantile(sorted, 0.5), min: sorted[0]!, p90: quantile(sorted, 0.9) },
      steps,
      warmUp,
      batchSize,
      parameters: Object.values(model.variables).reduce((sum, variable) => sum + variable.size, 0),
      loss: { first: losses[0]!, last: losses.at(-1)! },
    };
  } finally {
    disposeOptimizerState(state);
    model.dispose();
  }
}
