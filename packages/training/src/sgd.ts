import { checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer, OptimizerState } from './optimizer.js';
import { type Schedule, toSchedule } from './schedules.js';

/** Options of `sgd`. */
export interface SgdOptions {
  /** Learning rate, or how it depends on the step. */
  readonly learningRate: number | Schedule;
}

/**
 * Plain gradient descent: θ ← θ − η g.
 * @example
 * ```ts
 * fit(model, data, { epochs: 10, batchSize: 256, rng, optimizer: sgd({ learningRate: 0.01 }) });
 * ```
 */
export function sgd(options: SgdOptions): Optimizer {
  checkOptions('sgd', options, ['learningRate']);
  const rate = toSchedule(options.learningRate);
  return {
    settings: { kind: 'sgd' },
    init: (variables): OptimizerState => ({
      step: 0,
      updates: Object.fromEntries(Object.keys(variables).map((name) => [name, 0])),
      slots: {},
    }),
    coefficients: ({ step }) => Float32Array.of(rate(step)),
    update: (gradients, _state, variables, coefficients) =>
      tf.tidy(() => {
        const eta = tf.reshape(coefficients, []);
        const values = Object.entries(gradients).map(([name, gradient]) => [
          name,
          tf.sub(variables[name]!, tf.mul(gradient, eta)),
        ]);
        return { values: Object.fromEntries(values) as Record<string, tf.Tensor>, slots: {} };
      }),
  };
}
