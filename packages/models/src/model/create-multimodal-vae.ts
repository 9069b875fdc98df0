import { checkOptions } from '@polyvae/errors';
import type { Rng } from '@polyvae/random';
import { ConfigurationError } from '../errors.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import { elementsOf, learnedParametersOf } from '../likelihoods/parameters.js';
import type { Modality, ModalityOptions } from '../modalities/modality.js';
import { isLayersModel, layersModelDecoder, layersModelEncoder } from '../networks/layers-model.js';
import type { BuildContext, Decoder, Encoder, ObjectivePart } from '../networks/network.js';
import type { Initialisation } from '../networks/parameter.js';
import { withLearned } from '../networks/with-learned.js';
import type { Objective, PartContext } from '../objectives/objective.js';
import { MultimodalVae } from './multimodal-vae.js';

/** Sizes of the latent spaces. */
export interface LatentOptions<K extends string = string> {
  /** Size of the latent that all modalities share. */
  readonly shared: number;
  /** One size for all modalities, or one for each (0: none); default 0. */
  readonly private?: number | { readonly [P in K]?: number };
}

/** Options of a model besides those of its objective. */
export interface ModelOptions<K extends string> {
  /** The modalities by name; their order is the model's. */
  readonly modalities: Readonly<Record<K, ModalityOptions>>;
  /** Sizes of the latent spaces. */
  readonly latent: LatentOptions<NoInfer<K>>;
  /**
   * How layers start, handed to networks that are built here; default theirs: He's for ready-made modalities,
   * `pytorchDefault` for the published networks.
   */
  readonly init?: Initialisation;
  /** Initialises the networks. Every network has its own stream, so adding a modality changes no other's start. */
  readonly rng: Rng;
}

/** Options of {@link createMultimodalVae}. */
export interface MultimodalVaeOptions<K extends string = string> extends ModelOptions<K> {
  /** Training objective, such as `mmjsdObjective()`. */
  readonly objective: Objective<NoInfer<K>>;
}

/**
 * Builds a multimodal VAE from encoders, decoders and likelihoods of any number of modalities.
 * @throws {ConfigurationError} if sizes, weights or names are wrong, or an option is unknown.
 * @example
 * ```ts
 * const model = createMultimodalVae({
 *   modalities: {
 *     scan: { encoder, decoder, likelihood: laplace({ scale: 0.75 }) },
 *     genes: denseModality({ shape: 2000, likelihood: negativeBinomial() }),
 *   },
 *   latent: { shared: 32 },
 *   objective: mmjsdObjective({ beta: 2.5 }),
 *   rng,
 * });
 * ```
 */
export function createMultimodalVae<K extends string>(options: MultimodalVaeOptions<K>): MultimodalVae<K> {
  checkOptions('createMultimodalVae', options, ['modalities', 'latent', 'objective', 'init', 'rng']);
  const { modalities, latent, objective, init, rng } = options;
  const keys = Object.keys(modalities) as K[];
  checkNames(keys);
  checkOptions('createMultimodalVae: latent', latent, ['shared', 'private']);
  checkSize('latent.shared', latent.shared, 1);
  if (typeof latent.private === 'object') checkPrivateKeys(keys, Object.keys(latent.private));
  fusionWeights(keys, objective.weights);
  // What the objective has against these modalities it says before networks are built.
  objective.settings?.(keys);
  const weights = weightsOf(keys, modalities);
  for (const key of keys) checkLearned(key, modalities[key]);
  const sizes = Object.fromEntries(keys.map((key) => [key, privateSize(latent, key)])) as Record<K, number>;
  const built: Partial<Record<K, Modality>> = {};
  for (const key of keys) {
    checkSize(`latent.private of '${key}'`, sizes[key], 0);
    built[key] = build(
      key,
      { ...modalities[key], weight: weights[key] },
      {
        latent: { shared: latent.shared, private: sizes[key] },
        init,
        rng: rng.fork(key),
      },
    );
  }
  const parts = partsOf(objective, { keys, modalities, shared: latent.shared, private: sizes, init, rng }, built);
  return new MultimodalVae(built as Record<K, Modality>, latent.shared, objective, parts);
}

/** The objective's own parts; if they cannot be built, the networks that were built here are freed. */
function partsOf<K extends string>(
  objective: Objective<K>,
  context: PartContext<K>,
  built: { readonly [P in K]?: Modality },
): Readonly<Record<string, ObjectivePart>> | undefined {
  try {
    // No modality's stream: their names hold no dot.
    return objective.build?.({ ...context, rng: context.rng.fork('objective.parts') });
  } catch (error) {
    for (const key of context.keys) {
      const { encoder, decoder } = context.modalities[key];
      if (typeof encoder === 'function') built[key]?.encoder.dispose();
      if (typeof decoder === 'function') built[key]?.decoder.dispose();
    }
    throw error;
  }
}

