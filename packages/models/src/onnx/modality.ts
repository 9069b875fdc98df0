import * as tf from '@tensorflow/tfjs-core';
import { ConfigurationError } from '../errors.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import { parametersOf } from '../likelihoods/parameters.js';
import type { Modality } from '../modalities/modality.js';
import { descriptionOf } from '../networks/described.js';
import type { Encoder, Network, NetworkConfig } from '../networks/network.js';
import { Parameters } from './parameters.js';

/** A network's description with its parameters. */
export interface ExportedNetwork {
  readonly config: NetworkConfig;
  readonly parameters: Parameters;
}

/** An encoder that can be written, and the data that it takes. */
export interface ExportedEncoder extends ExportedNetwork {
  /** Shape of a datum. */
  readonly shape: readonly number[];
}

/** A decoder that can be written, and how its output is read. */
export interface ExportedDecoder extends ExportedNetwork {
  readonly likelihood: Likelihood;
}

/**
 * Reads a modality's encoder back.
 * @param shared Size of the shared latent.
 * @throws {ConfigurationError} if it cannot be described.
 */
export async function exportedEncoder(key: string, modality: Modality, shared: number): Promise<ExportedEncoder> {
  const { encoder } = modality;
  const config = described(`encoder of '${key}'`, encoder);
  if (config.type !== 'gaussianEncoder') {
    throw new ConfigurationError(
      `exportOnnx: the encoder of '${key}' is of type '${config.type}'; only those of gaussianEncoder can be written in ONNX.`,
    );
  }
  return { config, parameters: await Parameters.read(`encoders.${key}`, encoder), shape: dataShape(modality, shared) };
}

/**
 * Reads a modality's decoder back.
 * @throws {ConfigurationError} if it cannot be described.
 */
export async function exportedDecoder(key: string, { decoder, likelihood }: Modality): Promise<ExportedDecoder> {
  const config = described(`decoder of '${key}'`, decoder);
  return { config, parameters: await Parameters.read(`decoders.${key}`, decoder), likelihood };
}

function described(what: string, network: Network | Encoder): NetworkConfig {
  const config = descriptionOf(network);
  if (config) return config;
  throw new ConfigurationError(
    `exportOnnx: the ${what} cannot be described: it, or a part of it, is a network of your own, one with replaced parts, or a tf.LayersModel. Build it of this package's layers.`,
  );
}

/** Shape of a datum, which not every model keeps: that of a decoder's output, over the number of parameters on its last axis. */
function dataShape({ decoder, likelihood, private: own }: Modality, shared: number): readonly number[] {
  const [, ...shape] = tf.tidy(() => decoder.apply(tf.zeros([1, shared + own]), { training: false }).shape);
  return shape.with(-1, shape.at(-1)! / parametersOf(likelihood).length);
}
