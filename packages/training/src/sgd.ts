import * as tf from '@tensorflow/tfjs';
import { checkOptions } from './check-options.js';
import type { Optimizer, OptimizerState } from './optimizer.js';
import { type Schedule, toSchedule } from './schedules.js';

/** Options of `sgd`. */
export interface SgdOptions {
  readonly learningRate: number | Schedule;
}

/** Plain gradient descent: θ ← θ − η g. */
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
    update: (gradients, state, variables) =>
      tf.tidy(() => {
        const eta = tf.scalar(rate(state.step));
        const values: Record<string, tf.Tensor> = {};
        const updates: Record<string, number> = { ...state.updates };
        for (const [name, gradient] of Object.entries(gradients)) {
          values[name] = tf.sub(variables[name]!, tf.mul(gradient, eta));
          updates[name] = (updates[name] ?? 0) + 1;
        }
        return { values, state: { step: state.step + 1, updates, slots: {} } };
      }),
  };
}
