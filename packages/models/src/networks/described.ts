import type { NetworkConfig, ObjectivePart } from './network.js';

/** The parts of a network that its description stands for. */
type Parts = Pick<ObjectivePart, 'variables' | 'state'> & { readonly apply?: unknown };

/** By description, what it is of. */
const parts = new WeakMap<NetworkConfig, Parts>();

/** Notes which parts a network's `config` describes, so that a copy with other parts is not taken for it. */
export function described<N extends ObjectivePart & { readonly apply?: unknown }>(network: N): N {
  const { config, apply, variables, state } = network;
  if (config) parts.set(config, { apply, variables, state });
  return network;
}

/**
 * Description of a network: its `config`; undefined where it has none, or parts of it were replaced since, as in
 * `{ ...linear(options), apply }`.
 */
export function descriptionOf(network: ObjectivePart & { readonly apply?: unknown }): NetworkConfig | undefined {
  const { config } = network;
  const own = config && parts.get(config);
  const isReplaced =
    own && (own.apply !== network.apply || own.variables !== network.variables || own.state !== network.state);
  return isReplaced ? undefined : config;
}
