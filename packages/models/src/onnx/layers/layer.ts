import type { NetworkConfig } from '../../networks/network.js';
import type { GraphBuilder, Value } from '../graph-builder.js';
import type { Parameters } from '../parameters.js';

/** Surroundings of a layer that is written. */
export interface LayerContext<C = NetworkConfig> {
  readonly config: C;
  readonly parameters: Parameters;
}

/**
 * Writes one type of layer as operators, in evaluation mode.
 * @returns The layer's output.
 */
export type WriteLayer<C = NetworkConfig> = (graph: GraphBuilder, x: Value, layer: LayerContext<C>) => Value;
