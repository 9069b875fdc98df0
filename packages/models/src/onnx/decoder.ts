import type { NetworkConfig } from '../networks/network.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import { writeNetwork } from './layers/network.js';
import { type GeneratedValues, writeLikelihood } from './likelihoods.js';
import type { ExportedDecoder } from './modality.js';

/**
 * Writes a decoder and what its likelihood shows.
 * @param key Of the modality, for messages.
 * @param own The private latent, if there is one.
 * @throws {ConfigurationError} if a part has no form in ONNX.
 */
export function writeDecoder(
  graph: GraphBuilder,
  key: string,
  { config, parameters, likelihood }: ExportedDecoder,
  shared: Value,
  own: Value | undefined,
): GeneratedValues {
  const output = writeNetwork(graph, decoderInput(graph, shared, own), undressed(config), parameters);
  return writeLikelihood(graph, output, key, likelihood);
}

/** The shared latent first, then the private one. */
function decoderInput(graph: GraphBuilder, shared: Value, own: Value | undefined): Value {
  if (!own) return shared;
  return graph.op('Concat', [shared, own], { shape: [shared.shape[0]! + own.shape[0]!] }, { axis: 1 });
}

/** The network beside which learned parameters of the likelihood stand, whose paths are those of the whole. */
function undressed(config: NetworkConfig): NetworkConfig {
  return config.type === 'withLearned' ? (config.network as unknown as NetworkConfig) : config;
}
