import type { Settings } from '@polyvae/training';
import { ConfigurationError } from '../errors.js';
import { fusionWeights } from '../fusion/fusion-weights.js';
import { isKnownLikelihood, likelihoodFrom } from '../likelihoods/from-config.js';
import type { Modality } from '../modalities/modality.js';
import { MultimodalVae } from '../model/multimodal-vae.js';
import { descriptionOf } from '../networks/described.js';
import { encoderFrom, networkFrom, partFrom } from '../networks/from-config.js';
import type { Encoder, Network, NetworkConfig, ObjectivePart } from '../networks/network.js';
import { objectiveFrom } from '../objectives/from-config.js';
import type { Objective } from '../objectives/objective.js';

/** A kind of likelihood or objective, with its settings. */
export interface PartConfig {
  /** Name that the part is registered by. */
  readonly kind: string;
  /** Settings that it is rebuilt from. */
  readonly settings: Settings;
}

/** One modality of a saved model. */
export interface ModalityConfig {
  /** Description of the encoder. */
  readonly encoder: NetworkConfig;
  /** Description of the decoder. */
  readonly decoder: NetworkConfig;
  /** Kind and settings of the likelihood. */
  readonly likelihood: PartConfig;
  /** Factor of the log likelihood in the loss. */
  readonly weight: number;
  /** Factor of the private subspace's divergence. */
  readonly privateBeta: number;
  /** Size of the private latent; 0 if there is none. */
  readonly private: number;
  /** Shape of a datum, without the batch, if the model was told. */
  readonly shape?: readonly number[] | undefined;
}

/** Everything about a model but its parameters. JSON holds it exactly. */
export interface ModelConfig {
  /** Mark of the format. */
  readonly format: 'polyvae-model';
  /** Version of the format. */
  readonly version: number;
  /** Size of the shared latent. */
  readonly shared: number;
  /** In the model's order. */
  readonly modalities: Readonly<Record<string, ModalityConfig>>;
  /** Kind and settings of the objective. */
  readonly objective: PartConfig;
  /** Networks and parameters of the objective's own, by name; absent: it has none. */
  readonly parts?: Readonly<Record<string, NetworkConfig>>;
}

/** Version of the format that is written. */
export const modelVersion = 1;

/**
 * Describes a model.
 * @throws {ConfigurationError} if a network or a likelihood cannot be described, naming it and what to do.
 * @example
 * ```ts
 * JSON.stringify(modelConfig(model), undefined, 2);
 * ```
 */
export function modelConfig<K extends string>(model: MultimodalVae<K>): ModelConfig {
  const modalities = model.keys.map((key): [string, ModalityConfig] => {
    const { encoder, decoder, likelihood, weight, privateBeta, private: size, shape } = model.modalities[key];
    if (!isKnownLikelihood(likelihood)) {
      throw new ConfigurationError(
        `the likelihood of '${key}' is not what '${likelihood.kind}' and its settings say: give it a kind of its own and make that known by registerLikelihood.`,
      );
    }
    return [
      key,
      {
        encoder: described(`encoder of '${key}'`, encoder),
        decoder: described(`decoder of '${key}'`, decoder),
        likelihood: { kind: likelihood.kind, settings: likelihood.settings ?? {} },
        weight,
        privateBeta,
        private: size,
        ...(shape && { shape }),
      },
    ];
  });
  const { kind, settings, saved } = model.objective;
  const parts = Object.entries(model.parts).map(
    ([name, part]) => [name, described(`objective's ${name}`, part)] as const,
  );
  return {
    format: 'polyvae-model',
    version: modelVersion,
    shared: model.shared,
    modalities: Object.fromEntries(modalities),
    objective: { kind, settings: { ...settings?.(model.keys), ...saved } },
    ...(parts.length > 0 && { parts: Object.fromEntries(parts) }),
  };
}

function described(what: string, network: Network | Encoder | ObjectivePart): NetworkConfig {
  const config = descriptionOf(network);
  if (config) return config;
  throw new ConfigurationError(
    `the ${what} cannot be described: it, or a part of it, is a network of your own or one with replaced parts. Give that a \`config\` with a \`type\`, and make the type known by registerNetwork.`,
  );
}

/**
 * Builds a model from its description, with parameters that are to be loaded.
 * @param objective In place of the described one.
 * @throws {ConfigurationError} if a type of network, a likelihood or the objective is unknown.
 * @example
 * ```ts
 * const untrained = modelFromConfig(modelConfig(model));
 * ```
 */
export function modelFromConfig<K extends string = string>(
  { shared, modalities: configs, objective: described, parts: partConfigs = {} }: ModelConfig,
  objective?: Objective<K>,
): MultimodalVae<K> {
  const keys = Object.keys(configs) as K[];
  const own = objective ?? objectiveFrom(described.kind, described.settings, keys);
  fusionWeights(keys, own.weights);
  const built: { dispose(): void }[] = [];
  const kept = <N extends { dispose(): void }>(network: N): N => {
    built.push(network);
    return network;
  };
  try {
    const modalities = keys.map((key): [K, Modality] => {
      const { encoder, decoder, likelihood, ...rest } = configs[key]!;
      return [
        key,
        {
          likelihood: likelihoodFrom(likelihood.kind, likelihood.settings),
          encoder: kept(encoderFrom(encoder)),
          decoder: kept(networkFrom(decoder)),
          weight: rest.weight,
          privateBeta: rest.privateBeta,
          private: rest.private,
          ...(rest.shape && { shape: rest.shape }),
        },
      ];
    });
    const parts = Object.entries(partConfigs).map(([name, config]) => [name, kept(partFrom(config))] as const);
    return new MultimodalVae<K>(
      Object.fromEntries(modalities) as Record<K, Modality>,
      shared,
      own,
      Object.fromEntries(parts),
    );
  } catch (error) {
    for (const network of built) network.dispose();
    throw error;
  }
}
