import type { Rng } from '@polyvae/random';
import { dropout as dropoutLayer } from './dropout.js';
import { linear } from './linear.js';
import type { Network } from './network.js';
import type { Initialisation } from './parameter.js';
import { sequential } from './sequential.js';

/** Options of {@link mlp}. */
export interface MlpOptions {
  /** Size of the input, `[batch, inputs]`. */
  readonly inputs: number;
  /** Units of the hidden layers, each with ReLU; may be empty. */
  readonly hidden: readonly number[];
  /** Size of the output, without activation; absent: the last hidden layer's. */
  readonly outputs?: number;
  /** Rate of dropout after each hidden layer while training; default 0. */
  readonly dropout?: number;
  /** Default `heUniform`. */
  readonly init?: Initialisation;
  /** Random numbers that the initial parameters are drawn from. */
  readonly rng: Rng;
}

/**
 * Linear layers with ReLU between them: `hidden1`, `hidden2` …, `output`.
 * @throws {ConfigurationError} unless the dropout rate is in [0, 1).
 * @example
 * ```ts
 * mlp({ inputs: 50, hidden: [256, 256], outputs: 20, rng });
 * ```
 */
export function mlp({ inputs, hidden, outputs, dropout = 0, init = 'heUniform', rng }: MlpOptions): Network {
  const layers: Record<string, Network> = {};
  let before = inputs;
  for (const [i, units] of hidden.entries()) {
    const name = `hidden${i + 1}`;
    layers[name] = linear({ inputs: before, units, activation: 'relu', init, rng: rng.fork(name) });
    if (dropout > 0) layers[`dropout${i + 1}`] = dropoutLayer(dropout);
    before = units;
  }
  if (outputs !== undefined) {
    layers.output = linear({ inputs: before, units: outputs, init, rng: rng.fork('output') });
  }
  return sequential(layers);
}
