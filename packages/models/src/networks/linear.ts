import { ShapeError } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from './activation.js';
import type { Network } from './network.js';
import { biasParameter, type Initialisation, weightParameter } from './parameter.js';

/** Options of {@link linear}. */
export interface LinearOptions {
  readonly inputs: number;
  readonly units: number;
  /** Default `linear`, no activation. */
  readonly activation?: Activation;
  /** Default `pytorchDefault`. */
  readonly init?: Initialisation;
  readonly rng: Rng;
}

/** `y = x W + b` on `[batch, inputs]`, with `weight` `[inputs, units]` and `bias` `[units]`. */
export function linear(options: LinearOptions): Network {
  const { inputs, units, activation = 'linear', init = 'pytorchDefault', rng } = options;
  const weight = weightParameter([inputs, units], inputs, rng.fork('weight'), init) as tf.Variable<tf.Rank.R2>;
  const bias = biasParameter(units, inputs, rng.fork('bias'), init);
  return {
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
  };
}
