import * as tf from '@tensorflow/tfjs-core';
import { described, descriptionOf } from './described.js';
import type { Network, NetworkConfig } from './network.js';

/**
 * Applies networks one after the other. The keys, in order, are the first part of the parameters' paths:
 * `sequential({ hidden: linear(...) })` has `hidden.weight` and `hidden.bias`.
 * @example
 * ```ts
 * sequential({ hidden: linear({ inputs: 50, units: 128, rng }), relu: relu(), out: linear({ inputs: 128, units: 20, rng }) });
 * ```
 */
export function sequential(layers: Readonly<Record<string, Network>>): Network {
  return described({
    ...collect(layers),
    config: configOf(layers),
    apply: (x, context) =>
      tf.tidy(() => Object.values(layers).reduce((value, layer) => layer.apply(value, context), x)),
    dispose: () => {
      for (const layer of Object.values(layers)) layer.dispose();
    },
  });
}

function configOf(layers: Readonly<Record<string, Network>>): NetworkConfig | undefined {
  const configs: Record<string, NetworkConfig> = {};
  for (const [name, layer] of Object.entries(layers)) {
    const config = descriptionOf(layer);
    if (!config) return undefined;
    configs[name] = config;
  }
  return { type: 'sequential', layers: configs };
}

/** Variables and state of named networks, under `name.path`. */
export function collect(
  networks: Readonly<Record<string, Pick<Network, 'variables' | 'state'>>>,
): Pick<Network, 'variables' | 'state'> {
  const variables: Record<string, tf.Variable> = {};
  const state: Record<string, tf.Variable> = {};
  for (const [name, network] of Object.entries(networks)) {
    for (const [path, variable] of Object.entries(network.variables)) variables[`${name}.${path}`] = variable;
    for (const [path, variable] of Object.entries(network.state)) state[`${name}.${path}`] = variable;
  }
  return { variables, state };
}
