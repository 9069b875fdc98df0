import type { Rng } from '@polyvae/random';
import { adam, type BatchSource, createTrainStep, disposeOptimizerState, type Trainable } from '@polyvae/training';
import * as tf from '@tensorflow/tfjs';
import { stepCompiler } from './engines/engine.js';

/** Milliseconds of each timed step, and the loss of every step. */
export interface TimedSteps {
  readonly times: readonly number[];
  /** Of each timed step, the part in which the batch is assembled. */
  readonly dataTimes: readonly number[];
  readonly losses: readonly number[];
}

/**
 * Times whole training steps of anything trainable: assembling the batch, drawing the noise, loss, gradients, Adam, and
 * reading the loss. The steps before, which compile and allocate, are left out. The model is changed, not disposed.
 */
export async function timeSteps<B>(
  model: Trainable<B>,
  data: BatchSource<B>,
  options: {
    readonly batchSize: number;
    readonly steps: number;
    readonly warmUp: number;
    readonly learningRate: number;
    readonly rng: Rng;
  },
): Promise<TimedSteps> {
  const { batchSize, steps, warmUp, learningRate, rng } = options;
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
      const batch = data.get(indices);
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
    return { times, dataTimes, losses };
  } finally {
    disposeOptimizerState(state);
  }
}
