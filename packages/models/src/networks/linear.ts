import { ShapeError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from './activation.js';
import { described } from './described.js';
import type { Network } from './network.js';
import { biasParameter, type Initialisation, weightParameter } from './parameter.js';

/** Options of {@link linear}. */
export interface LinearOptions {
  /** Length of the input. */
  readonly inputs: number;
  /** Length of the output. */
  readonly units: number;
  /** Default `linear`, no activation. */
  readonly activation?: Activation;
  /** Default `pytorchDefault`. */
  readonly init?: Initialisation;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/**
 * `y = x W + b` on `[batch, inputs]`, with `weight` `[inputs, units]` and `bias` `[units]`.
 * @example
 * ```ts
 * linear({ inputs: 50, units: 128, activation: 'relu', rng });
 * ```
 */
export function linear(options: LinearOptions): Network {
  const { inputs, units, activation = 'linear', init = 'pytorchDefault', rng } = options;
  const weight = weightParameter([inputs, units], inputs, rng.fork('weight'), init) as tf.Variable<tf.Rank.R2>;
  const bias = biasParameter(units, inputs, rng.fork('bias'), init);
  return described({
    variables: { weight, bias },
    state: {},
    config: { type: 'linear', inputs, units, activation },
    apply(x, { training }) {
      if (x.rank !== 2 || x.shape[1] !== inputs) {
        throw new ShapeError('linear input', `[batch, ${inputs}]`, x.shape);
      }
      return tf.tidy(() => {
        // With an activation, tfjs takes the unfused path while it records gradients, so training fuses the bias only.
        const fused = training ? 'linear' : activation;
        const y = tf.fused.matMul({ a: x, b: weight, bias, activation: fused });
        return training && activation === 'relu' ? tf.relu(y) : y;
      });
    },
    dispose: () => tf.dispose([weight, bias]),
  });
}
