import type { LatentSizes, NetworkConfig } from '../networks/network.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import { writeLinear } from './layers/linear.js';
import { writeNetwork } from './layers/network.js';
import type { ExportedNetwork } from './modality.js';

/** Gaussian parameters in a graph, each `[batch, latent]`. */
export interface GaussianValues {
  readonly loc: Value;
  readonly logVar: Value;
}

/** The parts of a `gaussianEncoder`'s config. */
interface GaussianEncoderConfig {
  readonly body: NetworkConfig;
  readonly features: number;
  readonly latent: LatentSizes;
}

/**
 * Writes an encoder.
 * @param spaces Whose posteriors are wanted.
 * @throws {ConfigurationError} if a part has no form in ONNX.
 */
export function writeEncoder<S extends 'shared' | 'private'>(
  graph: GraphBuilder,
  x: Value,
  { config, parameters }: ExportedNetwork,
  spaces: readonly S[],
): Record<S, GaussianValues> {
  const { body, features, latent } = config as unknown as GaussianEncoderConfig;
  const hidden = writeNetwork(graph, x, body, parameters);
  const head = (name: string, units: number): Value =>
    writeLinear(graph, hidden, { config: { inputs: features, units }, parameters: parameters.of(name) });
  const entries = spaces.map((space) => [
    space,
    { loc: head(`${space}.loc`, latent[space]), logVar: head(`${space}.logVar`, latent[space]) },
  ]);
  return Object.fromEntries(entries) as Record<S, GaussianValues>;
}
