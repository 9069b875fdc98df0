import { Rng } from '@polyvae/random';
import { ConfigurationError } from '../errors.js';
import { centre, logCounts, relu, reshape, sigmoid } from './activation.js';
import { type BatchNormOptions, batchNorm } from './batch-norm.js';
import { type ConvolutionOptions, conv2d } from './conv2d.js';
import { conv2dTranspose, type TransposedConvolutionOptions } from './conv2d-transpose.js';
import { channelDropout, dropout } from './dropout.js';
import { gaussianEncoder } from './gaussian-encoder.js';
import { jointEncoder } from './joint-encoder.js';
import { type LinearOptions, linear } from './linear.js';
import type { Encoder, LatentSizes, Network, NetworkConfig, ObjectivePart } from './network.js';
import { type BlockParameter, parameterBlock } from './parameter-block.js';
import {
  type ResidualBlockOptions,
  residualBlock1d,
  residualBlock1dTranspose,
  residualBlock2d,
  residualBlock2dTranspose,
} from './residual-block.js';
import { sequential } from './sequential.js';
import { type LearnedBlock, withLearned } from './with-learned.js';

/** Builds a network of one type from its config; its parameters' values come from the saved weights. */
export type NetworkBuilder = (config: NetworkConfig) => Network | Encoder | ObjectivePart;

/** Start of parameters whose values are loaded next, so that it does not matter. */
const unread = (): { readonly rng: Rng } => ({ rng: Rng.fromSeed(0) });

function layersOf({ layers }: NetworkConfig): Record<string, Network> {
  const built: Record<string, Network> = {};
  try {
    for (const [name, config] of Object.entries(layers as unknown as Record<string, NetworkConfig>)) {
      built[name] = networkFrom(config);
    }
  } catch (error) {
    for (const network of Object.values(built)) network.dispose();
    throw error;
  }
  return built;
}

/** A builder of a layer whose options are its config. */
function layer<O>(build: (options: O) => Network): NetworkBuilder {
  return ({ type: _, ...options }) => build({ ...options, ...unread() } as unknown as O);
}

const builders = new Map<string, NetworkBuilder>([
  ['sigmoid', sigmoid],
  ['relu', relu],
  ['centre', centre],
  ['logCounts', logCounts],
  ['reshape', ({ shape }) => reshape(shape as readonly number[])],
  ['dropout', ({ rate }) => dropout(rate as number)],
  ['channelDropout', ({ rate }) => channelDropout(rate as number)],
  ['batchNorm', layer<BatchNormOptions>(batchNorm)],
  ['linear', layer<LinearOptions>(linear)],
  ['conv2d', layer<ConvolutionOptions>(conv2d)],
  ['conv2dTranspose', layer<TransposedConvolutionOptions>(conv2dTranspose)],
  ['residualBlock1d', layer<ResidualBlockOptions>(residualBlock1d)],
  ['residualBlock1dTranspose', layer<ResidualBlockOptions>(residualBlock1dTranspose)],
  ['residualBlock2d', layer<ResidualBlockOptions>(residualBlock2d)],
  ['residualBlock2dTranspose', layer<ResidualBlockOptions>(residualBlock2dTranspose)],
  ['sequential', (config) => sequential(layersOf(config))],
  [
    'withLearned',
    ({ network, shape, blocks }) =>
      withLearned(networkFrom(network as NetworkConfig), {
        shape: shape as readonly number[],
        blocks: blocks as unknown as readonly LearnedBlock[],
      }),
  ],
  [
    'gaussianEncoder',
    ({ body, features, latent }) =>
      gaussianEncoder({
        body: networkFrom(body as NetworkConfig),
        features: features as number,
        latent: latent as unknown as LatentSizes,
        ...unread(),
      }),
  ],
  [
    'parameterBlock',
    ({ parameters }) => parameterBlock(parameters as unknown as Readonly<Record<string, BlockParameter>>),
  ],
  [
    'jointEncoder',
    ({ encoders, head }) => {
      const each = Object.entries(encoders as unknown as Record<string, NetworkConfig>);
      return jointEncoder({
        encoders: Object.fromEntries(each.map(([key, config]) => [key, encoderFrom(config)])),
        head: encoderFrom(head as NetworkConfig),
      });
    },
  ],
]);

/**
 * Makes a type of network known, so that models that have it can be loaded: its instances say it in their `config`.
 * @returns Takes it back.
 * @throws {ConfigurationError} if the name is taken.
 * @example
 * ```ts
 * const forget = registerNetwork('attention', ({ heads }) => attention({ heads: Number(heads), rng }));
 * ```
 */
export function registerNetwork(type: string, build: NetworkBuilder): () => void {
  if (builders.has(type)) throw new ConfigurationError(`registerNetwork: there is a type '${type}' already.`);
  builders.set(type, build);
  return () => void builders.delete(type);
}

function build(config: NetworkConfig): ReturnType<NetworkBuilder> {
  const own = builders.get(config.type);
  if (own) return own(config);
  throw new ConfigurationError(
    `there is no network of type '${config.type}': before the model is loaded, registerNetwork('${config.type}', …) must be called.`,
  );
}

/**
 * A network from its config.
 * @throws {ConfigurationError} if its type, or that of a part, is unknown.
 */
export function networkFrom(config: NetworkConfig): Network {
  return build(config) as Network;
}

/**
 * An encoder from its config.
 * @throws {ConfigurationError} if its type, or that of a part, is unknown.
 */
export function encoderFrom(config: NetworkConfig): Encoder {
  return build(config) as Encoder;
}

/**
 * A part of an objective from its config.
 * @throws {ConfigurationError} if its type, or that of a part, is unknown.
 */
export function partFrom(config: NetworkConfig): ObjectivePart {
  return build(config);
}
