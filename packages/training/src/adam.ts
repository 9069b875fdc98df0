import { ArgumentError, checkOptions } from '@polyvae/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer, OptimizerState } from './optimizer.js';
import { type Schedule, toSchedule } from './schedules.js';

/** Options of `adam`. */
export interface AdamOptions {
  /** Default 1e-3. */
  readonly learningRate?: number | Schedule;
  /** Decay of the first moment; default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment; default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the corrected second moment; default 1e-8 on every backend. */
  readonly epsilon?: number;
}

function requireDecay(name: string, value: number): void {
  if (!(value >= 0 && value < 1))
    throw new ArgumentError(`adam({ ${name} }): expected a number in [0, 1), found ${value}`);
}

/** Zeros as data, not as a fill: a backend that compiles by structure then sees the same graph in every step. */
function zerosLike(variables: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, { size, shape }]) => [name, tf.tensor(new Float32Array(size), shape)]),
  );
}

/**
 * Adam: θ ← θ − η · m̂ / (√v̂ + ε), with ε outside the root as PyTorch has it.
 *
 * The slots hold unnormalised moments, `first = Σ β₁^(t−i) gᵢ = m / (1 − β₁)` and likewise `second`, which saves two
 * passes over the parameters. Values that change from step to step (bias corrections, learning rate) are computed in double
 * precision here and enters as two coefficients, so that no step differs from another in structure. Bias is corrected by
 * each variable's own number of updates, as in PyTorch.
 * @see Kingma and Ba 2015, Algorithm 1
 * @example
 * ```ts
 * fit(model, data, { epochs: 10, batchSize: 256, rng, optimizer: adam({ learningRate: 1e-3 }) });
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptions('adam', options, ['learningRate', 'beta1', 'beta2', 'epsilon']);
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  requireDecay('beta1', beta1);
  requireDecay('beta2', beta2);
  if (!(epsilon >= 0)) throw new ArgumentError(`adam({ epsilon }): expected a number ≥ 0, found ${epsilon}`);
  const rate = toSchedule(learningRate);

  return {
    settings: { kind: 'adam', beta1, beta2, epsilon },
    init: (variables): OptimizerState => ({
      step: 0,
      updates: Object.fromEntries(Object.keys(variables).map((name) => [name, 0])),
      slots: { first: zerosLike(variables), second: zerosLike(variables) },
    }),
    coefficients: ({ step, updates }) => {
      const eta = rate(step);
      // m̂ / (√v̂ + ε) = first · (1 − β₁) / c₁ / (√second · s + ε) with s = √((1 − β₂) / c₂): divide through by s.
      const pairs = distinctCounts(updates).map((count) => {
        const t = count + 1;
        const s = Math.sqrt((1 - beta2) / (1 - beta2 ** t));
        return [(eta * (1 - beta1)) / (1 - beta1 ** t) / s, epsilon / s];
      });
      return Float32Array.from(pairs.flat());
    },
    update: (gradients, { updates, slots }, variables, coefficients) =>
      tf.tidy(() => {
        const [decay1, decay2] = [tf.scalar(beta1), tf.scalar(beta2)];
        const numbers = tf.unstack(coefficients);
        // Variables with the same number of updates, usually all of them, share their two numbers.
        const counts = distinctCounts(updates);
        const values: Record<string, tf.Tensor> = {};
        const firsts: Record<string, tf.Tensor> = { ...slots.first };
        const seconds: Record<string, tf.Tensor> = { ...slots.second };
        for (const [name, gradient] of Object.entries(gradients)) {
          const count = updates[name];
          if (count === undefined) {
            throw new ArgumentError(
              `adam: variable '${name}' has a gradient but no state; the state is of ${Object.keys(updates).join(', ')}. ` +
                'Make it with init(variables), with every variable that is trained.',
            );
          }
          const group = counts.indexOf(count);
          const [scale, offset] = [numbers[2 * group]!, numbers[2 * group + 1]!];
          const first = tf.add(tf.mul(firsts[name]!, decay1), gradient);
          const second = tf.add(tf.mul(seconds[name]!, decay2), tf.square(gradient));
          const change = tf.mul(tf.div(first, tf.add(tf.sqrt(second), offset)), scale);
          values[name] = tf.sub(variables[name]!, change);
          firsts[name] = first;
          seconds[name] = second;
        }
        return { values, slots: { first: firsts, second: seconds } };
      }),
  };
}

/** Numbers of updates that occur, in the order in which they first occur. */
function distinctCounts(updates: Readonly<Record<string, number>>): number[] {
  return [...new Set(Object.values(updates))];
}