const modalityOptionNames: readonly (keyof ModalityOptions)[] = [
  'encoder',
  'decoder',
  'likelihood',
  'shape',
  'weight',
  'privateBeta',
];

/** Factors of the log likelihoods. */
function weightsOf<K extends string>(
  keys: readonly K[],
  modalities: Readonly<Record<K, ModalityOptions>>,
): Record<K, number> {
  const sizes = keys.map((key) => {
    const { shape, likelihood } = modalities[key];
    return shape && elementsOf(likelihood, shape);
  });
  const each = keys.map((key, i): [K, number] => {
    const { weight = 1 } = modalities[key];
    if (weight !== 'size') {
      checkFactor(`weight of '${key}'`, weight);
      return [key, weight];
    }
    const unknown = keys.find((_, k) => sizes[k] === undefined);
    if (unknown !== undefined) {
      throw new ConfigurationError(
        `weight 'size' of '${key}' needs every modality's shape, but '${unknown}' has none.`,
      );
    }
    return [key, Math.max(...(sizes as number[])) / sizes[i]!];
  });
  return Object.fromEntries(each) as Record<K, number>;
}

/** @throws {ConfigurationError} if a likelihood learns parameters of data whose shape is not known. */
function checkLearned(key: string, { likelihood, shape }: ModalityOptions): void {
  const learned = learnedParametersOf(likelihood);
  if (learned.length === 0 || shape) return;
  const names = learned.map(({ name }) => name).join(', ');
  throw new ConfigurationError(`likelihood of '${key}' learns ${names}: give the modality's shape as well.`);
}

/** A decoder with the parameters that are learned, beside those that it gives. */
function completed(decoder: Decoder, { likelihood, shape = [] }: ModalityOptions): Decoder {
  const learned = learnedParametersOf(likelihood);
  if (learned.length === 0) return decoder;
  const blocks = learned.map(({ name, from, start = 0 }) => ({ name, shape: from === 'element' ? shape : [], start }));
  return withLearned(decoder, { shape, blocks });
}

function build(key: string, options: ModalityOptions & { readonly weight: number }, context: BuildContext): Modality {
  const { latent, rng } = context;
  const { likelihood, weight, privateBeta = 1 } = options;
  checkOptions(`createMultimodalVae: modality '${key}'`, options, modalityOptionNames);
  checkFactor(`privateBeta of '${key}'`, privateBeta);
  const encoder: Encoder = isLayersModel(options.encoder)
    ? layersModelEncoder(options.encoder, latent)
    : resolve(options.encoder, { ...context, rng: rng.fork('encoder') });
  const decoder: Decoder = isLayersModel(options.decoder)
    ? layersModelDecoder(options.decoder, latent)
    : resolve(options.decoder, { ...context, rng: rng.fork('decoder') });
  return {
    encoder,
    decoder: completed(decoder, options),
    likelihood,
    weight,
    privateBeta,
    private: latent.private,
    ...(options.shape && { shape: options.shape }),
  };
}

function resolve<N extends object>(source: N | ((context: BuildContext) => N), context: BuildContext): N {
  return typeof source === 'function' ? source(context) : source;
}

function privateSize<K extends string>(latent: LatentOptions<K>, key: K): number {
  return typeof latent.private === 'object' ? (latent.private[key] ?? 0) : (latent.private ?? 0);
}

function checkNames(keys: readonly string[]): void {
  if (keys.length === 0) throw new ConfigurationError('modalities: expected at least one, found none.');
  const wrong = keys.find((key) => key === 'present' || key === '' || key.includes('.'));
  if (wrong !== undefined) {
    throw new ConfigurationError(`modalities: '${wrong}' cannot be a name (names hold no dot and are not 'present').`);
  }
}

function checkPrivateKeys(keys: readonly string[], given: readonly string[]): void {
  const unknown = given.filter((key) => !keys.includes(key));
  if (unknown.length > 0) {
    throw new ConfigurationError(`latent.private: unknown modality ${unknown.join(', ')}; known: ${keys.join(', ')}.`);
  }
}

function checkSize(what: string, size: number, least: number): void {
  if (!Number.isInteger(size) || size < least) {
    throw new ConfigurationError(`${what}: must be an integer of at least ${least}, found ${size}.`);
  }
}

function checkFactor(what: string, factor: number): void {
  if (!(factor >= 0 && factor < Number.POSITIVE_INFINITY)) {
    throw new ConfigurationError(`${what}: must be finite and not negative, found ${factor}.`);
  }
}
