import type { MultimodalVae } from '../model/multimodal-vae.js';
import type { PosteriorKind } from '../objectives/objective.js';
import { writeDecoder } from './decoder.js';
import { type GaussianValues, writeEncoder } from './encoder.js';
import type { GraphBuilder } from './graph-builder.js';
import { exportedDecoder, exportedEncoder } from './modality.js';
import { writeSharedDraw } from './shared-posterior.js';

/** Modalities that are given, and those that are generated. */
export interface Generation<K extends string> {
  readonly given: readonly K[];
  readonly targets: readonly K[];
  readonly posterior: PosteriorKind;
}

/**
 * Writes the targets' data given other modalities, with all noise as inputs.
 * @throws {ConfigurationError} if a part has no form in ONNX.
 */
export async function writeGeneration<K extends string>(
  graph: GraphBuilder,
  { keys, modalities, objective, shared: size }: MultimodalVae<K>,
  { given, targets, posterior }: Generation<K>,
): Promise<void> {
  const experts = new Map<K, GaussianValues>();
  for (const key of given) {
    const encoder = await exportedEncoder(key, modalities[key], size);
    const { shared } = writeEncoder(graph, graph.input(key, encoder.shape), encoder, ['shared']);
    experts.set(key, shared);
  }
  const noise = graph.input('noise', [size]);
  const shared = writeSharedDraw(graph, experts, noise, { keys, objective, kind: posterior });
  for (const key of targets) {
    const decoder = await exportedDecoder(key, modalities[key]);
    const { private: own } = modalities[key];
    // A target's private latent comes from its prior, N(0, I), whose draws are the noise itself.
    const latent = own > 0 ? graph.input(`noise_${key}`, [own]) : undefined;
    const { shown, mean } = writeDecoder(graph, key, decoder, shared, latent);
    graph.output(`${key}_shown`, shown);
    graph.output(`${key}_mean`, mean);
  }
}
